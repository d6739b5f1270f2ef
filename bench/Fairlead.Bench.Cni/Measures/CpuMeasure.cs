using Fairlead.Bench.Plugins;
using Fairlead.Bench.Report;

namespace Fairlead.Bench.Cni.Measures;

/// <summary>
/// Processor time of a pod's ADD and DEL: the plug-in's own, and what the agent used until it was quiet again, less what it uses
/// when nothing happens.
/// </summary>
internal static class CpuMeasure
{
    private const int Pods = 40;
    private const int Batches = 5;

    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(400);

    public static void Run(BenchContext bench)
    {
        bench.Say("processor time");
        var own = new List<(double Add, double Life, double Plugin)>();
        var peer = new List<(double Add, double Life)>();
        for (var batch = 0; batch < Batches; batch++)
        {
            own.Add(Own(bench, batch));
            if (bench.Peer is { } other)
            {
                var (add, delete) = (Calls(bench, other, "ADD", batch), Calls(bench, other, "DEL", batch));
                peer.Add((add, add + delete));
                // The agent hears of the peer's links too.
                Thread.Sleep(Quiet);
            }
        }

        bench.Add(Figure.Ratio("CPU of ADD, plug-in and agent", Spread.Of(own.Select(cost => cost.Add)), Spread.Of(peer.Select(cost => cost.Add)), "ms", Bound.AtMost, 0.4));
        bench.Add(new Figure("of that: the plug-in alone", Spread.Of(own.Select(cost => cost.Plugin)), "ms"));
        bench.Add(Figure.Ratio("CPU of ADD and DEL, plug-in and agent", Spread.Of(own.Select(cost => cost.Life)), Spread.Of(peer.Select(cost => cost.Life)), "ms", Bound.None, 0));
    }

    private static (double Add, double Life, double Plugin) Own(BenchContext bench, int batch)
    {
        var idle = Idle(bench);
        var (add, plugin) = Settled(bench, idle, () => Calls(bench, bench.Fairlead, "ADD", batch));
        var (delete, _) = Settled(bench, idle, () => Calls(bench, bench.Fairlead, "DEL", batch));
        return (add, add + delete, plugin);
    }

    private static (double All, double Plugin) Settled(BenchContext bench, double idlePerMillisecond, Func<double> calls)
    {
        var before = bench.Agent.Program.Cpu;
        var since = System.Diagnostics.Stopwatch.GetTimestamp();
        var plugin = calls();
        Thread.Sleep(Quiet);
        var used = (bench.Agent.Program.Cpu - before).TotalMilliseconds - idlePerMillisecond * System.Diagnostics.Stopwatch.GetElapsedTime(since).TotalMilliseconds;
        return (plugin + Math.Max(0, used) / Pods, plugin);
    }

    private static double Idle(BenchContext bench)
    {
        Thread.Sleep(Quiet);
        var before = bench.Agent.Program.Cpu;
        var since = System.Diagnostics.Stopwatch.GetTimestamp();
        Thread.Sleep(2 * Quiet);
        return (bench.Agent.Program.Cpu - before).TotalMilliseconds / System.Diagnostics.Stopwatch.GetElapsedTime(since).TotalMilliseconds;
    }

    // Ids are made of the place in the pool, so that the DELs name what the ADDs made.
    private static double Calls(BenchContext bench, CniPlugin plugin, string command, int batch) =>
        Enumerable.Range(0, Pods)
            .Average(i => BenchContext.Check(plugin.Call(command, $"cpu-{plugin.Name}-{batch}-{i}", bench.Pool[i].Path), $"{plugin.Name} {command}").Cpu.TotalMilliseconds);
}
