using Fairlead.Bench.Cni.Node;
using Fairlead.Bench.Node;
using Fairlead.Bench.Report;
using Fairlead.Bench.World;
using Fairlead.Resources.Network;

namespace Fairlead.Bench.Cni.Measures;

/// <summary>ADD and DEL of pods of another mode, and of VPC mode in turn, so that what slows the machine slows both.</summary>
internal static class ModeMeasure
{
    private const int WarmUp = 40;

    // Pods that stay on each node; of seven ENIs, others have these.
    private const int Kept = 2;

    // News of the pods must have come to the agent: they come long before the runtime does.
    private static readonly TimeSpan News = TimeSpan.FromSeconds(2);

    public static IReadOnlyList<Figure> Shared(BenchFolders folders, int rounds, Action<string> say)
    {
        var (own, vpc, cpu) = Run(folders, rounds, "shared", InterfaceUse.Shared, say);
        return
        [
            Figure.Ratio("ADD, shared ENI against VPC mode", Adds(own), Adds(vpc), "ms", Bound.AtMost, 1.1) with { Note = Rounds(own, vpc) },
            Figure.Ratio("DEL, shared ENI against VPC mode", Deletes(own), Deletes(vpc), "ms", Bound.None, 0),
            cpu,
        ];
    }

    public static IReadOnlyList<Figure> Exclusive(BenchFolders folders, int rounds, Action<string> say)
    {
        var (own, vpc, cpu) = Run(folders, rounds, "exclusive", InterfaceUse.Exclusive, say);
        var adds = Adds(own);
        return
        [
            new Figure("ADD, an ENI of its own that is attached", adds, "ms", Adds(vpc), adds.Median, Bound.AtMost, 60) { Note = "judged by itself; beside it VPC mode" },
            new Figure("DEL, an ENI of its own", Deletes(own), "ms", Deletes(vpc)),
            cpu,
        ];
    }

    private static (List<(TimeSpan Add, TimeSpan Delete)> Own, List<(TimeSpan Add, TimeSpan Delete)> Vpc, Figure Cpu) Run(
        BenchFolders folders, int rounds, string name, InterfaceUse use, Action<string> say)
    {
        using var world = new VpcWorld();
        using var pool = new NetnsPool(WarmUp);
        using var node = new ModeNode(name, world, folders, use);
        using var vpc = new ModeNode("vpc", world, folders, null);
        using var kept = new NetnsPool(2 * Kept, "kept");
        node.Expect(Kept + WarmUp + rounds);
        Thread.Sleep(News);
        node.Keep(kept.Pods.Take(Kept));
        vpc.Keep(kept.Pods.Skip(Kept));
        say($"ADD and DEL, {name} and VPC mode in turn");
        var (own, other) = (new List<(TimeSpan, TimeSpan)>(), new List<(TimeSpan, TimeSpan)>());
        var (ownCpu, vpcCpu) = (TimeSpan.Zero, TimeSpan.Zero);
        for (var round = -WarmUp; round < rounds; round++)
        {
            if (round == 0)
            {
                (ownCpu, vpcCpu) = (node.Cpu, vpc.Cpu);
            }

            // Whoever comes first in a round finds the caches as the other left them: they take turns.
            var pod = pool[round + WarmUp];
            var (first, second) = round % 2 == 0 ? (node, vpc) : (vpc, node);
            var (one, two) = (first.Life(pod), second.Life(pod));
            if (round >= 0)
            {
                own.Add(first == node ? one : two);
                other.Add(first == node ? two : one);
            }
        }

        // What is said to the store meanwhile is in it.
        return (own, other, Figure.Ratio("agent's CPU of ADD and DEL", Each(node.Cpu - ownCpu, rounds), Each(vpc.Cpu - vpcCpu, rounds), "ms", Bound.None, 0));
    }

    private static Spread Each(TimeSpan all, int rounds) => Spread.OfMilliseconds([all / rounds]);

    private static Spread Adds(IEnumerable<(TimeSpan Add, TimeSpan Delete)> lives) => Spread.OfMilliseconds(lives.Select(life => life.Add));

    private static Spread Deletes(IEnumerable<(TimeSpan Add, TimeSpan Delete)> lives) => Spread.OfMilliseconds(lives.Select(life => life.Delete));

    private static string Rounds(List<(TimeSpan Add, TimeSpan Delete)> own, List<(TimeSpan Add, TimeSpan Delete)> vpc)
    {
        var ratios = Spread.Of(own.Zip(vpc).Select(pair => pair.First.Add / pair.Second.Add));
        return $"within a round {Figure.Number(ratios.Median)} ({Figure.Number(ratios.P10)}-{Figure.Number(ratios.P90)})";
    }
}
