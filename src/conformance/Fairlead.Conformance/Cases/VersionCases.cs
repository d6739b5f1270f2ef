using System.Text.Json;
using System.Text.Json.Nodes;
using Fairlead.Conformance.Processes;
using Fairlead.Conformance.Report;

namespace Fairlead.Conformance.Cases;

/// <summary>VERSION, and what it says about the list.</summary>
internal sealed class VersionCases(Bench bench) : CaseGroup("version", bench)
{
    public override IEnumerable<CaseResult> Run() => Bench.Plugins.SelectMany(Run);

    /// <summary>What a plug-in declares; empty where its answer cannot be read.</summary>
    public static IReadOnlyList<string> Declared(PluginAnswer answer) =>
        answer.IsSuccess && (answer.Json as JsonObject)?["supportedVersions"] is JsonArray list && list.All(IsText)
            ? [.. list.Select(version => version!.GetValue<string>())]
            : [];

    public static PluginCall Question(string version) =>
        new() { Command = "VERSION", Input = new JsonObject { ["cniVersion"] = version }.ToJsonString() };

    private static bool IsText(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String;

    private IEnumerable<CaseResult> Run(int plugin)
    {
        var plain = Bench.Call(plugin, Question(Bench.Version));
        yield return Result(For(plugin, "VERSION names the versions it supports"), Clause.VersionSuccess, Shape(plain));
        yield return Result(For(plugin, "it supports the versions of the list"), Clause.Network, Listed(plugin));
        yield return Result(For(plugin, "VERSION answers in the version it was asked in"), Clause.VersionSuccess, Echo(plugin));
        // libcni, and so all runtimes, fill the variables that VERSION does not have.
        var dummy = Bench.Call(plugin, Question(Bench.Version) with { ContainerId = "", Netns = "dummy", InterfaceName = "dummy", Path = "dummy" });
        yield return Result(For(plugin, "VERSION with variables that mean nothing"), Clause.Version, Verdict.Of(NoSuccess(dummy)));
    }

    private static Verdict Shape(PluginAnswer answer)
    {
        if (!answer.IsSuccess)
        {
            return Verdict.Failed(NoSuccess(answer));
        }

        return answer.Json is not JsonObject json ? Verdict.Failed($"standard output is no JSON object: {answer.Summary}")
            : !IsText(json["cniVersion"]) ? Verdict.Failed("cniVersion: is missing or no string")
            : Declared(answer).Count == 0 ? Verdict.Failed("supportedVersions: must be a list of strings that is not empty")
            : Verdict.Passed;
    }

    private Verdict Listed(int plugin) => Verdict.Of(
        Bench.List.Versions.Except(Bench.Supported(plugin)).Select(version => $"the list says {version}, VERSION does not name it"));

    private Verdict Echo(int plugin) => Verdict.Of(
        from version in Bench.Supported(plugin)
        let answered = (Bench.Call(plugin, Question(version)).Json as JsonObject)?["cniVersion"]?.ToString()
        where answered != version
        group version by answered ?? "nothing" into same
        select $"asked in {string.Join(", ", same)}, it answers {same.Key}");
}
