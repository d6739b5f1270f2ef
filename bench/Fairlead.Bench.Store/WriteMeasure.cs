using System.Diagnostics;
using Fairlead.Bench.Report;

namespace Fairlead.Bench.Store;

/// <summary>Agents that write their status: one alone, and twenty at once.</summary>
internal static class WriteMeasure
{
    public const int Agents = 20;

    public static async Task<IReadOnlyList<Figure>> RunAsync(BenchStore store, int rounds)
    {
        await WriteAsync(store, 0, 50);
        var alone = await WriteAsync(store, 0, rounds);
        var (clock, used) = (Stopwatch.StartNew(), store.ProcessorTime());
        var together = await Task.WhenAll(Enumerable.Range(0, Agents).Select(agent => Task.Run(() => WriteAsync(store, agent, rounds))));
        var rate = Agents * rounds / clock.Elapsed.TotalSeconds;
        used = store.ProcessorTime() - used;
        var all = together.SelectMany(one => one).Order().ToList();
        return
        [
            new Figure("a status that is written and on the disk, one agent", Spread.OfMilliseconds(alone), "ms"),
            new Figure($"the same, {Agents} agents at once", Spread.OfMilliseconds(all), "ms") { Note = $"P99 {all[(int)(0.99 * (all.Count - 1))].TotalMilliseconds:0.0} ms" },
            Figure.Plain($"statuses written, {Agents} agents at once", rate, "a second"),
            Figure.Plain("processor time of the store for one of them", used.TotalMilliseconds / (Agents * rounds), "ms"),
        ];
    }

    private static async Task<List<TimeSpan>> WriteAsync(BenchStore store, int agent, int rounds)
    {
        var times = new List<TimeSpan>(rounds);
        for (var i = 1; i <= rounds; i++)
        {
            var from = Stopwatch.GetTimestamp();
            await store.WriteStatusAsync(agent, i);
            times.Add(Stopwatch.GetElapsedTime(from));
        }

        return times;
    }
}
