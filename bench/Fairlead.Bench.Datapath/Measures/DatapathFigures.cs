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
        ["yardstick"] = [Scene.NicAgain, Scene.Routed, Scene.Tracked],
    };

    /// <summary>Cases that only programs of <see cref="PeerPrograms"/> can make.</summary>
    public static readonly IReadOnlySet<string> MadeByPrograms = new HashSet<string> { Scene.RulesAndChains, Scene.ManyRules, Scene.Tracked };

    public IEnumerable<Figure> Of(string measure) => measure switch
    {
        "pods" => LoadKind.All.Select(Growth),
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

    private Figure Growth(LoadKind kind)
    {
        var (judged, rounds) = samples.Ratio(kind.Name, Scene.Full, Scene.Few);
        var (own, few) = (samples.Of(Scene.Full, kind.Name), samples.Of(Scene.Few, kind.Name));
        var nic = samples.Of(Scene.Nic, kind.Name).Median;
        // One way and nobody who reads: only this load is the cost of a packet and little else.
        var bound = kind == LoadKind.Datagrams ? Bound.AtMost : Bound.None;
        var beyond = $"beyond the NIC {Figure.Number(own.Median - nic)} and {Figure.Number(few.Median - nic)} ns";
        return new Figure($"per packet, {Scene.FullPods} pods against {Scene.FewPods}: {kind.Name}", own, "ns", few, judged, bound, 1.03)
        {
            Note = $"{Between(rounds)}; {beyond}{Failures(kind, Scene.Full, Scene.Few)}",
        };
    }

    private IEnumerable<Figure> Shares(string name, string path) =>
        present.Contains(path) ? LoadKind.All.Select(kind => Share(kind, name, path, null)) : [];

    private Figure Share(LoadKind kind, string name, string path, double? atLeast)
    {
        var (judged, rounds) = samples.Ratio(kind.Name, Scene.Nic, path);
        var (bound, limit) = atLeast is { } least ? (Bound.AtLeast, least) : (Bound.None, 0);
        return new Figure($"{name}: {kind.Name}", samples.Of(path, kind.Name), "ns", samples.Of(Scene.Nic, kind.Name), judged, bound, limit)
        {
            Note = $"{Between(rounds)}{(atLeast is null ? "" : PeersShare(kind))}{Failures(kind, path, Scene.Nic)}",
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
