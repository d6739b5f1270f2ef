using System.Text.Json.Nodes;
using Fairlead.Conformance.Processes;
using Fairlead.Conformance.Report;

namespace Fairlead.Conformance.Cases;

/// <summary>Several networks on one container, several plug-ins in one network.</summary>
internal sealed class ChainCases(Bench bench) : CaseGroup("chain", bench)
{
    private const string Foreign = "foreign0";

    public override IEnumerable<CaseResult> Run() => [Previous(), .. SecondInterface()];

    /// <summary>"If supplied a prevResult …, a plugin MUST handle prevResult by either passing it through, or modifying it appropriately."</summary>
    private CaseResult Previous()
    {
        const string name = "ADD passes on what earlier plug-ins of a chain answered";
        if (!SpecVersion.HasInterfaces(Bench.Version))
        {
            return Result(name, Clause.Add, Verdict.NotSupported("results have no interfaces before 0.3.0"));
        }

        using var pod = Bench.NewPod();
        var answer = pod.Add(call => call with { Input = WithPrevious(call.Input, pod) });
        var interfaces = ((answer.Json as JsonObject)?["interfaces"] as JsonArray ?? []).Select(one => one?["name"]?.ToString()).ToList();
        return Result(name, Clause.Add,
            !answer.IsSuccess ? NoError(answer) is { Length: > 0 } problem ? Verdict.Failed(problem) : Verdict.NotSupported($"it refuses to be in such a place: {answer.Summary}")
            : interfaces.Contains(Foreign) ? Verdict.Passed
            : Verdict.Failed($"prevResult had the interface {Foreign}, the result has {string.Join(", ", interfaces)}"));
    }

    // To the first of a list; the others have its result.
    private static string WithPrevious(string input, TestPod pod)
    {
        var json = JsonNode.Parse(input)!;
        json["prevResult"] ??= new JsonObject
        {
            ["cniVersion"] = pod.Version,
            ["interfaces"] = new JsonArray(new JsonObject { ["name"] = Foreign, ["mac"] = "02:00:00:00:00:01" }),
            ["ips"] = new JsonArray(),
            ["dns"] = new JsonObject(),
        };
        return json.ToJsonString();
    }

    /// <summary>The key is container and interface: one container may be attached twice.</summary>
    private IEnumerable<CaseResult> SecondInterface()
    {
        const string name = "a second interface of the same container";
        using var first = Bench.NewPod();
        if (first.Add() is { IsSuccess: false } refused)
        {
            yield return Result(name, Clause.Attachment, Verdict.Failed($"before that, ADD {NoSuccess(refused)}"));
            yield break;
        }

        var inPod = first.State();
        var added = Second(first, "ADD", null);
        yield return Result(name, Clause.Attachment, added.IsSuccess ? Verdict.Passed : NoError(added) is { Length: > 0 } problem ? Verdict.Failed(problem) : Verdict.NotSupported(added.Summary));
        yield return Result("DEL of the second interface leaves the first", Clause.Del, Verdict.Of(
            NoSuccess(Second(first, "DEL", added.IsSuccess ? added.Json : null)) + Bench.WithPatience(() => first.State().DifferenceFrom(inPod))));
    }

    private PluginAnswer Second(TestPod first, string verb, JsonNode? previous)
    {
        PluginAnswer answer = new(0, "", "");
        foreach (var plugin in verb == "DEL" ? Bench.Plugins.Reverse() : Bench.Plugins)
        {
            answer = Bench.Call(plugin, Bench.CallOf(verb, plugin, first, previous) with { InterfaceName = "net1" });
            if (!answer.IsSuccess)
            {
                return answer;
            }

            previous = verb == "ADD" ? answer.Json : previous;
        }

        return answer;
    }
}
