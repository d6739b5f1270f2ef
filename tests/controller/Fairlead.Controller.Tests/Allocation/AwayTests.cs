using Fairlead.Allocation.Deeds;
using Fairlead.Controller.Tests.Allocation.World;
using Fairlead.Model.Addresses;
using Fairlead.Resources.Network;

namespace Fairlead.Controller.Tests.Allocation;

/// <summary>A name's address that no ENI has any more, for its node went: the cloud gives the lowest that is free to whoever asks.</summary>
public sealed class AwayTests
{
    // Of the vSwitch, what no host has and the name's node did not have either.
    private const int Others = 19;

    /// <summary>Of two families, only IPv4 addresses are given in an order.</summary>
    [Theory]
    [InlineData(AddressFamilies.Ipv4)]
    [InlineData(AddressFamilies.Dual)]
    public void What_comes_by_chance_to_the_stock_of_another_node_is_kept_for_its_name(AddressFamilies families)
    {
        using var world = Away(families, out var address);
        Fill(world, "n2", Others + 2);
        Assert.Contains(world.Networks["n2"].Spec.Interfaces.SelectMany(eni => eni.Ranges), range => range.Range == address.ToCidr());
        Assert.DoesNotContain(world.Agents["n2"].Leases, use => use.Address == address);
        Assert.Equal(address, Back(world, "n3"));
    }

    [Fact]
    public void An_ENI_that_would_have_it_as_its_primary_address_is_made_with_another()
    {
        using var world = Away(AddressFamilies.Ipv4, out var address);
        Fill(world, "n2", Others);
        // What its own ENI had as its primary address comes first.
        world.Bind("alone", "n2", PodText.Exclusive);
        world.Run(30);
        var before = world.Deeds.Count;
        world.Bind("p", "n3");
        world.Run(60);
        Assert.Single(world.Deeds.Skip(before), deed => deed is DeleteInterface);
        Assert.Single(world.Agents["n3"].Leases);
        Assert.Equal(address, Back(world, "n3"));
        Assert.DoesNotContain(world.Emulated.State.Interfaces.Values, eni => eni.PrimaryAddress == address);
        Assert.Empty(world.Mistakes);
    }

    [Fact]
    public void At_a_nodes_last_place_too_one_more_is_made_and_no_others()
    {
        var spec = new ClusterNetworkSpec { Pool = new PoolSettings { SpareAttached = 2 } };
        using var before = Worlds.Started(spec, topology: Topologies.Of("ecs.g7.large", 1, "172.16.0.0/27"));
        before.Join("n1");
        before.Run(30);
        var first = before.Networks["n1"].Spec.Interfaces.Select(eni => eni.Ranges[0].Range.Address).Min();

        using var world = Worlds.Started(spec, topology: Topologies.Of("ecs.g7.large", 1, "172.16.0.0/27"));
        world.Reserve(Reserved.Of("db-0", first));
        world.Join("n1");
        world.Run(120);
        Assert.Equal(2, world.Networks["n1"].Spec.Interfaces.Count);
        Assert.Equal(3, world.Deeds.OfType<CreateInterface>().Count());
    }

    private static AllocationWorld Away(AddressFamilies families, out InetAddress address)
    {
        var spec = new ClusterNetworkSpec
        {
            Mode = PodNetworkMode.SharedEni,
            Families = families,
            Pool = new PoolSettings { MinFree = 0, Batch = 1 },
            NodePools = [new NodePool { Name = "all", Mode = PodNetworkMode.SharedEni, ExclusiveEnis = 1 }],
        };
        var world = Worlds.Started(spec, topology: Topologies.Of("ecs.g7.4xlarge", 3, "172.16.0.0/27"));
        world.Define("db", new PodNetworkClassSpec { Mode = PodNetworkMode.SharedEni, FixedAddress = new FixedAddressPolicy { Enabled = true } });
        world.Join("n1");
        world.Bind("db-0", "n1", PodText.Fixed(PodNetworkMode.SharedEni));
        world.Run(30);
        var had = address = world.Agents["n1"].Leases.First(use => !use.Address.IsV6).Address;
        for (var i = 0; i < 5; i++)
        {
            world.Bind($"x-{i}", "n1", PodText.OfClass("db"));
        }

        world.Run(30);
        Assert.Equal(6, world.Emulated.State.Interfaces.Values.Single(eni => eni.Owns(had)).Addresses.Count(one => !one.IsV6));
        foreach (var pod in world.Pods.Values.ToList())
        {
            world.Delete(pod.Metadata.Name);
        }

        world.Run(5);
        world.Leave("n1");
        // Until it is known what the vSwitch has again.
        world.Run(400);
        Assert.DoesNotContain(world.Emulated.State.Interfaces.Values, eni => eni.Owns(had));
        world.Join("n2");
        world.Join("n3");
        world.Run(10);
        return world;
    }

    private static void Fill(AllocationWorld world, string node, int pods)
    {
        for (var i = 0; i < pods; i++)
        {
            world.Bind($"p-{i}", node);
        }

        world.Run(60);
    }

    private static InetAddress Back(AllocationWorld world, string node)
    {
        world.Bind("db-0", node, PodText.Fixed(PodNetworkMode.SharedEni));
        world.Run(60);
        return world.Agents[node].Leases.First(use => use.PodName == "db-0" && !use.Address.IsV6).Address;
    }
}
