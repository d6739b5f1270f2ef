using Fairlead.Controller.Tests.Allocation.World;
using Fairlead.Controller.Writes;
using Fairlead.Allocation.Deeds;
using Fairlead.Kubernetes;
using Fairlead.Resources.Core;
using Fairlead.Resources.Json;
using Fairlead.Resources.Network;
using Fairlead.Vpc.Calls;

namespace Fairlead.Controller.Tests.Host;

/// <summary>The controller as a whole: what it makes of the store's and the cloud's vicissitudes.</summary>
public sealed class HostTests
{
    [Fact]
    public async Task A_node_that_joins_gets_an_ENI_with_addresses_and_says_so()
    {
        await using var world = await ReadyAsync();
        world.Start();
        await world.JoinAsync("n1");
        var network = await world.NetworkAsync("n1", HostWorld.IsStocked);
        var eni = Assert.Single(await world.OursAsync());
        Assert.Equal(eni.Id, Assert.Single(network.Spec.Interfaces).Id);
        Assert.Equal(eni.Addresses.Select(address => address.ToCidr()).Order(), network.Spec.Interfaces[0].Ranges.Select(range => range.Range).Order());
        Assert.Equal("ecs.g7.4xlarge", network.Status.Limits!.InstanceType);
        Assert.Equal(1, network.Spec.Term);
    }

    [Fact]
    public async Task What_others_say_of_an_object_stays_and_what_they_change_of_ours_is_put_back()
    {
        await using var world = await ReadyAsync();
        world.Start();
        await world.JoinAsync("n1");
        await world.Client.PatchStatusAsync<Node>("n1", "", """{"status":{"conditions":[{"type":"Ready","status":"True","lastHeartbeatTime":"2026-01-01T00:00:00Z"}],"capacity":{"cpu":"4"}}}"""u8.ToArray());
        var network = await world.NetworkAsync("n1", HostWorld.IsStocked);
        await world.Client.PatchStatusAsync<NodeNetwork>("n1", "", ResourcePatch.NodeNetworkAgent(new AgentStatus { BootId = "b", Version = "v" }));
        await world.Client.PatchAsync<NodeNetwork>("n1", "", """{"spec":{"interfaces":[],"zone":"elsewhere"}}"""u8.ToArray());
        await world.Client.PatchStatusAsync<NodeNetwork>("n1", "", """{"status":{"addresses":999}}"""u8.ToArray());
        await world.Client.PatchStatusAsync<Node>("n1", "", """{"status":{"capacity":{"fairlead.io/eni":"77"}}}"""u8.ToArray());
        var mended = await world.NetworkAsync("n1", found => found.Spec.Interfaces.Count == 1 && found.Spec.Zone == network.Spec.Zone && found.Status.Addresses == 10);
        Assert.Equal(("b", "v"), (mended.Status.Agent!.BootId, mended.Status.Agent.Version));
        await world.UntilAsync(async () => (await world.Client.GetAsync<Node>("n1")) is var node && node.Status.Capacity.GetValueOrDefault("fairlead.io/eni") != "77" ? node : null, "the node's resources are put back");
        using var raw = await world.Client.GetJsonAsync<Node>("n1");
        Assert.Contains("lastHeartbeatTime", raw.RootElement.GetRawText(), StringComparison.Ordinal);
        Assert.Contains("AddressesAvailable", raw.RootElement.GetRawText(), StringComparison.Ordinal);
        Assert.Contains("\"cpu\":\"4\"", raw.RootElement.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_controllers_one_acts_and_the_other_takes_over_when_it_is_gone()
    {
        await using var world = await ReadyAsync();
        var first = world.Start();
        await UntilAsync(world, () => first.Leads, "the first leads");
        var second = world.Start();
        await world.JoinAsync("n1");
        await world.NetworkAsync("n1", HostWorld.IsStocked);
        Assert.False(second.Leads);

        first.Cut();
        await UntilAsync(world, () => !first.Leads, "the first notices that it leads no more");
        await world.JoinAsync("n2");
        await UntilAsync(world, () => second.Leads, "the second leads");
        var said = world.Log.ToList();
        Assert.InRange(said.FindIndex(line => line.StartsWith("1: leads no more", StringComparison.Ordinal)), 0, said.IndexOf("2: leads in term 2"));
        var network = await world.NetworkAsync("n2", HostWorld.IsStocked);
        Assert.Equal(2, network.Spec.Term);
        await world.NetworkAsync("n1", found => found.Spec.Term == 2);
        Assert.Equal(2, (await world.OursAsync()).Count);
    }

    [Fact]
    public async Task One_that_stops_gives_the_Lease_back_at_once()
    {
        await using var world = await ReadyAsync();
        var first = world.Start();
        await UntilAsync(world, () => first.Leads, "the first leads");
        await first.StopAsync();
        Assert.Equal("", (await world.Client.GetAsync<Lease>("fairlead-controller", "kube-system")).Spec.HolderIdentity);
        var second = world.Start();
        await UntilAsync(world, () => second.Leads, "the second leads");
        Assert.Equal(2, second.Host.Term);
    }

    [Fact]
    public async Task What_an_earlier_term_writes_does_not_get_in()
    {
        await using var world = await ReadyAsync();
        var old = new NetworkWriter(world.Client, 1, node => null);
        var stale = new NetworkWriter(world.Client, 1, node => new NodeNetwork { Spec = new NodeNetworkSpec { Term = 1 }, Metadata = new() { Name = node, ResourceVersion = "1" } });
        var now = new NetworkWriter(world.Client, 2, node => null);
        await now.WriteAsync(new PublishNodeNetwork("n1", new NodeNetworkSpec { Term = 2, Zone = "new" }, new NodeNetworkStatus { Demand = 2 }), default);
        var wish = new PublishNodeNetwork("n1", new NodeNetworkSpec { Term = 1, Zone = "old" }, new NodeNetworkStatus { Demand = 1 });
        await Assert.ThrowsAsync<TermOverException>(() => old.WriteAsync(wish, default));
        await Assert.ThrowsAsync<TermOverException>(() => stale.WriteAsync(wish, default));
        await Assert.ThrowsAsync<TermOverException>(() => old.RemoveAsync("n1", default));
        var there = await world.Client.GetAsync<NodeNetwork>("n1");
        Assert.Equal((2, "new", 2), (there.Spec.Term, there.Spec.Zone, there.Status.Demand));
    }

    [Fact]
    public async Task A_clock_that_jumps_ends_no_term_and_begins_none()
    {
        await using var world = await ReadyAsync();
        var clock = new JumpingClock();
        var first = world.Start(clock);
        await UntilAsync(world, () => first.Leads, "the first leads");
        var second = world.Start(new JumpingClock { Offset = TimeSpan.FromDays(-400) });
        clock.Offset = TimeSpan.FromDays(300);
        await world.JoinAsync("n1");
        await world.NetworkAsync("n1", HostWorld.IsStocked);
        clock.Offset = TimeSpan.FromDays(-300);
        await world.JoinAsync("n2");
        await world.NetworkAsync("n2", HostWorld.IsStocked);
        await Task.Delay(TimeSpan.FromSeconds(3.5));
        Assert.Equal(1, first.Host.Term);
        Assert.False(second.Leads);
    }

    [Fact]
    public async Task A_store_that_is_behind_the_cloud_after_a_restore_loses_and_doubles_nothing()
    {
        await using var world = await ReadyAsync();
        await world.JoinAsync("n1");
        await world.StopStoreAsync();
        File.Copy(world.StateFile, world.StateFile + ".backup");
        await world.StartStoreAsync();
        var first = world.Start();
        await world.NetworkAsync("n1", HostWorld.IsStocked);
        await first.StopAsync();
        var made = Assert.Single(await world.OursAsync());

        await world.StopStoreAsync();
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(world.StateFile)!, "store.db*").Where(file => !file.EndsWith(".backup", StringComparison.Ordinal)))
        {
            File.Delete(file);
        }

        File.Move(world.StateFile + ".backup", world.StateFile);
        await world.StartStoreAsync();
        Assert.Null(await world.Client.FindAsync<NodeNetwork>("n1"));
        world.Start();
        var network = await world.NetworkAsync("n1", HostWorld.IsStocked);
        Assert.Equal(made.Id, Assert.Single(network.Spec.Interfaces).Id);
        Assert.Equal(made.Id, Assert.Single(await world.OursAsync()).Id);
    }

    [Fact]
    public async Task A_store_that_forgot_terms_gets_a_controller_that_agents_heed()
    {
        await using var world = await ReadyAsync();
        world.Start();
        await world.JoinAsync("n1");
        await world.NetworkAsync("n1", HostWorld.IsStocked);
        // As after a restore: the agent has heeded later terms than the store knows of, and says so when it sees the one of before.
        await world.Client.PatchStatusAsync<NodeNetwork>("n1", "", ResourcePatch.NodeNetworkAgent(new AgentStatus { BootId = "b", Term = 5 }));
        await world.UntilAsync(() => Task.FromResult(world.Log.FirstOrDefault(line => line.Contains("a higher one is needed", StringComparison.Ordinal))), "the controller finds its term too low");
        world.Start();
        Assert.Equal(6, (await world.NetworkAsync("n1", network => network.Spec.Term > 5)).Spec.Term);
    }

    [Fact]
    public async Task The_choice_of_the_cluster_outlives_the_controller()
    {
        await using var world = await ReadyAsync();
        var first = world.Start();
        await world.JoinAsync("n1");
        await world.NetworkAsync("n1", HostWorld.IsStocked);
        var configuration = await world.UntilAsync(async () => await world.Client.GetAsync<ClusterNetwork>(ClusterNetwork.Name) is { Status.InForce: not null } found ? found : null, "what is in force is written");
        Assert.Equal(("c1", configuration.Spec.Vpc), (configuration.Status.InForce!.Cluster, configuration.Status.InForce.Vpc));
        await first.StopAsync();
    }

    [Fact]
    public async Task A_store_that_is_ahead_of_the_cloud_forgets_what_is_gone_and_offers_what_is_there()
    {
        await using var world = await ReadyAsync();
        var first = world.Start();
        await world.JoinAsync("n1");
        await world.NetworkAsync("n1", HostWorld.IsStocked);
        await first.StopAsync();
        var gone = Assert.Single(await world.OursAsync());
        await world.Cloud.DetachInterfaceAsync(gone.Id, gone.Instance);
        await world.UntilAsync(async () => (await world.OursAsync())[0].Instance.Length == 0 ? gone : null, "the ENI is detached");
        await world.Cloud.DeleteInterfaceAsync(gone.Id);
        Assert.Equal(gone.Id, Assert.Single((await world.Client.GetAsync<NodeNetwork>("n1")).Spec.Interfaces).Id);

        world.Start();
        var network = await world.NetworkAsync("n1", found => HostWorld.IsStocked(found) && found.Spec.Interfaces.All(link => link.Id != gone.Id));
        Assert.Equal(Assert.Single(await world.OursAsync()).Id, Assert.Single(network.Spec.Interfaces).Id);
    }

    [Fact]
    public async Task A_Lease_that_somebody_deleted_does_not_begin_to_count_anew()
    {
        await using var world = await ReadyAsync();
        var first = world.Start();
        await world.JoinAsync("n1");
        await world.NetworkAsync("n1", HostWorld.IsStocked);
        await first.StopAsync();
        await world.Client.DeleteAsync<Lease>("fairlead-controller", "kube-system");
        world.Start();
        Assert.Equal(2, (await world.NetworkAsync("n1", network => network.Spec.Term != 1)).Spec.Term);
    }

    [Fact]
    public async Task A_node_that_comes_back_as_another_instance_starts_anew_and_what_the_first_had_goes()
    {
        await using var world = await ReadyAsync();
        world.Start();
        await world.JoinAsync("a", host: "n1");
        var before = await world.NetworkAsync("a", HostWorld.IsStocked);
        await world.Client.DeleteAsync<Node>("a");
        world.Emulated.Call(new DeleteInstance { RegionId = "cn-hangzhou", InstanceId = before.Spec.Instance, Force = true });
        await world.JoinAsync("a", host: "n2");
        var after = await world.NetworkAsync("a", network => HostWorld.IsStocked(network) && network.Spec.Instance != before.Spec.Instance);
        Assert.DoesNotContain(after.Spec.Interfaces, link => link.Id == before.Spec.Interfaces[0].Id);
        await world.UntilAsync(async () => (await world.OursAsync()) is [{ } only] && only.Id == after.Spec.Interfaces[0].Id ? only : null, "only the new instance has an ENI");
    }

    [Fact]
    public async Task A_missing_permission_is_named_at_the_node_and_in_an_event()
    {
        await using var world = await ReadyAsync();
        world.Fault("faults: [{ action: CreateNetworkInterface, error: Forbidden.RAM }]");
        world.Start();
        await world.JoinAsync("n1");
        var network = await world.NetworkAsync("n1", found => found.Status.Conditions.Any(condition => condition.Reason == "PermissionMissing"));
        Assert.Contains("ecs:CreateNetworkInterface", network.Status.Conditions.Single(condition => condition.Reason == "PermissionMissing").Message, StringComparison.Ordinal);
        await world.UntilAsync(
            async () => (await world.Client.ListAsync<Event>(Selection.All)).Items.FirstOrDefault(item => item.Message.Contains("ecs:CreateNetworkInterface") && item.InvolvedObject.Name == "n1"), "the event");
        world.Fault("faults: []");
        await world.NetworkAsync("n1", HostWorld.IsStocked);
    }

    [Fact]
    public async Task A_configuration_that_a_store_took_and_that_makes_no_sense_is_not_acted_upon_and_says_so()
    {
        await using var world = await ReadyAsync();
        await world.JoinAsync("n1");
        var controller = world.Start(rewrite: text => text.Replace("\"batch\":10", "\"batch\":99"));
        var refused = await world.UntilAsync(
            async () => (await world.Client.GetAsync<ClusterNetwork>(ClusterNetwork.Name)).Status.Conditions.FirstOrDefault(condition => condition.Type == "Valid"), "the condition");
        Assert.Equal(("False", "spec.pool.batch: 99 is not between 1 and 49 addresses; nothing is done by it until it is put right"), (refused.Status, refused.Message));
        Assert.Empty(await world.OursAsync());
        controller.SeeClearly();
        await world.Client.PatchAsync<ClusterNetwork>(ClusterNetwork.Name, "", """{"spec":{"pool":{"minFree":9}}}"""u8.ToArray());
        await world.NetworkAsync("n1", HostWorld.IsStocked);
        await world.UntilAsync(
            async () => (await world.Client.GetAsync<ClusterNetwork>(ClusterNetwork.Name)).Status.Conditions is { Count: > 0 } conditions && conditions.All(condition => condition.Type != "Valid") ? "" : null, "the condition is gone");
    }

    private static async Task<HostWorld> ReadyAsync()
    {
        var world = new HostWorld();
        await world.StartStoreAsync();
        await world.ConfigureAsync();
        return world;
    }

    private static Task UntilAsync(HostWorld world, Func<bool> isSo, string what) => world.UntilAsync(() => Task.FromResult(isSo() ? "" : null), what);

    private sealed class JumpingClock : TimeProvider
    {
        public TimeSpan Offset { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Offset;
    }
}
