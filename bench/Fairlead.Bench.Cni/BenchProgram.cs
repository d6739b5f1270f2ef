using Fairlead.Bench.Cni.Measures;
using Fairlead.Bench.Cni.Node;
using Fairlead.Bench.Node;
using Fairlead.Bench.Plugins;
using Fairlead.Bench.Report;

namespace Fairlead.Bench.Cni;

/// <summary>Runs all measurements in namespaces that bench/cni has made, and writes what came out.</summary>
internal static class BenchProgram
{
    private static readonly Dictionary<string, Action<BenchContext>> Measures = new()
    {
        ["start"] = StartMeasure.Run,
        ["serial"] = SerialMeasure.Run,
        ["cpu"] = CpuMeasure.Run,
        ["parallel"] = ParallelMeasure.Run,
        ["full"] = FullNodeMeasure.Run,
        ["stages"] = StageMeasure.Run,
        ["dual"] = DualStackMeasure.Run,
        ["repair"] = RepairMeasure.Run,
        ["trace"] = TraceMeasure.Run,
        ["tool"] = StartMeasure.RunTool,
    };

    public static int Run(string[] arguments)
    {
        if (BenchOptions.Read("bench/cni", arguments, Measures.Keys, rounds: 60, "vpc", "shared", "exclusive") is not { } options)
        {
            return 2;
        }

        var folders = BenchFolders.Prepare(options.Root, options.State);
        if (options.Mode != "vpc")
        {
            return RunMode(options, folders);
        }

        using var node = new BenchNode();
        using var pool = new NetnsPool(FullNodeMeasure.Pods);
        var fairlead = PluginSet.Fairlead(folders, BenchAgent.Socket);
        var reference = PluginSet.FindReference(options.Peers);
        try
        {
            var agent = BenchAgent.Start(folders, fairlead);
            var bench = new BenchContext(folders, node, fairlead, reference is null ? null : PluginSet.Ptp(folders, reference), pool, Say) { Agent = agent, Rounds = options.Rounds, Peers = options.Peers };
            var idle = agent.Program.Memory.Resident / 1024.0;
            bench.Add(Figure.Plain("agent's resident memory, idle", idle, "MB", Bound.AtMost, 60));
            GuardCheck.Run(bench);
            foreach (var name in options.Only)
            {
                Measures[name](bench);
            }

            bench.Agent.Dispose();
            ResultWriter.Write([.. Facts(folders, reference), .. bench.Facts], bench.Figures, options.Json, Console.Out);
            return bench.Figures.Any(figure => figure.IsMet == false) ? 1 : 0;
        }
        catch (InvalidOperationException error)
        {
            Console.Error.WriteLine(error.Message);
            return 3;
        }
    }

    private static int RunMode(BenchOptions options, BenchFolders folders)
    {
        try
        {
            var figures = options.Mode == "shared" ? ModeMeasure.Shared(folders, options.Rounds, Say) : ModeMeasure.Exclusive(folders, options.Rounds, Say);
            ResultWriter.Write([.. Facts(folders, null).SkipLast(1), ("rounds", $"{options.Rounds}")], figures, options.Json, Console.Out);
            return figures.Any(figure => figure.IsMet == false) ? 1 : 0;
        }
        catch (InvalidOperationException error)
        {
            Console.Error.WriteLine(error.Message);
            return 3;
        }
    }

    private static void Say(string what) => Console.Error.WriteLine($"bench: {what}");

    private static IReadOnlyList<(string, string)> Facts(BenchFolders folders, string? reference) =>
    [
        .. Machine.Facts(),
        ("state folder", $"{folders.State}, {folders.StateFileSystem}{(folders.StateIsOnDisk ? "" : " - NOT on a disk: figures of ADD claim nothing")}"),
        ("peer", reference is null ? "not there: run eng/peers.sh" : $"ptp with host-local, Debian's containernetworking-plugins, IPv4 only"),
    ];
}
