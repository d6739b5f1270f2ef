using System.Text.Json.Nodes;
using Fairlead.Conformance.Processes;
using Fairlead.Conformance.Report;

namespace Fairlead.Conformance.Cases;

/// <summary>Standard input that is no configuration, or a wrong one, and how an error looks.</summary>
internal sealed class InputCases(Bench bench) : CaseGroup("input", bench)
{
    private const int Incompatible = 1;
    private const int Undecodable = 6;
    private const int Invalid = 7;

    public override IEnumerable<CaseResult> Run() => Bench.Plugins.SelectMany(Run);

    private IEnumerable<CaseResult> Run(int plugin)
    {
        using var pod = Bench.NewPod();
        var call = Bench.CallOf("ADD", plugin, pod, null);
        yield return Refused(plugin, "standard input is no JSON", call with { Input = "not JSON" }, Undecodable);
        yield return Refused(plugin, "standard input is empty", call with { Input = "" }, Undecodable);
        yield return Refused(plugin, "standard input ends in the middle", call with { Input = call.Input[..^1] }, Undecodable);
        yield return Refused(plugin, "standard input is closed", call with { InputIsClosed = true });
        yield return Refused(plugin, "cniVersion that nobody has", Changed(call, "cniVersion", "99.0.0"), Incompatible);
        yield return Refused(plugin, "cniVersion that is no version", Changed(call, "cniVersion", "new"), Incompatible, Undecodable, Invalid);
        yield return Refused(plugin, "name is missing", Changed(call, "name", null), Invalid);
        yield return Refused(plugin, "name with a slash", Changed(call, "name", "net/1"), Invalid);
        yield return Refused(plugin, "name with a newline at its end", Changed(call, "name", "net\n"), Invalid);
        yield return Refused(plugin, "name is no string", Changed(call, "name", 7), Invalid, Undecodable);
        yield return Result(For(plugin, "an error bears the version that was asked in"), Clause.Error, Versions(plugin, call));
        yield return Result(For(plugin, "refused ADDs left nothing in the sandbox"), Clause.Add, Verdict.Of(Links(pod)));
    }

    private static IEnumerable<string> Links(TestPod pod) => pod.State().Lines.Where(line => line == $"link {pod.InterfaceName}" || line.StartsWith($"link {pod.InterfaceName} ", StringComparison.Ordinal));

    private CaseResult Refused(int plugin, string name, PluginCall call, params int[] codes)
    {
        var answer = Bench.Call(plugin, call);
        if (answer.IsSuccess)
        {
            Bench.Call(plugin, call with { Command = "DEL" });
        }

        var clause = name.StartsWith("name", StringComparison.Ordinal) ? Clause.Network : Clause.Error;
        return Result(For(plugin, name), clause, Verdict.Of(NoError(answer, codes)));
    }

    // A name that cannot be is an error in every version.
    private Verdict Versions(int plugin, PluginCall call) => Verdict.Of(
        from version in Bench.Supported(plugin)
        let answer = Bench.Call(plugin, Changed(Changed(call, "cniVersion", version), "name", "net/1"))
        let seen = (answer.Json as JsonObject)?["cniVersion"]?.ToString()
        where seen != version
        group version by seen ?? "missing" into same
        select $"asked in {string.Join(", ", same)}, cniVersion is {same.Key}");

    private static PluginCall Changed(PluginCall call, string field, JsonNode? value)
    {
        var json = JsonNode.Parse(call.Input)!.AsObject();
        json.Remove(field);
        if (value is not null)
        {
            json[field] = value;
        }

        return call with { Input = json.ToJsonString() };
    }
}
