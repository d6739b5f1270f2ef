using Fairlead.Allocation.Deeds;
using Fairlead.Controller.Tests.Allocation.World;
using Fairlead.Resources.Network;
using Fairlead.Vpc.Topology;

namespace Fairlead.Controller.Tests.Allocation;

/// <summary>A node's stock of shared addresses, from joining to giving back.</summary>
public sealed class SharedPoolTests
{
    private static readonly ClusterNetworkSpec Shared = new() { Mode = PodNetworkMode.SharedEni, Pool = new PoolSettings { MinFree = 30, Batch = 10 } };

    [Fact]
    public void A_node_that_joins_has_thirty_warm_addresses_by_two_calls()
    {
        using var world = Worlds.Started(Shared);
        world.Join("n1");
        world.Run(12);
        Assert.Equal(2, world.Mutations);
        Assert.Equal(30, world.Networks["n1"].Spec.Interfaces.Sum(eni => eni.Ranges.Count));
    }

    [Fact]
    public void A_burst_on_a_fresh_node_is_planned_as_a_whole()
    {
        using var world = Worlds.Started(Shared);
        world.Join("n1");
        for (var i = 0; i < 210; i++)
        {
            world.Bind($"p{i}", "n1");
        }

        world.Run(25);
        Assert.Equal(210, world.Agents["n1"].Leases.Count);
        Assert.Equal(14, world.Mutations);
    }

    [Fact]
    public void Enis_are_made_with_all_their_addresses_and_five_are_on_their_way_at_once_each_way()
    {
        using var world = Worlds.Started(Shared with { Pool = Shared.Pool with { ReclaimAfterSeconds = 60 } });
        var most = new Dictionary<InterfaceStatus, int>();
        void Count()
        {
            foreach (var group in world.Emulated.State.Interfaces.Values.Where(eni => eni.Tags.Count > 0).GroupBy(eni => eni.Status))
            {
                most[group.Key] = Math.Max(most.GetValueOrDefault(group.Key), group.Count());
            }

            Assert.True(world.Emulated.State.Interfaces.Values.Count(eni => eni.Status is InterfaceStatus.Attaching or InterfaceStatus.Detaching) <= 5);
        }

        world.Join("n1");
        for (var i = 0; i < 210; i++)
        {
            world.Bind($"p{i}", "n1");
        }

        world.Run(25, Count);
        Assert.Equal(Enumerable.Repeat(29, 7), world.Deeds.OfType<CreateInterface>().Select(make => make.Wish.Addresses4));
        Assert.Empty(world.Deeds.OfType<AssignRanges>());
        Assert.Equal(5, most[InterfaceStatus.Attaching]);

        foreach (var pod in world.Pods.Values.ToList())
        {
            world.Delete(pod.Metadata.Name);
        }

        world.Run(200, Count);
        Assert.Equal(5, most[InterfaceStatus.Detaching]);
        // None was asked for that the instance would have refused.
        Assert.Empty(world.Refusals);
    }

    [Fact]
    public void An_instance_that_is_full_says_so_as_long_as_it_is()
    {
        using var world = Worlds.Started(Shared);
        world.Join("n1");
        for (var i = 0; i < 215; i++)
        {
            world.Bind($"p{i}", "n1");
        }

        world.Run(60);
        var full = Worlds.Condition(world, "n1", "AddressesAvailable");
        Assert.Equal(("False", "InstanceFull"), (full.Status, full.Reason));
        for (var i = 0; i < 15; i++)
        {
            world.Delete($"p{i}");
        }

        world.Run(15);
        Assert.Equal("True", Worlds.Condition(world, "n1", "AddressesAvailable").Status);
        Assert.Equal(200, world.Agents["n1"].Leases.Count);
    }

    [Fact]
    public void Where_prefixes_replace_single_addresses_both_families_come_as_prefixes()
    {
        var single = Shared with { Families = AddressFamilies.Dual, Pool = new PoolSettings { MinFree = 0, Batch = 1 } };
        using var world = Worlds.Started(single);
        world.Join("n1");
        world.Bind("a", "n1");
        world.Run(12);
        world.Configure(single with { Pool = single.Pool with { Prefixes = true } });
        for (var i = 0; i < 5; i++)
        {
            world.Bind($"p{i}", "n1");
        }

        world.Run(30);
        var ranges = Assert.Single(world.Networks["n1"].Spec.Interfaces).Ranges;
        Assert.Contains(ranges, range => !range.Range.IsV6 && !range.Range.IsSingleAddress);
        Assert.Single(ranges, range => range.Range.IsV6 && !range.Range.IsSingleAddress);
    }
}
