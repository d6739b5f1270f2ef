using Fairlead.Bench.Cni.Node;
using Fairlead.Bench.Node;
using Fairlead.Bench.Plugins;
using Fairlead.Bench.Processes;
using Fairlead.Bench.Report;

namespace Fairlead.Bench.Cni.Measures;

/// <summary>What measurements share.</summary>
/// <param name="Peer">Debian's ptp; null where it is not there.</param>
internal sealed record BenchContext(BenchFolders Folders, BenchNode Node, CniPlugin Fairlead, CniPlugin? Peer, NetnsPool Pool, Action<string> Say)
{
    private int _next;

    public List<Figure> Figures { get; } = [];

    public required BenchAgent Agent { get; set; }

    /// <summary>Where eng/peers.sh unpacked the peers; null where the caller did not say.</summary>
    public string? Peers { get; init; }

    /// <summary>What was found out before anything was measured.</summary>
    public List<(string Name, string Value)> Facts { get; } = [];

    public void Fact(string name, string value) => Facts.Add((name, value));

    /// <summary>Another agent in the place of this one, on the same state folder.</summary>
    public void Restart(bool dualStack = false)
    {
        Agent.Dispose();
        Agent = BenchAgent.Start(Folders, Fairlead, dualStack);
    }

    /// <summary>How many times something is measured by itself.</summary>
    public int Rounds { get; init; } = 60;

    /// <summary>A container id that was never used: runtimes do not use one twice.</summary>
    public string NextId(string plugin) => $"{plugin}-{Interlocked.Increment(ref _next)}";

    public void Add(Figure figure) => Figures.Add(figure);

    /// <exception cref="InvalidOperationException">The plug-in said no: nothing that follows would be a measurement.</exception>
    public static ProcessRun Check(ProcessRun run, string what) => run.Status == 0 ? run : throw new InvalidOperationException($"{what} failed: {run.Output.Trim()}");
}
