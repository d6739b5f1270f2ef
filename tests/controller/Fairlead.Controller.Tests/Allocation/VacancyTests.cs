using Fairlead.Allocation.Deeds;
using Fairlead.Controller.Tests.Allocation.World;
using Fairlead.Model.Addresses;
using Fairlead.Resources.Core;
using Fairlead.Resources.Network;

namespace Fairlead.Controller.Tests.Allocation;

/// <summary>Exclusive ENIs whose addresses belong to names, and the places that they take.</summary>
public sealed class VacancyTests
{
    private const int Places = 7;
    private const int Unused = 300;

    [Fact]
    public void Stock_makes_way_for_an_ENI_that_comes_with_its_pod()
    {
        using var world = Filled(1, new ClusterNetworkSpec { Pool = new PoolSettings { SpareAttached = Places } });
        var address = Assert.Single(world.Agents["n1"].Leases).Address;
        world.Join("n2");
        world.Run(30);
        Assert.Equal(Places, world.Networks["n2"].Spec.Interfaces.Count);
        world.Delete("db-0");
        world.Bind("db-0", "n2", Member);
        world.Run(60);
        Assert.Equal(address, Assert.Single(world.Agents["n2"].Leases).Address);
    }

    [Fact]
    public void Another_makes_way_where_a_pod_got_the_first_in_the_same_moment()
    {
        using var world = Filled(1, new ClusterNetworkSpec { Pool = new PoolSettings { SpareAttached = Places } });
        var address = Of(world, "n1", "db-0");
        world.Join("n2");
        world.Run(30);
        world.Agents["n2"].IsDown = true;
        world.Delete("db-0");
        world.Bind("db-0", "n2", Member);
        world.Run(10);
        var told = Assert.Single(world.Networks["n2"].Spec.Interfaces, eni => eni.Retiring);
        world.Agents["n2"].Take(told.Id, told.Ranges[0].Range.Address, world.Bind("p", "n2", PodText.Exclusive));
        world.Agents["n2"].IsDown = false;
        world.Run(60);
        Assert.Equal(address, Of(world, "n2", "db-0"));
        Assert.Equal(told.Ranges[0].Range.Address, Of(world, "n2", "p"));
        Assert.Empty(world.Mistakes);
    }

    [Fact]
    public void An_ENI_that_waits_for_its_pod_makes_way_for_pods_that_are_there()
    {
        using var world = Filled(Places);
        world.Join("n2");
        var address = world.Reservations["default/db-0"].Status.Addresses.Single();
        world.Delete("db-0");
        world.Run(5);
        world.Bind("p", "n1", PodText.Exclusive);
        world.Run(60);
        Assert.Contains(world.Agents["n1"].Leases, use => use.PodName == "p");
        world.Bind("db-0", "n2", Member);
        world.Run(60);
        Assert.Equal(address, Assert.Single(world.Agents["n2"].Leases).Address);
        Assert.Empty(world.Mistakes);
    }

    [Fact]
    public void ENIs_of_full_nodes_change_places_with_their_pods()
    {
        using var world = Filled(Places);
        world.Join("n2");
        for (var i = 0; i < Places; i++)
        {
            world.Bind($"db-{Places + i}", "n2", Member);
        }

        world.Run(60);
        var addresses = (Of(world, "n1", "db-0"), Of(world, "n2", "db-7"));
        world.Delete("db-0");
        world.Delete("db-7");
        world.Bind("db-0", "n2", Member);
        world.Bind("db-7", "n1", Member);
        world.Run(120);
        Assert.Equal(addresses, (Of(world, "n2", "db-0"), Of(world, "n1", "db-7")));
        Assert.Empty(world.Mistakes);
        Assert.Empty(world.Refusals);
    }

    [Fact]
    public void An_ENI_whose_pod_is_in_another_zone_makes_way()
    {
        using var world = new AllocationWorld(change: state => Topologies.InTwoZones(state, "n2"));
        Worlds.Start(world, new ClusterNetworkSpec());
        Fill(world, Places);
        world.Join("n2");
        var address = Of(world, "n1", "db-0");
        world.Delete("db-0");
        world.Bind("db-0", "n2", Member);
        world.Run(30);
        Assert.Equal("OtherZone", Words.Reservation(world, "db-0").Reason);
        world.Bind("p", "n1", PodText.Exclusive);
        world.Run(60);
        Assert.Contains(world.Agents["n1"].Leases, use => use.PodName == "p");

        world.Delete("p");
        world.Delete("db-0");
        world.Bind("db-0", "n1", Member);
        world.Run(600);
        Assert.Equal(address, Of(world, "n1", "db-0"));
        Assert.Empty(world.Mistakes);
    }

    [Fact]
    public void An_ENI_that_was_about_to_make_way_leaves_under_the_next_controller_too()
    {
        using var world = Filled(Places);
        world.Delete("db-0");
        world.Run(5);
        world.Agents["n1"].IsDown = true;
        world.Bind("p", "n1", PodText.Exclusive);
        world.Run(20);
        var going = Assert.Single(world.Networks["n1"].Spec.Interfaces, eni => eni.Retiring);
        world.Delete("p");
        world.Restart(new ClusterNetworkSpec());
        world.Run(5);
        world.Agents["n1"].IsDown = false;
        world.Run(30);
        Assert.DoesNotContain(world.Networks["n1"].Spec.Interfaces, eni => eni.Id == going.Id);
        Assert.Single(world.Emulated.State.Interfaces.Values, eni => eni.Id == going.Id);
    }

    [Fact]
    public void An_ENI_that_waited_for_a_pod_is_not_put_on_the_full_node_that_it_was_made_for()
    {
        using var world = Filled(Places);
        var address = world.Reservations["default/db-0"].Status.Addresses.Single();
        world.Delete("db-0");
        world.Bind("p", "n1", PodText.Exclusive);
        world.Run(Unused - 10);
        Assert.Contains(world.Agents["n1"].Leases, use => use.PodName == "p");
        for (var i = 0; world.Reservations.ContainsKey("default/db-0"); i++)
        {
            Assert.True(i < 60, "the name never ends");
            world.Run(1);
        }

        world.Restart(new ClusterNetworkSpec());
        world.Run(60);
        Assert.Empty(world.Refusals);
        Assert.DoesNotContain(world.Emulated.State.Interfaces.Values, eni => eni.Owns(address));
        Assert.Equal(Places, world.Networks["n1"].Spec.Interfaces.Count);
    }

    [Fact]
    public void Other_addresses_take_no_place_while_the_pod_has_what_it_had()
    {
        using var world = Filled(Places - 1);
        var wanted = InetAddress.Parse("172.16.9.9");
        var reservation = world.Reservations["default/db-0"];
        world.Reserve(reservation with { Metadata = reservation.Metadata with { Generation = 2 }, Spec = reservation.Spec with { Addresses = [wanted] } });
        world.Run(20);
        Assert.Equal("PodHasOther", world.Reservations["default/db-0"].Status.Conditions.Single().Reason);
        world.Bind("p", "n1", PodText.Exclusive);
        world.Run(30);
        Assert.Contains(world.Agents["n1"].Leases, use => use.PodName == "p");

        world.Delete("db-0");
        world.Run(5);
        world.Bind("db-0", "n1", Member);
        world.Run(60);
        Assert.Equal(wanted, Assert.Single(world.Agents["n1"].Leases, use => use.PodName == "db-0").Address);
        Assert.Empty(world.Mistakes);
    }

    [Theory]
    [InlineData(PodNetworkMode.VpcRoute, 0)]
    [InlineData(PodNetworkMode.SharedEni, 0)]
    [InlineData(PodNetworkMode.SharedEni, 3)]
    public void An_address_that_stock_of_another_class_or_use_has_is_brought_to_the_pod_that_people_wrote_it_for(PodNetworkMode stock, int which)
    {
        using var world = Worlds.Started(new ClusterNetworkSpec { Mode = stock, Pool = new PoolSettings { SpareAttached = 1, MinFree = 5, Batch = 5 } });
        world.Define("db", new PodNetworkClassSpec { Mode = PodNetworkMode.ExclusiveEni, FixedAddress = new FixedAddressPolicy { Enabled = true } });
        world.Join("n1");
        world.Run(60);
        var use = stock == PodNetworkMode.SharedEni ? InterfaceUse.Shared : InterfaceUse.Exclusive;
        var wanted = world.Networks["n1"].Spec.Interfaces.First(eni => eni.Use == use).Ranges[which].Range.Address;
        world.Reserve(Reserved.Of("db-0", wanted));
        world.Bind("db-0", "n1", Member);
        world.Run(120);
        Assert.Equal(wanted, Assert.Single(world.Agents["n1"].Leases).Address);
        Assert.Equal("Here", world.Reservations["default/db-0"].Status.Conditions.Single().Reason);
        Assert.Empty(world.Mistakes);
        Assert.Empty(world.Refusals);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void A_pod_whose_set_is_of_another_class_now_keeps_its_address(bool isNodeGone, bool isAgentLate)
    {
        using var world = Filled(1);
        world.Define("other", new PodNetworkClassSpec { Mode = PodNetworkMode.ExclusiveEni, FixedAddress = new FixedAddressPolicy { Enabled = true } });
        var address = Assert.Single(world.Agents["n1"].Leases).Address;
        // The next pod may come before the agent has said that the one before is gone.
        world.Agents["n1"].IsDown = isAgentLate;
        world.Delete("db-0");
        if (isNodeGone)
        {
            world.Leave("n1");
        }

        world.Join("n2");
        world.Run(30);
        world.Bind("db-0", "n2", pod => PodText.OfClass("other")(PodText.OfSet(PodText.Exclusive(pod))));
        world.Run(30);
        if (!isNodeGone)
        {
            world.Agents["n1"].IsDown = false;
        }

        world.Run(60);
        Assert.Equal(address, Assert.Single(world.Agents["n2"].Leases).Address);
        Assert.Equal("other", Assert.Single(world.Networks["n2"].Spec.Interfaces).Class);
    }

    private static AllocationWorld Filled(int pods, ClusterNetworkSpec? spec = null)
    {
        var world = Worlds.Started(spec ?? new ClusterNetworkSpec());
        Fill(world, pods);
        return world;
    }

    private static void Fill(AllocationWorld world, int pods)
    {
        world.Define("db", new PodNetworkClassSpec { Mode = PodNetworkMode.ExclusiveEni, FixedAddress = new FixedAddressPolicy { Enabled = true, ReleaseAfterSeconds = Unused } });
        world.Join("n1");
        for (var i = 0; i < pods; i++)
        {
            world.Bind($"db-{i}", "n1", Member);
        }

        world.Run(60);
        Assert.Equal(pods, world.Agents["n1"].Leases.Count);
    }

    private static InetAddress Of(AllocationWorld world, string node, string pod) => Assert.Single(world.Agents[node].Leases, use => use.PodName == pod).Address;

    private static Pod Member(Pod pod) => PodText.OfClass("db")(PodText.OfSet(PodText.Exclusive(pod)));
}
