using System.Text.Json.Nodes;
using Fairlead.Conformance.Processes;
using Fairlead.Conformance.Report;

namespace Fairlead.Conformance.Cases;

/// <summary>GC: what is on the list stays as it is, what is not, and whose sandbox is gone, goes.</summary>
internal sealed class GcCases(Bench bench) : CaseGroup("gc", bench)
{
    private const string Key = "cni.dev/valid-attachments";

    public override IEnumerable<CaseResult> Run()
    {
        var why = !SpecVersion.HasGcAndStatus(Bench.Version) ? "VERSION does not name 1.1.0" : Bench.List.DisableGc ? "the list says disableGC" : null;
        return why is null
            ? [.. Keeps(), .. Collects(), Result("GC with an empty list", Clause.Gc, Verdict.Of(NoSuccess(Gc([]))))]
            : [Result("GC", Clause.Gc, Verdict.NotSupported(why))];
    }

    private IEnumerable<CaseResult> Keeps()
    {
        using var pod = Bench.NewPod();
        if (pod.Add() is { IsSuccess: false } refused)
        {
            yield return Result("GC", Clause.Gc, Verdict.Failed($"before that, ADD {NoSuccess(refused)}"));
            yield break;
        }

        var (node, inPod) = (Bench.Node.Read(), pod.State());
        yield return Result("GC keeps what is on the list", Clause.Gc, Verdict.Of(NoSuccess(Gc([pod])) + Difference(pod, node, inPod)));
        yield return Result("GC twice", Clause.Gc, Verdict.Of(NoSuccess(Gc([pod])) + Difference(pod, node, inPod)));
        // Whether it is an error is the plug-in's choice; that no list is not an empty list is not.
        Gc(null);
        yield return Result("GC without a list keeps everything", Clause.Gc, Verdict.Of(Difference(pod, node, inPod)));
    }

    private IEnumerable<CaseResult> Collects()
    {
        var before = Bench.Node.Read();
        using var kept = Bench.NewPod();
        if (kept.Add() is { IsSuccess: false } refused)
        {
            yield return Result("GC", Clause.Gc, Verdict.Failed($"before that, ADD {NoSuccess(refused)}"));
            yield break;
        }

        var (node, inPod) = (Bench.Node.Read(), kept.State());
        using var gone = Bench.NewPod();
        gone.Add();
        gone.Netns.Dispose();
        yield return Result("GC takes away what is not on the list and has no sandbox", Clause.Gc, Verdict.Of(NoSuccess(Gc([kept])) + Bench.NodeDifference(node)));
        yield return Result("GC that takes something away keeps what is on the list", Clause.Gc, Verdict.Of(Difference(kept, node, inPod)));
        yield return Result("DEL after GC succeeds", Clause.Del, Verdict.Of(NoSuccess(gone.Delete()) + NoSuccess(kept.Delete()) + Bench.NodeDifference(before)));
    }

    private string Difference(TestPod pod, Node.NodeState node, Node.NodeState inPod) =>
        Bench.NodeDifference(node) + pod.State().DifferenceFrom(inPod) + (Bench.List.DisableCheck ? "" : NoSuccess(pod.Check()));

    /// <param name="valid">The attachments that are to stay; null for no list at all.</param>
    private PluginAnswer Gc(IEnumerable<TestPod>? valid)
    {
        PluginAnswer answer = new(0, "", "");
        foreach (var plugin in Bench.Plugins)
        {
            var configuration = Bench.List.Configuration(plugin, Bench.Version, null);
            if (valid is not null)
            {
                configuration[Key] = new JsonArray([.. valid.Select(pod => (JsonNode)new JsonObject { ["containerID"] = pod.ContainerId, ["ifname"] = pod.InterfaceName })]);
            }

            answer = Bench.Call(plugin, Bench.NodeCallOf("GC", configuration));
            if (!answer.IsSuccess)
            {
                return answer;
            }
        }

        return answer;
    }
}
