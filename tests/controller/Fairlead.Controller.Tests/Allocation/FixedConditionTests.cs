using Fairlead.Controller.Tests.Allocation.World;
using Fairlead.Model.Addresses;
using Fairlead.Resources.Meta;
using Fairlead.Resources.Network;
using Fairlead.Vpc.Cloud;

namespace Fairlead.Controller.Tests.Allocation;

/// <summary>Where a pod cannot have the address of its name, the reservation says why; and it has it once it can.</summary>
public sealed class FixedConditionTests
{
    [Theory]
    [InlineData(PodNetworkMode.SharedEni)]
    [InlineData(PodNetworkMode.ExclusiveEni)]
    public void An_address_does_not_go_to_another_zone(PodNetworkMode mode)
    {
        using var world = Started(mode, host: "n2");
        world.Join("n1");
        world.Join("n2");
        world.Bind("db-0", "n1", PodText.Fixed(mode));
        world.Run(30);
        var address = Assert.Single(world.Agents["n1"].Leases).Address;
        world.Delete("db-0");
        world.Run(5);
        world.Bind("db-0", "n2", PodText.Fixed(mode));
        world.Run(60);
        var said = Words.Reservation(world, "db-0");
        Assert.Equal(("False", "OtherZone"), (said.Status, said.Reason));
        Assert.Contains($"{address}", said.Message);
        Assert.Contains(CloudSeed.Zone, said.Message);
        Assert.Empty(world.Agents["n2"].Leases);

        world.Delete("db-0");
        world.Bind("db-0", "n1", PodText.Fixed(mode));
        world.Run(30);
        Assert.Equal(address, Assert.Single(world.Agents["n1"].Leases).Address);
        Assert.Equal("True", Words.Reservation(world, "db-0").Status);
    }

    [Theory]
    [InlineData(PodNetworkMode.SharedEni)]
    [InlineData(PodNetworkMode.ExclusiveEni)]
    public void An_address_of_another_zones_vSwitch_is_said_to_be(PodNetworkMode mode)
    {
        using var world = Started(mode, host: "n2");
        world.Join("n1");
        world.Reserve(Reservation("db-0", "172.17.9.9"));
        world.Bind("db-0", "n1", PodText.Fixed(mode));
        world.Run(30);
        Assert.Equal(("False", "OtherZone"), (Words.Reservation(world, "db-0").Status, Words.Reservation(world, "db-0").Reason));
        Assert.Contains("172.17.9.9", Words.Reservation(world, "db-0").Message);
        Assert.Empty(world.Agents["n1"].Leases);
    }

    [Fact]
    public void An_eni_that_finds_no_place_is_said_until_there_is_one()
    {
        using var world = Started(PodNetworkMode.ExclusiveEni);
        world.Join("n1");
        world.Join("n2");
        world.Bind("db-0", "n1", PodText.Fixed(PodNetworkMode.ExclusiveEni));
        for (var i = 0; i < 7; i++)
        {
            world.Bind($"p{i}", "n2", PodText.Exclusive);
        }

        world.Run(60);
        var address = Assert.Single(world.Agents["n1"].Leases).Address;
        Assert.Equal(7, world.Agents["n2"].Leases.Count);
        Assert.Single(world.Networks["n1"].Spec.Interfaces);
        world.Delete("db-0");
        world.Run(5);
        world.Bind("db-0", "n2", PodText.Fixed(PodNetworkMode.ExclusiveEni));
        world.Run(60);
        Assert.Equal(("False", "InstanceFull"), (Words.Reservation(world, "db-0").Status, Words.Reservation(world, "db-0").Reason));
        Assert.Contains("n2", Words.Reservation(world, "db-0").Message);
        // Where it was, it is as long as it can go nowhere.
        Assert.Single(world.Networks["n1"].Spec.Interfaces);

        world.Delete("p0");
        world.Run(600);
        Assert.Contains(world.Agents["n2"].Leases, use => use.Address == address);
        Assert.Equal("True", Words.Reservation(world, "db-0").Status);
    }

    [Fact]
    public void A_node_without_an_eni_in_the_addresses_vSwitch_and_without_a_place_for_one_is_full()
    {
        using var world = Started(PodNetworkMode.SharedEni, host: null, pool: new PoolSettings { MinFree = 0, Batch = 10 });
        world.Join("n1");
        world.Run(1);
        for (var i = 0; i < 210; i++)
        {
            world.Bind($"p{i}", "n1");
        }

        world.Run(60);
        Assert.Equal(210, world.Agents["n1"].Leases.Count);
        world.Reserve(Reservation("db-0", "172.17.9.9"));
        world.Bind("db-0", "n1", PodText.Fixed(PodNetworkMode.SharedEni));
        world.Run(60);
        Assert.Equal(("False", "InstanceFull"), (Words.Reservation(world, "db-0").Status, Words.Reservation(world, "db-0").Reason));
        Assert.Contains(Topologies.VSwitchOf(world.Emulated, "second"), Words.Reservation(world, "db-0").Message);
    }

    /// <summary>Somebody wrote an address that an ENI has as its primary one: that goes nowhere but with the ENI.</summary>
    [Fact]
    public void A_primary_address_that_other_pods_share_an_eni_with_stays_where_it_is()
    {
        using var world = Started(PodNetworkMode.SharedEni);
        world.Join("n1");
        world.Join("n2");
        for (var i = 0; i < 5; i++)
        {
            world.Bind($"p{i}", "n1", PodText.OfClass("db"));
        }

        world.Run(30);
        var eni = world.Emulated.State.Interfaces[world.Agents["n1"].Leases.First().Interface];
        var owner = world.Agents["n1"].Leases.Single(use => use.Address == eni.PrimaryAddress);
        world.Delete(owner.PodName);
        world.Reserve(Reservation("db-0", $"{eni.PrimaryAddress}"));
        world.Bind("db-0", "n2", PodText.Fixed(PodNetworkMode.SharedEni));
        world.Run(60);
        Assert.Equal(("False", "PrimaryAddress"), (Words.Reservation(world, "db-0").Status, Words.Reservation(world, "db-0").Reason));
        Assert.Contains(eni.Id, Words.Reservation(world, "db-0").Message);
        Assert.Equal(4, world.Agents["n1"].Leases.Count);

        // When the others have gone, the ENI goes, and the address can.
        for (var i = 0; i < 5; i++)
        {
            world.Delete($"p{i}");
        }

        world.Run(120);
        Assert.Equal(eni.PrimaryAddress, Assert.Single(world.Agents["n2"].Leases).Address);
        Assert.Equal("True", Words.Reservation(world, "db-0").Status);
        Assert.Null(new WorldInvariants(world).Problem());
    }

    /// <param name="host">In the other zone, as the second vSwitch is; null: all are in one.</param>
    private static AllocationWorld Started(PodNetworkMode mode, string? host = null, PoolSettings? pool = null)
    {
        var world = new AllocationWorld(change: state => host is null ? state : Topologies.InTwoZones(state, host));
        Worlds.Start(world, new ClusterNetworkSpec { Mode = mode == PodNetworkMode.SharedEni ? mode : PodNetworkMode.VpcRoute, Pool = pool ?? new PoolSettings() });
        world.Define("db", new PodNetworkClassSpec { Mode = mode, FixedAddress = new FixedAddressPolicy { Enabled = true, ReleaseAfterSeconds = 6000 } });
        return world;
    }

    private static AddressReservation Reservation(string pod, string address) => new()
    {
        Metadata = new ObjectMeta { Namespace = "default", Name = pod },
        Spec = new AddressReservationSpec { Pod = pod, Addresses = [InetAddress.Parse(address)] },
    };
}
