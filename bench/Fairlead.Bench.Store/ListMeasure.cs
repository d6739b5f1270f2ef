using System.Diagnostics;
using Fairlead.Bench.Report;

namespace Fairlead.Bench.Store;

/// <summary>All networks in one list and in pages, and a start with all of them in the file.</summary>
internal static class ListMeasure
{
    private const int Times = 5;

    public static async Task<IReadOnlyList<Figure>> RunAsync(BenchStore store, int rounds)
    {
        var (lists, starts, octets) = (new List<TimeSpan>(), new List<TimeSpan>(), 0);
        for (var i = 0; i < Times; i++)
        {
            var from = Stopwatch.GetTimestamp();
            octets = (await store.Client.GetByteArrayAsync(BenchStore.All)).Length;
            lists.Add(Stopwatch.GetElapsedTime(from));
        }

        for (var i = 0; i < Times; i++)
        {
            starts.Add(await store.RestartAsync());
        }

        return
        [
            new Figure($"a list of all, {octets / 1e6:0.0} MB", Spread.OfMilliseconds(lists), "ms"),
            new Figure("from kill -9 to the first answer of the next process", Spread.OfMilliseconds(starts), "ms"),
        ];
    }
}
