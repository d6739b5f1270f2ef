using System.Diagnostics;
using System.Text.Json;
using Fairlead.Bench.Report;

namespace Fairlead.Bench.Store;

/// <summary>From a write to those who watch: a controller that watches all networks, and as many agents as there are nodes that watch their own.</summary>
internal static class WatchMeasure
{
    public static async Task<IReadOnlyList<Figure>> RunAsync(BenchStore store, int rounds)
    {
        using var over = new CancellationTokenSource();
        var (all, own) = (new WatchedStream(), new WatchedStream());
        var streams = new List<Task> { all.ReadAsync(store, "", over.Token), own.ReadAsync(store, "&fieldSelector=metadata.name%3Dnode-0001", over.Token) };
        await Task.WhenAll(all.Began, own.Began);
        var few = await MeasureAsync(store, all, own, rounds);
        var others = Enumerable.Range(2, BenchStore.Networks - 2).Select(node => (Stream: new WatchedStream(), Node: node)).ToList();
        foreach (var group in others.Chunk(100))
        {
            streams.AddRange(group.Select(one => one.Stream.ReadAsync(store, $"&fieldSelector=metadata.name%3Dnode-{one.Node:0000}", over.Token)));
            await Task.WhenAll(group.Select(one => one.Stream.Began));
        }

        var many = await MeasureAsync(store, all, own, rounds);
        await over.CancelAsync();
        await Task.WhenAll(streams);
        return
        [
            new Figure("from a write's begin to the watch of all, 2 watches", Spread.Of(few.All), "ms"),
            new Figure("from a write's begin to the watch of its own, 2 watches", Spread.Of(few.Own), "ms"),
            new Figure($"from a write's begin to the watch of all, {BenchStore.Networks} watches", Spread.Of(many.All), "ms"),
            new Figure($"from a write's begin to the watch of its own, {BenchStore.Networks} watches", Spread.Of(many.Own), "ms"),
        ];
    }

    private static async Task<(List<double> All, List<double> Own)> MeasureAsync(BenchStore store, WatchedStream all, WatchedStream own, int rounds)
    {
        var (allTimes, ownTimes) = (new List<double>(), new List<double>());
        for (var i = 0; i < rounds; i++)
        {
            var (first, second) = (all.Next(), own.Next());
            var from = Stopwatch.GetTimestamp();
            await store.WriteStatusAsync(1, Random.Shared.Next(1, 60000));
            allTimes.Add(Stopwatch.GetElapsedTime(from, await first.WaitAsync(TimeSpan.FromSeconds(30))).TotalMilliseconds);
            ownTimes.Add(Stopwatch.GetElapsedTime(from, await second.WaitAsync(TimeSpan.FromSeconds(30))).TotalMilliseconds);
        }

        return (allTimes, ownTimes);
    }

    /// <summary>A watch that says when its next event came.</summary>
    private sealed class WatchedStream
    {
        private readonly TaskCompletionSource _began = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private volatile TaskCompletionSource<long>? _next;

        public Task Began => _began.Task;

        /// <returns>The timestamp of the next event.</returns>
        public Task<long> Next() => (_next = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

        public async Task ReadAsync(BenchStore store, string query, CancellationToken over)
        {
            try
            {
                using var list = JsonDocument.Parse(await store.Client.GetStringAsync("api/v1/namespaces?limit=1", over));
                var version = list.RootElement.GetProperty("metadata").GetProperty("resourceVersion").GetString();
                using var answer = await store.Client.GetAsync($"{BenchStore.All}?watch=true&resourceVersion={version}{query}", HttpCompletionOption.ResponseHeadersRead, over);
                using var lines = new StreamReader(await answer.EnsureSuccessStatusCode().Content.ReadAsStreamAsync(over));
                _began.SetResult();
                while (await lines.ReadLineAsync(over) is not null)
                {
                    _next?.TrySetResult(Stopwatch.GetTimestamp());
                }
            }
            catch (OperationCanceledException)
            {
                // Measured.
            }
        }
    }
}
