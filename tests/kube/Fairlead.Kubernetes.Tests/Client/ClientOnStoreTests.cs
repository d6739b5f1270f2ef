using Fairlead.Kubernetes.Leadership;
using Fairlead.Kubernetes.Store;
using Fairlead.Kubernetes.Watching;
using Fairlead.Resources.Core;
using Fairlead.Resources.Json;
using Fairlead.Resources.Meta;
using Fairlead.Resources.Network;

namespace Fairlead.Kubernetes.Tests.Client;

/// <summary>The client and our own store: both speak the same dialect.</summary>
public sealed class ClientOnStoreTests : IAsyncLifetime
{
    private StoreServer _store = null!;
    private ClusterClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _store = await StoreServer.StartAsync(new StoreOptions { BookmarkEvery = TimeSpan.FromMilliseconds(100) });
        _client = new ClusterClient(new ClusterEndpoint { Server = _store.Uri });
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _store.DisposeAsync();
    }

    [Fact]
    public async Task Objects_come_and_change_and_go()
    {
        var made = await _client.CreateAsync(new Node { Metadata = new ObjectMeta { Name = "a", Labels = new Dictionary<string, string> { ["x"] = "1" } } });
        Assert.True((await Refused(() => _client.CreateAsync(new Node { Metadata = new ObjectMeta { Name = "a" } }))).IsAlreadyExists);
        var changed = await _client.PatchAsync<Node>("a", "", """{"spec":{"unschedulable":true}}"""u8.ToArray());
        Assert.True(changed.Spec.Unschedulable);
        Assert.True((await Refused(() => _client.UpdateAsync(made with { Spec = new NodeSpec() }))).IsConflict);
        Assert.True((await Refused(() => _client.PatchAsync<NodeNetwork>("b", "", "{}"u8.ToArray()))).IsNotFound);
        Assert.Null(await _client.FindAsync<Node>("b"));
        Assert.True((await Refused(() => _client.DeleteAsync<Node>("a", uid: "another"))).IsConflict);
        await _client.DeleteAsync<Node>("a", uid: made.Metadata.Uid);
        Assert.True((await Refused(() => _client.DeleteAsync<Node>("a"))).IsNotFound);
    }

    [Fact]
    public async Task A_list_has_all_pages_and_what_is_selected()
    {
        for (var i = 0; i < 12; i++)
        {
            var pod = new Pod { Metadata = new ObjectMeta { Namespace = "default", Name = $"p{i}" }, Spec = new PodSpec { NodeName = i % 2 == 0 ? "" : "n1", Containers = [new Container { Name = "c", Image = "i" }] } };
            await _client.CreateAsync(pod);
        }

        Assert.Equal(12, (await _client.ListAsync<Pod>(new Selection { PageSize = 5 })).Items.Count);
        Assert.Equal(6, (await _client.ListAsync<Pod>(new Selection { Namespace = "default", Fields = "spec.nodeName=n1", PageSize = 2 })).Items.Count);
        await _client.BindAsync("default", "p0", "n1");
        Assert.Equal("n1", (await _client.GetAsync<Pod>("p0", "default")).Spec.NodeName);
    }

    [Fact]
    public async Task Controller_and_agent_write_one_object_and_neither_touches_the_others_part()
    {
        await _client.CreateAsync(new NodeNetwork { Metadata = new ObjectMeta { Name = "n" }, Spec = new NodeNetworkSpec { Term = 1, Zone = "z" } });
        await _client.PatchStatusAsync<NodeNetwork>("n", "", ResourcePatch.NodeNetworkAgent(new AgentStatus { BootId = "b", Resting = 3 }));
        await _client.PatchStatusAsync<NodeNetwork>("n", "", ResourcePatch.NodeNetworkStatus(new NodeNetworkStatus { Demand = 7, Limits = new NodeLimits("t", 8, 30, 30, 0) }));
        await _client.PatchStatusAsync<NodeNetwork>("n", "", ResourcePatch.NodeNetworkAgent(new AgentStatus { BootId = "c" }));
        var there = await _client.PatchAsync<NodeNetwork>("n", "", ResourcePatch.NodeNetworkSpec(new NodeNetworkSpec { Term = 2 }, ""));
        Assert.Equal(("c", 0, 7, "t"), (there.Status.Agent!.BootId, there.Status.Agent.Resting, there.Status.Demand, there.Status.Limits!.InstanceType));
        Assert.Equal((2, ""), (there.Spec.Term, there.Spec.Zone));
    }

    [Fact]
    public async Task What_makes_no_sense_is_refused_by_field()
    {
        var wrong = new ClusterNetwork { Metadata = new ObjectMeta { Name = "default" }, Spec = new ClusterNetworkSpec { Cluster = "c", Pool = new PoolSettings { Batch = 50, MinFree = -1 } } };
        var error = await Refused(() => _client.CreateAsync(wrong));
        Assert.True(error.IsInvalid);
        Assert.Equal(["spec.pool.batch", "spec.pool.minFree"], error.Causes.Select(cause => cause.Path).Order());
    }

    [Fact]
    public async Task An_informer_follows()
    {
        using var stop = new CancellationTokenSource();
        var told = new List<string>();
        var informer = new Informer<PodNetworkClass>(_client, new InformerOptions(), change => told.Add($"{change.Kind} {change.Item.Metadata.Name}"));
        var run = informer.RunAsync(stop.Token);
        await informer.WaitUntilSyncedAsync().WaitAsync(TimeSpan.FromSeconds(10));
        await _client.CreateAsync(new PodNetworkClass { Metadata = new ObjectMeta { Name = "a" } });
        await _client.PatchStatusAsync<PodNetworkClass>("a", "", ResourcePatch.Status(new PodNetworkClassStatus { VSwitches = [new VSwitchUse("v", "z", 0)] }));
        await _client.DeleteAsync<PodNetworkClass>("a");
        await Eventually.Is(() => told.Count == 3, "three changes");
        Assert.Equal(["Added a", "Changed a", "Gone a"], told);
        await stop.CancelAsync();
        await run.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Work_that_fails_gives_the_Lease_back_and_fails()
    {
        var options = new LeaderElectionOptions { Namespace = "kube-system", Name = "l", Identity = "a" };
        await Assert.ThrowsAsync<InvalidOperationException>(() => new LeaderElection(_client, options).RunAsync((_, _) => throw new InvalidOperationException(), default).WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.Equal(("", 1), ((await _client.GetAsync<Lease>("l", "kube-system")).Spec.HolderIdentity, (await _client.GetAsync<Lease>("l", "kube-system")).Spec.LeaseTransitions));
        var terms = new List<long>();
        await new LeaderElection(_client, options with { Identity = "b" }).RunAsync((term, _) =>
        {
            terms.Add(term);
            return Task.CompletedTask;
        }, default).WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal([2], terms);
    }

    private static async Task<ClusterException> Refused(Func<Task> ask) => await Assert.ThrowsAsync<ClusterException>(ask);
}
