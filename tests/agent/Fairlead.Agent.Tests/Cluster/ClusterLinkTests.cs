using System.Collections.Concurrent;
using Fairlead.Agent.Cluster;
using Fairlead.Agent.Configuration;
using Fairlead.Agent.Log;
using Fairlead.Kubernetes;
using Fairlead.Kubernetes.Store;
using Fairlead.Model.Addresses;
using Fairlead.Resources.Json;
using Fairlead.Resources.Meta;
using Fairlead.Resources.Network;

namespace Fairlead.Agent.Tests.Cluster;

/// <summary>What the agent says to its cluster and what lies on its disk, where the disk takes nothing for a while.</summary>
public sealed class ClusterLinkTests : IDisposable
{
    private const string Name = "node-1";

    private static readonly RetiredRange First = new("eni-1", Cidr.Parse("172.16.20.10/32"), 1);
    private static readonly RetiredRange Second = new("eni-1", Cidr.Parse("172.16.20.11/32"), 2);

    private readonly AgentPaths _paths = new() { State = Directory.CreateTempSubdirectory("fl-link-").FullName };
    private readonly ConcurrentQueue<string> _log = new();
    private volatile AgentStatus? _said;

    public void Dispose() => Directory.Delete(_paths.State, recursive: true);

    [Fact]
    public void What_could_not_be_written_is_written_when_it_can_be_though_nothing_else_is_heard()
    {
        using var link = Link(new Uri("http://127.0.0.1:1"));
        link.View.See(Network(First));
        Block();
        link.Save();
        link.Save();
        Assert.False(File.Exists(_paths.Cluster));
        Assert.Single(_log, line => line.Contains("cluster.json", StringComparison.Ordinal));
        Free();
        link.Save();
        Assert.True(File.Exists(_paths.Cluster));
    }

    [Fact]
    public async Task Nothing_is_said_to_be_free_before_the_spec_that_asks_for_it_is_on_the_disk()
    {
        await using var store = await StoreServer.StartAsync(new StoreOptions());
        using var client = new ClusterClient(new ClusterEndpoint { Server = store.Uri });
        await client.CreateAsync(Network(First), TestContext.Current.CancellationToken);
        using var link = Link(store.Uri);
        Block();
        link.Start();
        await Until(() => link.View.Network is not null);
        Assert.Equal([], await Told(1, First));
        Free();
        Assert.Equal([First], await Told(2, First));
        Assert.Contains("172.16.20.10/32", File.ReadAllText(_paths.Cluster), StringComparison.Ordinal);

        // What was said stays said.
        Block();
        await client.PatchAsync<NodeNetwork>(Name, "", ResourcePatch.NodeNetworkSpec(Network(First, Second).Spec, ""), TestContext.Current.CancellationToken);
        await Until(() => link.View.Network!.Spec.Interfaces[0].Ranges.Count == 2);
        Assert.Equal([First], await Told(3, First, Second));
        Free();
        Assert.Equal([First, Second], await Told(4, First, Second));
        Assert.Contains("172.16.20.11/32", File.ReadAllText(_paths.Cluster), StringComparison.Ordinal);

        async Task<IReadOnlyList<RetiredRange>> Told(int resting, params RetiredRange[] retired)
        {
            _said = new AgentStatus { Resting = resting, Retired = retired };
            link.Touch();
            AgentStatus? there = null;
            await Until(() => (there = client.GetAsync<NodeNetwork>(Name).GetAwaiter().GetResult().Status.Agent)?.Resting == resting);
            return there!.Retired;
        }
    }

    private ClusterLink Link(Uri store)
    {
        var log = new NodeLog(TimeProvider.System, line => _log.Enqueue(line.Text));
        return new ClusterLink(_paths, new ClusterOptions { Server = store, Metadata = null }, Name, log, () => _said, () => { });
    }

    private static NodeNetwork Network(params RetiredRange[] retiring) => new()
    {
        Metadata = new ObjectMeta { Name = Name },
        Spec = new NodeNetworkSpec
        {
            Term = 1,
            Mode = PodNetworkMode.SharedEni,
            Interfaces = [ClusterNode.Describe(1) with { Ranges = [.. retiring.Select(range => new OfferedRange(range.Range!.Value, range.Generation, Retiring: true))] }],
        },
    };

    private void Block() => Directory.CreateDirectory(_paths.Cluster + ".new");

    private void Free() => Directory.Delete(_paths.Cluster + ".new");

    private static async Task Until(Func<bool> condition)
    {
        for (var i = 0; i < 1000 && !condition(); i++)
        {
            await Task.Delay(20);
        }

        Assert.True(condition());
    }
}
