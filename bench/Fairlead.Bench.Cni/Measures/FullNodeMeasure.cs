using Fairlead.Bench.Report;

namespace Fairlead.Bench.Cni.Measures;

/// <summary>250 pods on one node: what the next one costs then, and what the agent weighs.</summary>
internal static class FullNodeMeasure
{
    public const int Pods = 250;

    private const int Samples = 30;

    public static void Run(BenchContext bench)
    {
        bench.Say("a node with 250 pods");
        var idle = Memory(bench);
        var first = Adds(bench);
        var ids = Enumerable.Range(0, Pods - 1).Select(_ => bench.NextId("full")).ToArray();
        for (var i = 0; i < ids.Length; i++)
        {
            BenchContext.Check(bench.Fairlead.Call("ADD", ids[i], bench.Pool[i].Path), "ADD");
        }

        var last = Adds(bench);
        var full = Memory(bench);
        for (var i = 0; i < ids.Length; i++)
        {
            BenchContext.Check(bench.Fairlead.Call("DEL", ids[i], bench.Pool[i].Path), "DEL");
        }

        bench.Add(new Figure("ADD of the 250th pod against the first", last, "ms", first, last.Median / first.Median, Bound.AtMost, 1.2) { Note = "the peer is the first" });
        bench.Add(Figure.Plain("agent's resident memory after the runs, no pods", idle.Resident / 1024.0, "MB") with { Note = $"{idle.Anonymous / 1024.0:0.0} MB of it anonymous" });
        bench.Add(Figure.Plain("agent's resident memory, 250 pods", full.Resident / 1024.0, "MB", Bound.AtMost, 75) with { Note = $"{full.Anonymous / 1024.0:0.0} MB of it anonymous" });
    }

    private static (long Resident, long Anonymous) Memory(BenchContext bench)
    {
        Thread.Sleep(500);
        return bench.Agent.Program.Memory;
    }

    private static Spread Adds(BenchContext bench) =>
        Spread.OfMilliseconds(Enumerable.Range(0, Samples).Select(_ => SerialMeasure.Life(bench, bench.Fairlead, Pods - 1).Add).ToList());
}
