using Fairlead.Controller.Tests.Allocation.World;
using Fairlead.Resources.Network;

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
