using Fairlead.Bench.Report;
using Fairlead.Simulation.Scenarios;

namespace Fairlead.Bench.Controller.Measures;

/// <summary>What pods that come and go cost at half of a node's density.</summary>
internal static class ChurnMeasure
{
    private const int Hours = 14;

    public static void Run(BenchContext bench)
    {
        foreach (var (prefixes, name, limit) in new[] { (false, "addresses", 0.05), (true, "prefixes", 0.02) })
        {
            bench.Say($"churn, {name}");
            var cost = NodeScenarios.Churn(1, prefixes, Hours);
            bench.Add(Figure.Plain($"mutating calls per pod, steady churn at half density, {name}", cost.PerPod, "calls", Bound.AtMost, limit) with
            {
                Note = $"{cost.Changes} calls for {cost.Pods} pods in {cost.Span.TotalHours:0} h; 105 pods of 210 in the mean, each for half an hour in the mean, independent of each other",
            });
        }
    }
}
