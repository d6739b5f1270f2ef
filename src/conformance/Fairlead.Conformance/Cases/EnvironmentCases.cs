using System.Text.Json.Nodes;
using Fairlead.Conformance.Processes;
using Fairlead.Conformance.Report;

namespace Fairlead.Conformance.Cases;

/// <summary>Variables that are missing or cannot be: code 4, "the error message must contain the names of invalid variables".</summary>
internal sealed class EnvironmentCases(Bench bench) : CaseGroup("environment", bench)
{
    private const int InvalidEnvironment = 4;

    private static readonly (string What, string Value)[] BadIds =
    [
        ("that begins with a hyphen", "-check"), ("with a slash", "check/1"), ("with a blank", "check 1"), ("with a newline at its end", "check\n"),
    ];

    private static readonly (string What, string Value)[] BadNames =
    [
        ("of 16 octets", "sixteen-letters-"), ("with a slash", "eth/0"), ("with a colon", "eth:0"), ("with a blank", "eth 0"),
        ("with a newline at its end", "eth0\n"), ("'.'", "."), ("'..'", ".."),
    ];

    public override IEnumerable<CaseResult> Run() => Bench.Plugins.SelectMany(Run);

    private IEnumerable<CaseResult> Run(int plugin)
    {
        List<(string What, string Variable, PluginAnswer Answer)> missing = [.. Missing(plugin)];
        List<(string What, string Variable, PluginAnswer Answer)> invalid = [.. Invalid(plugin)];
        foreach (var (what, _, answer) in missing.Concat(invalid))
        {
            yield return Result(For(plugin, what), Clause.Parameters, Verdict.Of(NoError(answer, InvalidEnvironment)));
        }

        yield return Result(For(plugin, "variables that are missing are named"), Clause.Error, Named(missing));
        yield return Result(For(plugin, "variables that are invalid are named"), Clause.Error, Named(invalid));
    }

    private static Verdict Named(IEnumerable<(string What, string Variable, PluginAnswer Answer)> cases) => Verdict.Of(
        from one in cases
        where one.Answer.Json is JsonObject error && one.Answer.Code is not null && !$"{error["msg"]} {error["details"]}".Contains(one.Variable, StringComparison.Ordinal)
        group one by one.Variable into same
        select $"{same.Key} is not in: {same.First().Answer.Summary} (and in {same.Count() - 1} more)");

    private IEnumerable<(string, string, PluginAnswer)> Missing(int plugin)
    {
        yield return ("no CNI_COMMAND", "CNI_COMMAND", Call(plugin, "ADD", call => call with { Command = null }));
        yield return ("ADD without CNI_CONTAINERID", "CNI_CONTAINERID", Call(plugin, "ADD", call => call with { ContainerId = null }));
        yield return ("ADD with an empty CNI_CONTAINERID", "CNI_CONTAINERID", Call(plugin, "ADD", call => call with { ContainerId = "" }));
        yield return ("ADD without CNI_NETNS", "CNI_NETNS", Call(plugin, "ADD", call => call with { Netns = null }));
        yield return ("ADD without CNI_IFNAME", "CNI_IFNAME", Call(plugin, "ADD", call => call with { InterfaceName = null }));
        yield return ("DEL without CNI_CONTAINERID", "CNI_CONTAINERID", Call(plugin, "DEL", call => call with { ContainerId = null }));
        yield return ("DEL without CNI_IFNAME", "CNI_IFNAME", Call(plugin, "DEL", call => call with { InterfaceName = null }));
        if (SpecVersion.HasCheck(Bench.Version))
        {
            yield return ("CHECK without CNI_NETNS", "CNI_NETNS", Call(plugin, "CHECK", call => call with { Netns = null }));
        }
    }

    private IEnumerable<(string, string, PluginAnswer)> Invalid(int plugin)
    {
        yield return ("a CNI_COMMAND that is none", "CNI_COMMAND", Call(plugin, "UPDATE", call => call));
        foreach (var (what, id) in BadIds)
        {
            yield return ($"CNI_CONTAINERID {what}", "CNI_CONTAINERID", Call(plugin, "ADD", call => call with { ContainerId = id }));
        }

        foreach (var (what, name) in BadNames)
        {
            yield return ($"CNI_IFNAME {what}", "CNI_IFNAME", Call(plugin, "ADD", call => call with { InterfaceName = name }));
        }
    }

    /// <summary>A plug-in that does it all the same gets a DEL with the same variables.</summary>
    private PluginAnswer Call(int plugin, string verb, Func<PluginCall, PluginCall> change)
    {
        using var pod = Bench.NewPod();
        var call = change(Bench.CallOf(verb, plugin, pod, null));
        var answer = Bench.Call(plugin, call);
        if (answer.IsSuccess && verb == "ADD")
        {
            Bench.Call(plugin, call with { Command = "DEL" });
        }

        return answer;
    }
}
