using Fairlead.Allocation.Deeds;
using Fairlead.Allocation.Observations;
using Fairlead.Cloud;
using Fairlead.Controller.Tests.Allocation.World;
using Fairlead.Model.Addresses;
using Fairlead.Resources.Network;
using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Cloud;

namespace Fairlead.Controller.Tests.Allocation;

/// <summary>Slices of nodes and the VPC's routes to them.</summary>
public sealed class RouteTests
{
    private static readonly ClusterNetworkSpec Routed = new() { PodRanges = [Cidr.Parse("10.244.0.0/22")] };

    [Fact]
    public void Each_node_gets_a_slice_and_one_entry_and_loses_both_when_it_goes()
    {
        using var world = Worlds.Started(Routed);
        world.Join("n1");
        world.Join("n2");
        world.Run(5);
        Assert.Equal(["10.244.0.0/24", "10.244.1.0/24"], Entries(world));
        Assert.Equal("10.244.1.0/24", world.Networks["n2"].Spec.PodSlices.Single().ToString());
        Assert.Equal("True", Worlds.Condition(world, "n1", "RouteReady").Status);
        Assert.Equal(2, world.ClusterStatus!.Routes);

        world.Leave("n1");
        world.Run(5);
        Assert.Equal(["10.244.1.0/24"], Entries(world));
        Assert.DoesNotContain("n1", world.Networks.Keys);
        world.Join("n3");
        world.Run(5);
        Assert.Equal(["10.244.0.0/24", "10.244.1.0/24"], Entries(world));
    }

    [Fact]
    public void A_node_that_comes_back_while_its_ENIs_still_leave_is_routed_to_again()
    {
        using var world = Worlds.Started(Routed with { Mode = PodNetworkMode.SharedEni }, new CloudSettings { Detach = DelayRange.Seconds(20, 20) });
        world.Join("n1", slices: Cidr.Parse("10.244.0.0/24"));
        world.Run(30);
        world.Leave("n1");
        world.Run(5);
        Assert.Empty(Entries(world));
        Assert.Contains("n1", world.Networks.Keys);
        world.Join("n1", slices: Cidr.Parse("10.244.0.0/24"));
        world.Run(5);
        Assert.Equal(["10.244.0.0/24"], Entries(world));
        Assert.Equal("True", Worlds.Condition(world, "n1", "RouteReady").Status);
    }

    [Fact]
    public void A_full_range_is_named_and_the_node_gets_a_slice_when_one_is_free()
    {
        using var world = Worlds.Started(Routed with { PodRanges = [Cidr.Parse("10.244.0.0/24")] });
        world.Join("n1");
        world.Join("n2");
        world.Run(5);
        var full = Worlds.Condition(world, "n2", "SliceReady");
        Assert.Equal("RangeFull", full.Reason);
        Assert.Contains("10.244.0.0/24", full.Message);
        world.Leave("n1");
        world.Run(5);
        Assert.Equal("10.244.0.0/24", world.Networks["n2"].Spec.PodSlices.Single().ToString());
    }

    [Fact]
    public void A_slice_that_was_given_before_the_node_named_its_own_is_free_again_when_no_route_leads_there()
    {
        using var world = Worlds.Started(Routed);
        world.Join("n1");
        world.Run(5);
        var node = world.NodeObjects["n1"];
        world.See(new NodeSeen(node with { Spec = node.Spec with { PodCIDRs = [Cidr.Parse("10.244.3.0/24")] } }));
        world.Join("n2");
        world.Run(10);
        Assert.Equal("10.244.3.0/24", world.Networks["n1"].Spec.PodSlices.Single().ToString());
        Assert.Equal(["10.244.1.0/24", "10.244.3.0/24"], Entries(world));
        world.Join("n3");
        world.Run(5);
        Assert.Equal("10.244.0.0/24", world.Networks["n3"].Spec.PodSlices.Single().ToString());
    }

    [Fact]
    public void Slices_that_the_node_names_are_taken_and_never_given_to_another()
    {
        using var world = Worlds.Started(Routed);
        world.Join("n1", slices: Cidr.Parse("10.244.0.0/24"));
        world.Join("n2");
        world.Join("n3", slices: Cidr.Parse("10.244.0.0/25"));
        world.Run(5);
        Assert.Equal("10.244.0.0/24", world.Networks["n1"].Spec.PodSlices.Single().ToString());
        Assert.Equal("10.244.1.0/24", world.Networks["n2"].Spec.PodSlices.Single().ToString());
        Assert.Equal("10.244.2.0/24", world.Networks["n3"].Spec.PodSlices.Single().ToString());
        Assert.Equal("SliceTaken", Worlds.Condition(world, "n3", "SliceReady").Reason);
        Assert.Contains("10.244.0.0/25, which overlaps a slice of node n1", Worlds.Condition(world, "n3", "SliceReady").Message);
    }

    [Fact]
    public void Of_two_families_one_that_is_not_routed_is_said()
    {
        using var world = new AllocationWorld();
        world.Driver.Fault = (call, done) => call is CreateRoute { Wish.Destination.IsV6: true } && !done ? new CloudException(CloudErrorKind.Invalid, "CreateRouteEntry", "", "InvalidDestinationCidrBlock", "no") : null;
        Worlds.Start(world, new ClusterNetworkSpec { Families = AddressFamilies.Dual, PodRanges = [Cidr.Parse("10.244.0.0/22"), Cidr.Parse("fd20::/64")] });
        world.Join("n1");
        world.Run(20);
        var writes = world.Deeds.OfType<PublishNodeNetwork>().Count();
        Assert.Equal("RouteMissing", Worlds.Condition(world, "n1", "RouteReady").Reason);
        world.Run(600);
        Assert.Equal("RouteMissing", Worlds.Condition(world, "n1", "RouteReady").Reason);
        Assert.InRange(world.Deeds.OfType<PublishNodeNetwork>().Count() - writes, 0, 2);
    }

    [Fact]
    public void An_entry_of_others_is_reported_and_left_alone_and_a_wrong_one_of_ours_is_replaced()
    {
        using var world = new AllocationWorld();
        var other = Topologies.InstanceOf(world.Emulated, "n3");
        world.Emulated.Call(Entry("10.244.0.0/24", other, "by hand"), null);
        world.Emulated.Call(Entry("10.244.1.0/24", other, "fairlead.io/cluster=c1"), null);
        world.Emulated.Call(Entry("10.244.3.0/24", other, "fairlead.io/cluster=c1"), null);
        Worlds.Start(world, Routed);
        world.Join("n1");
        world.Join("n2");
        world.Run(10);
        Assert.Equal(["10.244.0.0/24", "10.244.1.0/24", "10.244.3.0/24"], Entries(world));
        Assert.Equal("route", Assert.Single(world.ClusterStatus!.Leaked).Kind);
        world.Run(320);
        Assert.Equal(["10.244.0.0/24", "10.244.1.0/24"], Entries(world));
        Assert.Empty(world.ClusterStatus!.Leaked);
        Assert.Equal("ForeignRoute", Worlds.Condition(world, "n1", "RouteReady").Reason);
        Assert.Equal("True", Worlds.Condition(world, "n2", "RouteReady").Status);
    }

    [Fact]
    public void Where_only_reports_are_wanted_nothing_is_made()
    {
        using var world = Worlds.Started(Routed with { Routes = RouteUpkeep.Report });
        world.Join("n1");
        world.Run(5);
        Assert.Empty(world.Deeds.OfType<CreateRoute>());
        Assert.Equal("RouteMissing", Worlds.Condition(world, "n1", "RouteReady").Reason);
    }

    private static CreateRouteEntry Entry(string destination, string hop, string description) => new()
    {
        RegionId = CloudSeed.Region, RouteTableId = CloudSeed.RouteTable, DestinationCidrBlock = destination, NextHopId = hop, NextHopType = "Instance", Description = description,
    };

    private static IEnumerable<string> Entries(AllocationWorld world) =>
        world.Emulated.State.RouteTables[CloudSeed.RouteTable].Entries.Values.Select(entry => entry.Destination.ToString()).Order(StringComparer.Ordinal);
}
