using Fairlead.Bench.World;
using Fairlead.Bench.Datapath.World;
using Fairlead.Bench.Report;

namespace Fairlead.Bench.Datapath.Measures;

/// <summary>Rows of the result, and the cases that each needs.</summary>
internal sealed class DatapathFigures(Samples samples, IReadOnlySet<string> present)
{
    /// <summary>Name of a measure and its cases; the NIC in the pod is in all of them.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Cases = new Dictionary<string, string[]>
    {
        ["pods"] = [Scene.Few, Scene.Full],
        ["masquerade"] = [Scene.Few],
        ["untracked"] = [Scene.Untracked],
        ["peer"] = [Scene.RulesAndChains, Scene.ManyRules],
        ["density"] = [Scene.Shared, Scene.SharedDense, Scene.FewRules, Scene.DenseRules],
        ["shared"] = [Scene.Shared, Scene.Exclusive],
        ["hostport"] = [Scene.SharedHostPort, Scene.Exclusive],
        ["exclusive"] = [Scene.Exclusive],
        ["yardstick"] = [Scene.NicAgain, Scene.Routed, Scene.Tracked],
    };

    /// <summary>Cases that only programs of <see cref="PeerPrograms"/> can make.</summary>
    public static readonly IReadOnlySet<string> MadeByPrograms = new HashSet<string> { Scene.RulesAndChains, Scene.ManyRules, Scene.FewRules, Scene.DenseRules, Scene.Tracked };

    public IEnumerable<Figure> Of(string measure) => measure switch
    {
        "pods" => LoadKind.All.Select(kind => Growth(kind, "per packet", (Scene.Full, Scene.FullPods), Scene.Few, 1.03)),
        "density" => LoadKind.All.SelectMany(Density),
        "shared" => LoadKind.All.Select(kind => Share(kind, "pod on a secondary ENI to VM", Scene.Shared, kind.OfExclusive, Scene.Exclusive)),
        "hostport" => LoadKind.All.Select(kind => Share(kind, "the same, a hostPort on the node", Scene.SharedHostPort, kind.OfExclusiveTracked, Scene.Exclusive)),
        "exclusive" => LoadKind.All.Select(kind => Share(kind, "pod with an ENI of its own to VM", Scene.Exclusive, kind.OfHost)),
        "masquerade" => LoadKind.All.Select(kind => Share(kind, "pod to VM, masquerade on", Scene.Few, kind.Tracked)),
        "untracked" => LoadKind.All.Select(kind => Share(kind, "pod to VM, nothing tracked", Scene.Untracked, kind.Untracked)),
        "peer" => [.. Shares($"case C at {Scene.RulesPods} pods", Scene.RulesAndChains), .. Shares($"case C at {Scene.FullPods} pods", Scene.ManyRules)],
        _ =>
        [
            .. Shares("routing alone", Scene.Routed),
            .. Shares("routing and connection tracking", Scene.Tracked),
            .. Shares("the NIC again (what is noise)", Scene.NicAgain),
        ],
    };

    private IEnumerable<Figure> Density(LoadKind kind)
    {
        yield return Growth(kind, "shared ENIs, per packet", (Scene.SharedDense, Scene.DensePods), Scene.Shared, 1.05);
        if (present.Contains(Scene.DenseRules))
        {
            yield return Growth(kind, "case C, per packet", (Scene.DenseRules, Scene.DensePods), Scene.FewRules, null);
        }
    }

    private Figure Growth(LoadKind kind, string name, (string Case, int Pods) many, string few, double? limit)
    {
        var (judged, rounds) = samples.Ratio(kind.Name, many.Case, few);
        var (own, peer) = (samples.Of(many.Case, kind.Name), samples.Of(few, kind.Name));
        var nic = samples.Of(Scene.Nic, kind.Name).Median;
        // One way and nobody who reads: only this load is the cost of a packet and little else.
        var bound = limit is not null && kind == LoadKind.Datagrams ? Bound.AtMost : Bound.None;
        var beyond = $"beyond the NIC {Figure.Number(own.Median - nic)} and {Figure.Number(peer.Median - nic)} ns";
        return new Figure($"{name}, {many.Pods} pods against {Scene.FewPods}: {kind.Name}", own, "ns", peer, judged, bound, limit ?? 0)
        {
            Note = $"{Between(rounds)}; {beyond}{Failures(kind, many.Case, few)}",
        };
    }

    private IEnumerable<Figure> Shares(string name, string path) =>
        present.Contains(path) ? LoadKind.All.Select(kind => Share(kind, name, path, null)) : [];

    /// <param name="of">Whose speed it is a share of.</param>
    private Figure Share(LoadKind kind, string name, string path, double? atLeast, string of = Scene.Nic)
    {
        var (judged, rounds) = samples.Ratio(kind.Name, of, path);
        var (bound, limit) = atLeast is { } least ? (Bound.AtLeast, least) : (Bound.None, 0);
        return new Figure($"{name}: {kind.Name}", samples.Of(path, kind.Name), "ns", samples.Of(of, kind.Name), judged, bound, limit)
        {
            Note = $"{Between(rounds)}{(atLeast is null || of != Scene.Nic ? "" : PeersShare(kind))}{Failures(kind, path, of)}",
        };
    }

    private string PeersShare(LoadKind kind) =>
        present.Contains(Scene.RulesAndChains) ? $"; case C {Figure.Number(samples.Ratio(kind.Name, Scene.Nic, Scene.RulesAndChains).Judged)}" : "";

    private static string Between(Spread rounds) => $"rounds {Figure.Number(rounds.P10)}-{Figure.Number(rounds.P90)}";

    private string Failures(LoadKind kind, params string[] paths)
    {
        var failed = paths.Sum(path => samples.Failed(path, kind.Name));
        return failed == 0 ? "" : $"; {failed} slices did not carry and are not counted";
    }
}
