using System.Diagnostics;
using Fairlead.Bench.Report;
using Fairlead.Simulation.Scenarios;

namespace Fairlead.Bench.Controller.Measures;

/// <summary>Thousands of nodes in one process, for an hour of virtual time.</summary>
internal static class LargeMeasure
{
    public static void Run(BenchContext bench)
    {
        var wish = LargeWish.Full;
        bench.Say($"{wish.Nodes} nodes and {wish.Pods} pods");
        var result = LargeScenario.Run(wish, bench.Say);
        using var process = Process.GetCurrentProcess();
        bench.Add(Figure.Plain($"an hour of {wish.Nodes} nodes and {wish.Pods} pods, each step checked", result.OfHour.TotalMinutes, "min", Bound.AtMost, 10) with
        {
            Note = $"{result.Steps} steps, {result.Calls} calls of the cloud, of which {result.Changes} change something; {wish.Replaced:P0} of the pods replaced, {wish.Lost:P0} of the nodes lost, {wish.Faulted:P0} of the calls faulted",
        });
        bench.Add(Figure.Plain("its memory at the most", process.PeakWorkingSet64 / (1024.0 * 1024 * 1024), "GB", Bound.AtMost, 2));
        bench.Add(Figure.Plain("filling it before", result.ToFill.TotalMinutes, "min") with { Note = $"{result.Filled.TotalMinutes:0} minutes of virtual time" });
        bench.Add(Figure.Plain("coming to rest after", result.ToRest.TotalMinutes, "min") with { Note = "nothing leaked, nothing missing, nothing called any more" });
        bench.Add(Figure.Plain("wait for an address in it, P99", result.Adds.Quantile(0.99), "s") with { Note = $"{result.Adds.Count} ADDs, {result.Adds.Waited} of them waited, longest {result.Adds.Longest:0.0} s" });
    }
}
