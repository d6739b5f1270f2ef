using System.Diagnostics;
using Fairlead.Bench.Plugins;
using Fairlead.Bench.Report;

namespace Fairlead.Bench.Cni.Measures;

/// <summary>Sixteen runtimes at once: how many ADDs and DELs a second.</summary>
internal static class ParallelMeasure
{
    private const int AtOnce = 16;
    private const int Pods = 160;
    private const int Rounds = 5;

    public static void Run(BenchContext bench)
    {
        bench.Say("16 at once");
        var rates = new Dictionary<string, List<(double Add, double Delete)>> { [bench.Fairlead.Name] = [], ["peer"] = [] };
        for (var round = 0; round < Rounds; round++)
        {
            rates[bench.Fairlead.Name].Add(Both(bench, bench.Fairlead));
            if (bench.Peer is { } peer)
            {
                rates["peer"].Add(Both(bench, peer));
            }
        }

        var (own, other) = (rates[bench.Fairlead.Name], rates["peer"]);
        bench.Add(Figure.Ratio("ADD, 16 at once", Spread.Of(own.Select(rate => rate.Add)), Spread.Of(other.Select(rate => rate.Add)), "per s", Bound.AtLeast, 3));
        bench.Add(Figure.Ratio("DEL, 16 at once", Spread.Of(own.Select(rate => rate.Delete)), Spread.Of(other.Select(rate => rate.Delete)), "per s", Bound.AtLeast, 4));
    }

    private static (double Add, double Delete) Both(BenchContext bench, CniPlugin plugin)
    {
        var ids = Enumerable.Range(0, Pods).Select(_ => bench.NextId(plugin.Name)).ToArray();
        var add = Rate(ids.Length, i => BenchContext.Check(plugin.Call("ADD", ids[i], bench.Pool[i].Path), $"{plugin.Name} ADD"));
        var delete = Rate(ids.Length, i => BenchContext.Check(plugin.Call("DEL", ids[i], bench.Pool[i].Path), $"{plugin.Name} DEL"));
        return (add, delete);
    }

    private static double Rate(int count, Action<int> call)
    {
        var next = -1;
        Exception? failure = null;
        using var begin = new ManualResetEventSlim();
        var threads = Enumerable.Range(0, AtOnce).Select(_ => new Thread(() =>
        {
            begin.Wait();
            try
            {
                for (var i = Interlocked.Increment(ref next); i < count; i = Interlocked.Increment(ref next))
                {
                    call(i);
                }
            }
            catch (InvalidOperationException error)
            {
                failure = error;
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        var since = Stopwatch.GetTimestamp();
        begin.Set();
        threads.ForEach(thread => thread.Join());
        return failure is null ? count / Stopwatch.GetElapsedTime(since).TotalSeconds : throw failure;
    }
}
