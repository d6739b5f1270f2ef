using Fairlead.Conformance.Processes;
using Fairlead.Conformance.Report;

namespace Fairlead.Conformance.Cases;

/// <summary>Containers that come and go at once; section 3: "plugins must handle being executed concurrently across different containers".</summary>
internal sealed class ParallelCases(Bench bench) : CaseGroup("parallel", bench)
{
    private const int Pods = 6;

    public override IEnumerable<CaseResult> Run()
    {
        var before = Bench.Node.Read();
        var pods = Enumerable.Range(0, Pods).Select(_ => Bench.NewPod()).ToList();
        try
        {
            yield return Result($"{Pods} ADDs at once", Clause.Lifecycle, Verdict.Of(AtOnce(pods, pod => pod.Add())));
            yield return Result("no address is given twice", Clause.Success, Verdict.Of(Shared(pods)));
            yield return Result($"{Pods} DELs at once", Clause.Lifecycle, Verdict.Of(AtOnce(pods, pod => pod.Delete())));
            yield return Result("DELs at once leave nothing in the node", Clause.Del, Verdict.Of(Bench.NodeDifference(before)));
        }
        finally
        {
            pods.ForEach(pod => pod.Dispose());
        }
    }

    private static IEnumerable<string> AtOnce(List<TestPod> pods, Func<TestPod, PluginAnswer> call) =>
        Task.WhenAll(pods.Select(pod => Task.Factory.StartNew(() => call(pod), TaskCreationOptions.LongRunning)))
            .GetAwaiter().GetResult().Select(NoSuccess).Where(problem => problem.Length > 0);

    private static IEnumerable<string> Shared(List<TestPod> pods) =>
        pods.SelectMany(pod => pod.Netns.Read(kernel => kernel.Addresses().Where(one => one.Scope == 0).Select(one => one.Address.Address).ToList()))
            .GroupBy(address => address).Where(group => group.Count() > 1).Select(group => $"{group.Count()} pods have {group.Key}");
}
