using Fairlead.Bench.Report;
using Fairlead.Simulation.Scenarios;

namespace Fairlead.Bench.Controller.Measures;

/// <summary>Many nodes at once, under the account's rate limit.</summary>
internal static class FleetMeasure
{
    private const int Nodes = 150;
    private const int Seeds = 10;

    public static void Run(BenchContext bench)
    {
        bench.Say($"{Nodes} nodes join at once");
        var runs = Enumerable.Range(1, Seeds).Select(seed => NodeScenarios.Fleet((ulong)seed, Nodes)).ToList();
        var seconds = runs.Select(run => run?.Until.TotalSeconds ?? double.PositiveInfinity).ToList();
        bench.Add(new Figure($"{Nodes} nodes join at once until all have their stock", Spread.Of(seconds), "s", null, seconds.Max(), Bound.AtMost, 120)
        {
            Note = $"the longest of {Seeds} seeds; {runs.Max(run => run?.Throttled)} calls throttled at the most",
        });
    }
}
