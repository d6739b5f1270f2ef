using System.Collections.Immutable;
using Fairlead.Allocation.Deeds;
using Fairlead.Cloud;
using Fairlead.Controller.Tests.Allocation.World;
using Fairlead.Model.Addresses;
using Fairlead.Resources.Network;
using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Topology;
using Console = Fairlead.Controller.Tests.Allocation.World.Console;

namespace Fairlead.Controller.Tests.Allocation;

/// <summary>Route tables that are nearly full, full, several, or slow.</summary>
public sealed class RouteTableTests
{
    private static readonly ClusterNetworkSpec Routed = new() { PodRanges = [Cidr.Parse("10.244.0.0/22")] };

    [Fact]
    public void A_table_that_is_nearly_full_is_named_at_four_fifths()
    {
        using var world = new AllocationWorld();
        for (var i = 0; i < 3; i++)
        {
            Console.Route(world, $"10.9.{i}.0/24", "n3");
        }

        Worlds.Start(world, Routed with { RouteQuota = 5 });
        Assert.Equal("True", Words.Cluster(world, "RouteQuota").Status);
        world.Join("n1");
        world.Run(5);
        var near = Words.Cluster(world, "RouteQuota");
        Assert.Equal(("False", "NearlyFull"), (near.Status, near.Reason));
        Assert.Contains("vtb-lab has 4 entries of 5", near.Message);
        Assert.Equal((1, 5), (world.ClusterStatus!.Routes, world.ClusterStatus.RouteQuota));

        world.Configure(Routed with { RouteQuota = 6 });
        world.Run(1);
        Assert.Equal(("True", 6), (Words.Cluster(world, "RouteQuota").Status, world.ClusterStatus!.RouteQuota));
    }

    [Fact]
    public void A_full_table_says_so_and_still_loses_what_nobody_wants()
    {
        // The account has less than the configuration says.
        using var world = new AllocationWorld(new CloudSettings { RouteEntryQuota = 3 });
        Console.Route(world, "10.9.0.0/24", "n3");
        Worlds.Start(world, Routed);
        foreach (var node in (string[])["n1", "n2", "n3"])
        {
            world.Join(node);
            world.Run(5);
        }

        world.Run(600);
        var full = Words.Cluster(world, "RouteQuota");
        Assert.Equal(("False", "Full"), (full.Status, full.Reason));
        Assert.Contains("vtb-lab has 3 entries of 3", full.Message);
        Assert.Equal(("False", "QuotaExceeded"), (Words.Cluster(world, "RoutesKept").Status, Words.Cluster(world, "RoutesKept").Reason));
        Assert.Contains("Route entry quota exceeded", Worlds.Condition(world, "n3", "RouteReady").Message);
        Assert.InRange(world.Deeds.OfType<CreateRoute>().Count(), 6, 20);

        world.Leave("n1");
        world.Run(3);
        Assert.Equal(["10.244.1.0/24", "10.244.2.0/24", "10.9.0.0/24"], Entries(world, CloudSeed.RouteTable));
        Assert.Equal("True", Worlds.Condition(world, "n3", "RouteReady").Status);
        Assert.Equal("True", Words.Cluster(world, "RouteQuota").Status);
        Assert.Equal("True", Words.Cluster(world, "RoutesKept").Status);
    }

    [Fact]
    public void The_fullest_of_several_tables_is_named_and_entries_of_all_are_counted()
    {
        using var world = TwoTables();
        for (var i = 0; i < 3; i++)
        {
            Console.Route(world, $"10.9.{i}.0/24", "n3");
        }

        Worlds.Start(world, Routed with { RouteQuota = 5 });
        world.Join("n1");
        world.Join("n4");
        world.Run(5);
        Assert.Equal(["10.244.1.0/24"], Entries(world, "vtb-two"));
        Assert.Contains("vtb-lab has 4 entries of 5", Words.Cluster(world, "RouteQuota").Message);
        Assert.Equal(2, world.ClusterStatus!.Routes);
    }

    [Fact]
    public void One_table_that_refuses_is_said_while_another_takes()
    {
        using var world = TwoTables();
        Worlds.Start(world, Routed);
        world.Driver.Fault = (call, done) => call is CreateRoute { Wish.Table: CloudSeed.RouteTable } && !done ? new CloudException(CloudErrorKind.Denied, "CreateRouteEntry", CloudSeed.RouteTable, "Forbidden.RAM", "no") : null;
        world.Join("n1");
        world.Run(5);
        world.Join("n4");
        world.Run(5);
        Assert.Equal("True", Worlds.Condition(world, "n4", "RouteReady").Status);
        var kept = Words.Cluster(world, "RoutesKept");
        Assert.Equal(("False", "PermissionMissing"), (kept.Status, kept.Reason));
        Assert.Contains("vtb-lab: the controller's RAM identity lacks vpc:CreateRouteEntry: grant it", kept.Message);
        world.Leave("n1");
        world.Run(30);
        Assert.Equal("True", Words.Cluster(world, "RoutesKept").Status);
    }

    [Fact]
    public void Of_each_table_one_entry_is_changed_at_a_time()
    {
        using var world = TwoTables();
        Console.Route(world, "10.244.0.0/24", "n3", "fairlead.io/cluster=c1");
        Worlds.Start(world, Routed);
        world.Driver.Holds = call => call is CreateRoute or DeleteRoute;
        foreach (var node in (string[])["n1", "n2", "n3", "n4"])
        {
            world.Join(node);
        }

        var changed = 0;
        for (var turn = 0; turn < 20; turn++)
        {
            world.Run(20);
            Assert.All(world.Driver.Held.GroupBy(Table), table => Assert.Single(table));
            if (world.Driver.Held is [var first, ..])
            {
                changed++;
                world.See(world.Driver.Answer(first));
            }
        }

        Assert.Equal(5, changed);
        Assert.Equal(["10.244.0.0/24", "10.244.1.0/24", "10.244.2.0/24"], Entries(world, CloudSeed.RouteTable));
        Assert.Equal(["10.244.3.0/24"], Entries(world, "vtb-two"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_entry_of_ours_that_no_node_had_goes_after_a_while_or_is_only_named(bool dryRun)
    {
        using var world = new AllocationWorld();
        Console.Route(world, "10.244.3.0/24", "n3", "fairlead.io/cluster=c1");
        Worlds.Start(world, Routed with { Collection = new CollectionSettings { DryRun = dryRun, AfterSeconds = 120 } });
        world.Join("n1");
        world.Run(60);
        var leak = Assert.Single(world.ClusterStatus!.Leaked);
        Assert.Equal("route", leak.Kind);
        Assert.Contains("10.244.3.0/24 to ", leak.Reason);
        world.Run(1000);
        Assert.Equal(dryRun, Entries(world, CloudSeed.RouteTable).Contains("10.244.3.0/24"));
        Assert.Equal(dryRun ? [leak] : [], world.ClusterStatus!.Leaked);
        Assert.Equal(dryRun ? 0 : 1, world.Deeds.OfType<DeleteRoute>().Count());
    }

    [Fact]
    public void A_slice_that_the_cloud_does_not_route_holds_nobody_up()
    {
        using var world = Worlds.Started(new ClusterNetworkSpec { PodRanges = [Cidr.Parse("192.168.0.0/22")] });
        // Of the hosts' vSwitch, as somebody wrote it into the Node; and it is the first in order.
        world.Join("n1", slices: Cidr.Parse("172.16.4.0/24"));
        world.Join("n2");
        world.Run(5);
        Assert.Equal("True", Worlds.Condition(world, "n2", "RouteReady").Status);
        Assert.Contains("within the range of vSwitch", Worlds.Condition(world, "n1", "RouteReady").Message);
        Assert.Equal("False", Words.Cluster(world, "RoutesKept").Status);
    }

    private static string Table(Fairlead.Allocation.Deeds.CloudCall call) => call is CreateRoute create ? create.Wish.Table : ((DeleteRoute)call).Route.Table;

    // The second vSwitch goes by a table of its own, and n4 is in it.
    private static AllocationWorld TwoTables()
    {
        var world = new AllocationWorld();
        var second = Topologies.VSwitchOf(world.Emulated, "second");
        var state = world.Emulated.State;
        world.Emulated.Replace(state with
        {
            RouteTables = state.RouteTables.Add("vtb-two", new RouteTable("vtb-two", CloudSeed.Vpc, ImmutableSortedDictionary<Cidr, RouteEntry>.Empty)),
            VSwitches = state.VSwitches.SetItem(second, state.VSwitches[second] with { RouteTable = "vtb-two" }),
        });
        Console.Do(world, new RunInstances { RegionId = CloudSeed.Region, InstanceType = "ecs.g7.4xlarge", VSwitchId = second, InstanceName = "n4", SecurityGroupId = state.SecurityGroups.Keys.First() });
        return world;
    }

    private static IEnumerable<string> Entries(AllocationWorld world, string table) =>
        world.Emulated.State.RouteTables[table].Entries.Values.Select(entry => entry.Destination.ToString()).Order(StringComparer.Ordinal);
}
