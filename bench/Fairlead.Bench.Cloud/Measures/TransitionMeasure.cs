using System.Diagnostics;
using Fairlead.Bench.Report;
using Fairlead.Testing.Cloud;

namespace Fairlead.Bench.Cloud.Measures;

/// <summary>The state machine in memory, by random calls: invariants are checked after each for what it touched, and in full at the end.</summary>
internal static class TransitionMeasure
{
    private const int Million = 1_000_000;
    private const int Interfaces = 1000;

    public static void Run(BenchContext bench)
    {
        bench.Say("a million transitions");
        // As many as show what a million takes: a short run measures a tenth and says so.
        var moves = bench.Rounds >= 20 ? Million : Million / 10;
        var run = RandomRun.Grown(Interfaces);
        var (began, chosen) = (Stopwatch.GetTimestamp(), run.Choosing);
        var faults = RandomRun.Make(run, moves, seed: 1);
        var choosing = run.Choosing - chosen;
        var took = Stopwatch.GetElapsedTime(began) - choosing;
        if (faults.Count > 0)
        {
            throw new InvalidOperationException($"the state is not whole: {faults[0]}");
        }

        bench.Add(Figure.Plain("a million transitions, each checked", took.TotalSeconds * Million / moves, "s", Bound.AtMost, 10) with
        {
            Note = $"{moves} random calls, {run.Done} done and {run.Refused} refused; {run.State.Interfaces.Count} ENIs at the end; choosing the calls took {choosing.TotalSeconds:F1} s more",
        });
    }
}
