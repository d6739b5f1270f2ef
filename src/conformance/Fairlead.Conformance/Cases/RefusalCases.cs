using Fairlead.Conformance.Processes;
using Fairlead.Conformance.Report;
using Fairlead.Linux.Links;
using Fairlead.Model.Kernel;

namespace Fairlead.Conformance.Cases;

/// <summary>ADDs that cannot be: an error, and everything as it was.</summary>
internal sealed class RefusalCases(Bench bench) : CaseGroup("refuse", bench)
{
    public override IEnumerable<CaseResult> Run() =>
    [
        .. Twice(),
        .. Taken(),
        .. Wrong("ADD with a CNI_NETNS that is not there", call => call with { Netns = call.Netns + "-none" }),
        .. Wrong("ADD with a CNI_NETNS that is a regular file", call => call with { Netns = "/proc/self/status" }),
    ];

    private IEnumerable<CaseResult> Twice()
    {
        using var pod = Bench.NewPod();
        if (pod.Add() is { IsSuccess: false } refused)
        {
            yield return Result("ADD twice for one container and interface", Clause.Add, Verdict.Failed(NoSuccess(refused)));
            yield break;
        }

        var (node, inPod) = (Bench.Node.Read(), pod.State());
        yield return Result("ADD twice for one container and interface", Clause.Add, Verdict.Of(NoError(pod.Add())));
        yield return Result("the first ADD is untouched by the second", Clause.Add, Verdict.Of(
            new[] { Bench.NodeDifference(node), pod.State().DifferenceFrom(inPod) }.Where(difference => difference.Length > 0)));
    }

    private IEnumerable<CaseResult> Taken()
    {
        using var pod = Bench.NewPod();
        var node = Bench.Node.Read();
        // Any kind will do, and every kernel that runs containers has this one.
        pod.Netns.Change(pod.InterfaceName, (_, batch) => LinkCodec.WriteNew(batch, pod.InterfaceName, new BridgeKind()));
        var inPod = pod.State();
        yield return Result("ADD with an interface name that is taken", Clause.Add, Verdict.Of(NoError(pod.Add())));
        yield return Result("the interface that was there is untouched", Clause.Add, Verdict.Of(pod.State().DifferenceFrom(inPod)));
        // A runtime calls DEL after an ADD that failed.
        pod.Delete();
        yield return Result("DEL after the refused ADD leaves nothing in the node", Clause.Del, Verdict.Of(Bench.NodeDifference(node)));
    }

    private IEnumerable<CaseResult> Wrong(string name, Func<PluginCall, PluginCall> change)
    {
        using var pod = Bench.NewPod();
        var node = Bench.Node.Read();
        yield return Result(name, Clause.Parameters, Verdict.Of(NoError(pod.Add(change))));
        pod.Delete(change);
        yield return Result($"{name}, then DEL: nothing is left", Clause.Del, Verdict.Of(Bench.NodeDifference(node)));
    }
}
