using Fairlead.Bench.World;
using Fairlead.Bench.Datapath.Measures;
using Fairlead.Bench.Datapath.World;
using Fairlead.Bench.Node;
using Fairlead.Bench.Report;

namespace Fairlead.Bench.Datapath;

/// <summary>Measures all cases in namespaces that bench/datapath has made, and writes what came out.</summary>
internal static class DatapathBench
{
    // Each run builds its world anew: where the kernel happens to put things is then no part of the result.
    private const int Runs = 3;

    public static int Run(string[] arguments)
    {
        if (BenchOptions.Read("bench/datapath", arguments, [.. DatapathFigures.Cases.Keys], rounds: 150) is not { } options)
        {
            return 2;
        }

        var peers = new PeerPrograms(options.Peers);
        var missing = peers.Missing;
        var cases = options.Only.SelectMany(name => DatapathFigures.Cases[name]).Append(Scene.Nic)
            .Where(name => missing.Count == 0 || !DatapathFigures.MadeByPrograms.Contains(name)).ToHashSet();
        try
        {
            var folders = BenchFolders.Prepare(options.Root, options.State);
            var samples = new Samples();
            var proofs = Measure(folders, peers, cases, samples, options.Rounds);
            var rows = new DatapathFigures(samples, cases);
            List<Figure> figures = [.. options.Only.SelectMany(rows.Of)];
            List<(string, string)> facts = [.. Machine.Facts(), ("rounds", $"{options.Rounds} in {Math.Min(Runs, options.Rounds)} runs"), .. proofs];
            if (missing.Count > 0)
            {
                facts.Add(("left out", $"case C and tracking, for these are missing: {string.Join(", ", missing)}; run eng/peers.sh"));
            }

            ResultWriter.Write(facts, figures, options.Json, Console.Out);
            return figures.Any(figure => figure.IsMet == false) ? 1 : 0;
        }
        catch (Exception error) when (error is InvalidOperationException or IOException or System.Net.Sockets.SocketException)
        {
            Console.Error.WriteLine($"bench/datapath: {error.Message}");
            return 3;
        }
    }

    private static IReadOnlyList<(string, string)> Measure(BenchFolders folders, PeerPrograms peers, IReadOnlySet<string> cases, Samples samples, int rounds)
    {
        IReadOnlyList<(string, string)> proofs = [];
        var runs = Math.Min(Runs, rounds);
        for (var run = 0; run < runs; run++)
        {
            Say($"run {run + 1} of {runs}: building {string.Join(", ", cases.Order(StringComparer.Ordinal))}");
            using var scene = Scene.Build(folders, peers, cases);
            proofs = scene.Proofs;
            Say("measuring");
            // What is left over by division goes to the first runs.
            LoadThread.Run(scene.Cases(), samples, run, (rounds + runs - 1 - run) / runs);
        }

        return proofs;
    }

    private static void Say(string what) => Console.Error.WriteLine($"bench: {what}");
}
