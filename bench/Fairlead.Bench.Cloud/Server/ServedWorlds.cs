using System.Globalization;
using System.Net;
using System.Text.Json;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Gate;
using Fairlead.Vpc.OpenApi.Credentials;
using Fairlead.Vpc.OpenApi.Hosting;

namespace Fairlead.Bench.Cloud.Server;

/// <summary>Where a world is served, and the first ENIs that are in it.</summary>
internal sealed record ServedWorld(int Interfaces, int Port, IReadOnlyList<string> Ids);

/// <summary>What the process of the servers says when they listen.</summary>
internal sealed record ServedLine(int EmptyPort, IReadOnlyList<ServedWorld> Worlds);

/// <summary>An empty endpoint and a cloud for each number of ENIs, without delays and limits.</summary>
internal static class ServedWorlds
{
    public const string Word = "serve";
    public const string KeyId = "LTAI5tBenchBenchBenchBen";
    public const string Secret = "BenchBenchBenchBenchBenchBench";

    /// <summary>Serves until its standard input ends.</summary>
    public static async Task<int> ServeAsync(string[] counts)
    {
        using var empty = new EmptyEndpoint();
        var emptyPort = await empty.StartAsync();
        var worlds = new List<ServedWorld>();
        foreach (var count in counts.Select(count => int.Parse(count, CultureInfo.InvariantCulture)))
        {
            worlds.Add(await ServeAsync(count));
        }

        Console.WriteLine(JsonSerializer.Serialize(new ServedLine(emptyPort, worlds)));
        await Console.In.ReadToEndAsync();
        return 0;
    }

    private static async Task<ServedWorld> ServeAsync(int count)
    {
        var ids = new List<string>();
        var cloud = new EmulatedCloud(BenchWorld.Make(count, ids), TimeProvider.System);
        var server = new CloudServer(
            new CloudGate(cloud, TimeProvider.System),
            new StaticCredentials(new AccessKey(KeyId, Secret, cloud.State.Account)),
            null,
            CloudSeed.Region,
            TimeProvider.System,
            new IPEndPoint(IPAddress.Loopback, 0),
            error => Console.Error.WriteLine(error));
        await server.StartAsync();
        return new ServedWorld(count, server.EndPoint.Port, [.. ids.Take(BenchWorld.ClusterSize)]);
    }
}
