using Fairlead.Bench.Cloud.Measures;
using Fairlead.Bench.Report;

namespace Fairlead.Bench.Cloud;

/// <summary>Measures the emulated cloud by itself, and what packets make of it; no root is needed.</summary>
internal static class CloudBench
{
    private static readonly Dictionary<string, Action<BenchContext>> Measures = new()
    {
        ["requests"] = RequestMeasure.Run,
        ["pages"] = PageMeasure.Run,
        ["transitions"] = TransitionMeasure.Run,
        ["start"] = StartMeasure.Run,
        ["state"] = StateFileMeasure.Run,
        ["nics"] = NicMeasure.Run,
    };

    public static int Run(string[] arguments)
    {
        if (BenchOptions.Read("bench/cloud", arguments, Measures.Keys, rounds: 40) is not { } options)
        {
            return 2;
        }

        try
        {
            Directory.CreateDirectory(options.State);
            var bench = new BenchContext(options.Root, options.State, options.Rounds, what => Console.Error.WriteLine($"bench: {what}"));
            foreach (var name in options.Only)
            {
                Measures[name](bench);
            }

            ResultWriter.Write([.. Machine.Facts(), .. bench.Facts], bench.Figures, options.Json, Console.Out);
            return bench.Figures.Any(figure => figure.IsMet == false) ? 1 : 0;
        }
        catch (Exception error) when (error is InvalidOperationException or IOException or System.Net.Sockets.SocketException)
        {
            Console.Error.WriteLine($"bench/cloud: {error.Message}");
            return 3;
        }
    }
}
