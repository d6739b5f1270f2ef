using Fairlead.Conformance.Processes;
using Fairlead.Conformance.Report;

namespace Fairlead.Conformance.Cases;

/// <summary>DEL as it comes in practice: repeated, late, for what is unknown, with little to go by.</summary>
internal sealed class DelCases(Bench bench) : CaseGroup("del", bench)
{
    public override IEnumerable<CaseResult> Run() =>
    [
        .. Of("DEL twice", pod => [pod.Delete(), pod.Delete()]),
        .. Of("DEL without prevResult", pod => [pod.Delete(withResult: false)]),
        .. Of("DEL of an unknown container", pod => [pod.Delete(call => call with { ContainerId = call.ContainerId + "-unknown", Netns = null })], deletes: false),
        .. Of("DEL of a container that was never added", pod => [pod.Delete()], adds: false),
        .. Of("DEL without CNI_NETNS after DEL", pod => [pod.Delete(), pod.Delete(WithoutNetns)]),
        .. Of("DEL with an empty CNI_NETNS after the sandbox is gone", pod => AfterIts(pod, call => call with { Netns = "" })),
        .. Of("DEL with the CNI_NETNS of a sandbox that is gone", pod => AfterIts(pod, call => call)),
        .. Of("DEL without CNI_NETNS and prevResult after the sandbox is gone", pod => AfterIts(pod, WithoutNetns, withResult: false)),
        Late(),
    ];

    private static PluginCall WithoutNetns(PluginCall call) => call with { Netns = null };

    private static IEnumerable<PluginAnswer> AfterIts(TestPod pod, Func<PluginCall, PluginCall> change, bool withResult = true)
    {
        pod.Netns.Dispose();
        return [pod.Delete(change, withResult)];
    }

    private IEnumerable<CaseResult> Of(string name, Func<TestPod, IEnumerable<PluginAnswer>> delete, bool adds = true, bool deletes = true)
    {
        var before = Bench.Node.Read();
        using var pod = Bench.NewPod();
        if (adds && pod.Add() is { IsSuccess: false } refused)
        {
            return [Result(name, Clause.Del, Verdict.Failed($"before that, ADD {NoSuccess(refused)}"))];
        }

        var attached = Bench.Node.Read();
        var verdict = Verdict.Of(delete(pod).Select(NoSuccess).Where(problem => problem.Length > 0));
        var difference = Bench.NodeDifference(deletes ? before : attached);
        return [Result(name, Clause.Del, verdict), Result($"{name}: the node is as it should be", Clause.Del, Verdict.Of(difference))];
    }

    /// <summary>The old container's sandbox is gone; its DEL comes when the new one of the same pod runs already.</summary>
    private CaseResult Late()
    {
        const string name = "DEL that comes late does not touch the pod's next container";
        using var old = Bench.NewPod();
        using var next = Bench.NewPod();
        var added = new[] { old.Add(), next.Add() }.FirstOrDefault(answer => !answer.IsSuccess);
        if (added is not null)
        {
            return Result(name, Clause.Del, Verdict.Failed($"before that, ADD {NoSuccess(added)}"));
        }

        old.Netns.Dispose();
        var inPod = next.State();
        var deleted = old.Delete();
        var stillThere = SpecVersion.HasCheck(next.Version) && !Bench.List.DisableCheck ? NoSuccess(next.Check()) : "";
        return Result(name, Clause.Del, Verdict.Of(
            new[] { NoSuccess(deleted), next.State().DifferenceFrom(inPod), stillThere }.Where(problem => problem.Length > 0)));
    }
}
