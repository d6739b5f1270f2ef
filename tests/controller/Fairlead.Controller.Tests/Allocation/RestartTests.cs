using Fairlead.Allocation.Deeds;
using Fairlead.Allocation.Observations;
using Fairlead.Cloud;
using Fairlead.Controller.Tests.Allocation.World;
using Fairlead.Model.Addresses;
using Fairlead.Resources.Network;

namespace Fairlead.Controller.Tests.Allocation;

/// <summary>A controller that takes over, and a store and a cloud that do not agree.</summary>
public sealed class RestartTests
{
    private static readonly ClusterNetworkSpec Shared = new() { Mode = PodNetworkMode.SharedEni, PodRanges = [Cidr.Parse("10.244.0.0/16")] };

    [Fact]
    public void Of_a_node_that_is_gone_nothing_is_written_any_more()
    {
        using var world = Worlds.Started(new ClusterNetworkSpec { Mode = PodNetworkMode.SharedEni });
        world.Join("n1");
        world.Run(12);
        var last = world.Networks["n1"];
        world.Leave("n1");
        world.Run(60);
        // News of what was written last, and of its end, come when all is done.
        world.See(new NodeNetworkSeen(last));
        world.See(new NodeNetworkGone("n1"));
        Assert.Empty(world.Networks);
        var before = world.Deeds.Count;
        world.Run(1000);
        Assert.DoesNotContain(world.Deeds.Skip(before), deed => deed is StoreWrite);
        Assert.Empty(world.Allocator.State.Nodes);
    }

    [Fact]
    public void Where_nothing_is_to_be_done_nothing_is_done()
    {
        using var world = Filled();
        var before = world.Networks["n1"].Spec;
        var calls = world.Mutations;
        world.Restart(Shared);
        world.Run(400);
        Assert.Equal(calls, world.Mutations);
        Assert.Equal(2, world.Networks["n1"].Spec.Term);
        Assert.Equal(before.PodSlices, world.Networks["n1"].Spec.PodSlices);
        Assert.Equal(Ranges(before), Ranges(world.Networks["n1"].Spec));
    }

    [Fact]
    public void An_eni_that_was_made_and_never_answered_for_is_found()
    {
        using var world = Worlds.Started(Shared);
        world.Driver.Fault = (call, done) => call is CreateInterface && done ? Lost() : null;
        world.Join("n1");
        world.Run(2);
        world.Driver.Fault = null;
        world.Restart(Shared);
        world.Run(20);
        Assert.Single(world.Emulated.State.Interfaces.Values, eni => eni.Tags.ContainsKey(ResourceNames.ClusterTag));
        Assert.Single(world.Networks["n1"].Spec.Interfaces);
    }

    [Fact]
    public void A_lost_answer_is_asked_for_again_with_the_same_token()
    {
        using var world = Worlds.Started(Shared);
        world.Driver.Fault = (call, done) => (call is CreateInterface or AssignRanges) && done && world.Now.Second < 4 ? Lost() : null;
        world.Join("n1");
        world.Run(20);
        Assert.Single(world.Emulated.State.Interfaces.Values, eni => eni.Tags.ContainsKey(ResourceNames.ClusterTag));
        Assert.True(world.Deeds.OfType<CreateInterface>().Count() > 1, "nothing was repeated");
        Assert.Single(world.Deeds.OfType<CreateInterface>().Select(make => make.Token).Distinct());
    }

    /// <summary>An ENI vanished and pods do not know it; another ENI has got their addresses since.</summary>
    [Fact]
    public void What_pods_use_of_a_vanished_eni_is_given_to_nobody_by_the_next_controller_either()
    {
        // 25 addresses: whoever has all of them has those of the eight pods.
        var spec = Shared with { Pool = new PoolSettings { MinFree = 0 } };
        using var world = Worlds.Started(spec, topology: Topologies.Of("ecs.g7.4xlarge", 3, "172.16.0.0/27"));
        world.Join("n1");
        Bind(world, "p", 8, "n1");
        world.Run(20);
        var vanished = Assert.Single(world.Networks["n1"].Spec.Interfaces);
        var used = world.Agents["n1"].Leases.Select(use => use.Address).ToHashSet();
        world.Vanished.Add(vanished.Id);
        world.Emulated.Vanish(vanished.Id);
        world.Join("n2");
        Bind(world, "q", 25, "n2");
        world.Run(0.1);
        world.Restart(spec);
        world.Run(60, () => Assert.Null(new WorldInvariants(world).Problem()));
        Assert.True(used.IsSubsetOf(world.Emulated.State.Interfaces.Values.Where(eni => eni.Instance == "i-n2").SelectMany(eni => eni.Addresses)), "they are another's by now");
        Assert.Equal(17, world.Agents["n2"].Leases.Count);
        for (var i = 0; i < 8; i++)
        {
            world.Delete($"p{i}");
        }

        world.Run(60);
        Assert.Equal(25, world.Agents["n2"].Leases.Count);
    }

    [Fact]
    public void A_store_that_was_put_back_is_brought_up_to_what_the_cloud_has()
    {
        using var world = Filled();
        var network = world.Networks["n1"];
        var calls = world.Mutations;
        world.Networks["n1"] = network with { Spec = network.Spec with { Interfaces = [], LastGeneration = 0 } };
        world.Restart(Shared);
        world.Run(30);
        Assert.Equal(calls, world.Mutations);
        Assert.Equal(network.Spec.Interfaces.Select(eni => eni.Id), world.Networks["n1"].Spec.Interfaces.Select(eni => eni.Id));
    }

    [Fact]
    public void What_the_cloud_has_no_more_is_not_offered()
    {
        using var world = Filled();
        var gone = world.Networks["n1"].Spec.Interfaces[0].Id;
        world.Emulated.Vanish(gone);
        world.Restart(Shared);
        world.Run(20);
        Assert.DoesNotContain(gone, world.Networks["n1"].Spec.Interfaces.Select(eni => eni.Id));
    }

    [Fact]
    public void A_node_that_went_meanwhile_is_cleaned_up()
    {
        using var world = Filled();
        world.NodeObjects.Remove("n1");
        world.Agents.Remove("n1");
        world.Restart(Shared);
        world.Run(60);
        Assert.Empty(world.Networks);
        Assert.DoesNotContain(world.Emulated.State.Interfaces.Values, eni => eni.Tags.ContainsKey(ResourceNames.ClusterTag));
        Assert.Empty(world.Emulated.State.RouteTables.Values.SelectMany(table => table.Entries.Values));
    }

    [Fact]
    public void The_ENIs_of_an_instance_that_is_no_nodes_any_more_leave_it_no_more_at_once_than_the_cloud_allows()
    {
        using var world = Worlds.Started(new ClusterNetworkSpec { Pool = new PoolSettings { SpareAttached = 7 } });
        world.Join("n1");
        world.Run(40);
        Assert.Equal(7, world.Networks["n1"].Spec.Interfaces.Count);
        var old = world.Networks["n1"].Spec.Instance;
        world.Leave("n1");
        world.Run(0.5);
        world.Join("n1", Topologies.InstanceOf(world.Emulated, "n2"));
        world.Run(60);
        Assert.Single(world.Emulated.State.Index.InterfacesByInstance.Of(old));
        Assert.Empty(world.Refusals);
    }

    [Fact]
    public void A_node_that_comes_back_with_another_instance_gets_new_enis()
    {
        using var world = Filled();
        var old = world.Networks["n1"].Spec.Interfaces[0].Id;
        world.Join("n1", Topologies.InstanceOf(world.Emulated, "n3"));
        world.Run(60);
        Assert.DoesNotContain(old, world.Emulated.State.Interfaces.Keys);
        Assert.Equal(Topologies.InstanceOf(world.Emulated, "n3"), world.Networks["n1"].Spec.Instance);
        Assert.NotEmpty(world.Networks["n1"].Spec.Interfaces);
    }

    [Fact]
    public void Nothing_is_taken_before_everything_has_been_listed()
    {
        using var world = Filled();
        world.NodeObjects.Remove("n1");
        var calls = world.Mutations;
        world.Driver.Fault = (call, done) => call is ListInterfaces ? new CloudException(CloudErrorKind.Unavailable, "DescribeNetworkInterfaces", "", "ServiceUnavailable", "later") : null;
        world.Restart(Shared);
        world.Run(30);
        Assert.Equal(calls, world.Mutations);
        Assert.Contains(world.ClusterStatus!.Conditions, condition => condition is { Type: "CloudReady", Status: "False" });
    }

    private static AllocationWorld Filled()
    {
        var world = Worlds.Started(Shared);
        world.Join("n1");
        Bind(world, "p", 35, "n1");
        world.Run(30);
        Assert.Equal(35, world.Agents["n1"].Leases.Count);
        return world;
    }

    private static void Bind(AllocationWorld world, string prefix, int count, string node)
    {
        for (var i = 0; i < count; i++)
        {
            world.Bind($"{prefix}{i}", node);
        }
    }

    private static CloudException Lost() => new(CloudErrorKind.Unavailable, "CreateNetworkInterface", "", "NoAnswer", "the answer was lost") { MayBeDone = true };

    private static IEnumerable<string> Ranges(NodeNetworkSpec spec) => spec.Interfaces.SelectMany(eni => eni.Ranges.Select(range => $"{eni.Id} {range}")).Order(StringComparer.Ordinal);
}
