using Fairlead.Bench.Report;

namespace Fairlead.Bench.Store;

/// <summary>Measures the cluster's store over HTTP, with the networks of a large cluster in it.</summary>
internal static class StoreBench
{
    private static readonly Dictionary<string, Func<BenchStore, int, Task<IReadOnlyList<Figure>>>> Measures = new()
    {
        ["writes"] = WriteMeasure.RunAsync,
        ["watch"] = WatchMeasure.RunAsync,
        ["list"] = ListMeasure.RunAsync,
    };

    public static async Task<int> RunAsync(string[] arguments)
    {
        if (BenchOptions.Read("bench/store", arguments, Measures.Keys, rounds: 500) is not { } options)
        {
            return 2;
        }

        if (Directory.Exists(options.State))
        {
            Directory.Delete(options.State, recursive: true);
        }

        Directory.CreateDirectory(options.State);
        var figures = new List<Figure>();
        await using var store = await BenchStore.StartAsync(options);
        await store.FillAsync();
        foreach (var name in options.Only)
        {
            Console.Error.WriteLine($"bench: {name}");
            figures.AddRange(await Measures[name](store, options.Rounds));
        }

        figures.Add(Figure.Plain("memory of the store's process", store.Megabytes(), "MB"));
        ResultWriter.Write([.. Machine.Facts(), ("networks", $"{BenchStore.Networks} NodeNetworks of {store.Octets} octets each")], figures, options.Json, Console.Out);
        return figures.Any(figure => figure.IsMet == false) ? 1 : 0;
    }
}
