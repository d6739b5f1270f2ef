using Fairlead.Bench.Report;
using Fairlead.Simulation.Scenarios;

namespace Fairlead.Bench.Controller.Measures;

/// <summary>What it costs to fill a fresh node's stock.</summary>
internal static class JoinMeasure
{
    private const int Seeds = 20;

    public static void Run(BenchContext bench)
    {
        bench.Say("a node joins");
        var calls = Enumerable.Range(1, Seeds).Select(seed => (double)(NodeScenarios.Join((ulong)seed) ?? long.MaxValue)).ToList();
        bench.Add(Figure.Plain("mutating calls when a g7.4xlarge joins with 30 warm addresses", calls.Max(), "calls", Bound.AtMost, 2) with { Note = $"the most of {Seeds} seeds" });
    }
}
