using Fairlead.Allocation;
using Fairlead.Bench.Report;
using Fairlead.Simulation.Plans;
using Fairlead.Simulation.Scenarios;

namespace Fairlead.Bench.Controller.Measures;

/// <summary>210 pods at once on a fresh node until all have addresses, over many seeds; beside it what takes one step after the other.</summary>
internal static class BurstMeasure
{
    public static void Run(BenchContext bench)
    {
        var own = Times(bench, "Fairlead", null);
        var terway = Times(bench, "a plan by Terway's rules", (seed, _) => new StepwisePlan(StepwiseRules.Terway, seed));
        var warm = Times(bench, "a plan by AWS's WARM_ENI_TARGET", (seed, _) => new StepwisePlan(StepwiseRules.WarmEni, seed));
        var name = $"{BurstScenario.Pods} pods at once on a fresh g7.4xlarge";
        var note = $"{bench.Rounds} seeds; peer: a plan by Terway's rules, P50 {At(terway, 0.5):0.0} s, P99 {At(terway, 0.99):0.0} s";
        bench.Add(new Figure($"{name}, P50", Spread.Of(own), "s", Spread.Of(terway), At(own, 0.5), Bound.AtMost, 15) { Note = note });
        bench.Add(new Figure($"{name}, P99", Spread.Of(own), "s", Spread.Of(terway), At(own, 0.99), Bound.AtMost, 20) { Note = $"longest {own[^1]:0.0} s" });
        bench.Add(new Figure($"{name}, beside AWS's rules", Spread.Of(own), "s", Spread.Of(warm)) { Note = $"peer: P50 {At(warm, 0.5):0.0} s, P99 {At(warm, 0.99):0.0} s" });
        bench.Add(Figure.Plain("the same by Terway's rules, P50: is what its sources say", At(terway, 0.5), "s", Bound.AtLeast, 50) with { Note = "50 to 80 s are derived from its sources" });
    }

    private static List<double> Times(BenchContext bench, string whose, Func<ulong, long, IAllocator>? plan)
    {
        bench.Say($"a burst, {bench.Rounds} seeds, {whose}");
        var times = new double[bench.Rounds];
        Parallel.For(0, bench.Rounds, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
            times[i] = BurstScenario.Run((ulong)i + 1, plan)?.TotalSeconds ?? double.PositiveInfinity);
        return [.. times.Order()];
    }

    private static double At(List<double> sorted, double share) => sorted[Math.Min(sorted.Count - 1, (int)(share * sorted.Count))];
}
