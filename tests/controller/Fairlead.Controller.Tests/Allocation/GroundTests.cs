using Fairlead.Allocation.Classes;
using Fairlead.Allocation.Deeds;
using Fairlead.Cloud;
using Fairlead.Controller.Tests.Allocation.World;
using Fairlead.Model.Addresses;
using Fairlead.Resources.Core;
using Fairlead.Resources.Network;
using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Cloud;
using Console = Fairlead.Controller.Tests.Allocation.World.Console;

namespace Fairlead.Controller.Tests.Allocation;

/// <summary>What people name and only the cloud knows: vSwitches, groups, ranges.</summary>
public sealed class GroundTests
{
    private const string OtherZone = "cn-hangzhou-i";

    [Fact]
    public void Each_problem_bears_its_fields_path()
    {
        var known = new CloudVSwitch("vsw-h", "", "vpc-1", "zone-h", Cidr.Parse("10.0.0.0/24"), null, 9, "");
        Assert.Equal(
            [
                "spec.x[0]: VPC vpc-1 has no vSwitch vsw-none; is it of another VPC or region?",
                "spec.x[1]: vSwitch vsw-h is in zone zone-h, and no node is there: nodes are in zone-a, zone-b",
            ],
            GroundCheck.Problems("spec.x", ["vsw-none", "vsw-h"], id => id == known.Id ? known : null, "vpc-1", ["zone-b", "zone-a"]));
        Assert.Empty(GroundCheck.Problems("spec.x", ["vsw-h"], _ => known, "vpc-1", []));
    }

    [Fact]
    public void A_class_of_a_zone_without_nodes_says_so_until_one_is_there()
    {
        using var world = Worlds.Started(new ClusterNetworkSpec());
        var far = VSwitch(world, CloudSeed.Vpc, OtherZone, "172.18.0.0/24");
        world.Join("n1");
        world.Run(310);
        world.Define("db", new PodNetworkClassSpec { Mode = PodNetworkMode.ExclusiveEni, VSwitches = [Topologies.VSwitchOf(world.Emulated, "second"), far] });
        world.Run(1);
        var condition = world.Classes["db"].Conditions.Single();
        Assert.Equal(("False", "VSwitchUnusable"), (condition.Status, condition.Reason));
        Assert.Contains($"spec.vSwitches[1]: vSwitch {far} is in zone {OtherZone}, and no node is there: nodes are in {CloudSeed.Zone}", condition.Message);
        Console.Do(world, new RunInstances { RegionId = CloudSeed.Region, InstanceType = "ecs.g7.4xlarge", VSwitchId = far, InstanceName = "n4", SecurityGroupId = world.Emulated.State.SecurityGroups.Keys.First() });
        world.Join("n4");
        world.Run(10);
        Assert.Equal("True", world.Classes["db"].Conditions.Single().Status);
    }

    [Fact]
    public void What_the_cluster_names_of_another_vpc_is_said_and_the_rest_is_used()
    {
        using var world = new AllocationWorld();
        var state = world.Emulated.State;
        var other = state.Vpcs[CloudSeed.Vpc] with { Id = "vpc-other", RouteTable = "vtb-other" };
        world.Emulated.Replace(state with { Vpcs = state.Vpcs.Add(other.Id, other), RouteTables = state.RouteTables.Add("vtb-other", RouteTable.Of(other)) });
        var far = VSwitch(world, other.Id, CloudSeed.Zone, "172.20.0.0/24");
        var good = new ClusterNetworkSpec { Mode = PodNetworkMode.SharedEni, VSwitches = [Topologies.VSwitchOf(world.Emulated, "main")] };
        var pool = new NodePool { Name = "a", Mode = PodNetworkMode.SharedEni };
        Worlds.Start(world, good with { VSwitches = [.. good.VSwitches, far], NodePools = [pool with { VSwitches = [far, .. good.VSwitches] }] });
        world.Join("n1");
        world.Run(30);
        var condition = Words.Cluster(world, "Ready");
        Assert.Equal(("False", "VSwitchUnusable"), (condition.Status, condition.Reason));
        Assert.Contains($"spec.vSwitches[1]: VPC {CloudSeed.Vpc} has no vSwitch {far}; is it of another VPC", condition.Message);
        Assert.Contains($"spec.nodePools[0].vSwitches[0]: VPC {CloudSeed.Vpc} has no vSwitch {far}", condition.Message);
        Assert.NotEmpty(world.Networks["n1"].Spec.Interfaces);

        world.Configure(good with { NodePools = [pool] });
        world.Run(1);
        Assert.Equal("True", Words.Cluster(world, "Ready").Status);
    }

    [Fact]
    public void While_a_class_names_a_group_that_is_not_there_its_pods_have_those_of_before()
    {
        using var world = Worlds.Started(new ClusterNetworkSpec());
        var good = world.Emulated.State.SecurityGroups.Keys.First();
        Define(world, good);
        world.Join("n1");
        world.Run(5);
        // Two mistakes after each other: neither is what to go back to.
        Define(world, "sg-none");
        Define(world, "sg-neither");
        world.Bind("a", "n1", Asking);
        world.Run(60);
        var condition = world.Classes["db"].Conditions.Single();
        Assert.Equal(("False", "SecurityGroupUnusable"), (condition.Status, condition.Reason));
        Assert.Contains("spec.securityGroups [sg-neither]", condition.Message);
        Assert.EndsWith("what was in force before stays", condition.Message);
        var eni = Assert.Single(world.Agents["n1"].Leases).Interface;
        Assert.Equal([good], world.Emulated.State.Interfaces[eni].SecurityGroups);

        Define(world, good);
        world.Bind("b", "n1", Asking);
        world.Run(30);
        Assert.Equal("True", world.Classes["db"].Conditions.Single().Status);
        Assert.Equal(2, world.Agents["n1"].Leases.Count);
    }

    [Fact]
    public void A_group_that_comes_into_being_later_makes_the_class_ready()
    {
        using var world = Worlds.Started(new ClusterNetworkSpec());
        Define(world, "sg-late");
        world.Join("n1");
        world.Bind("a", "n1", Asking);
        world.Run(30);
        Assert.Equal("SecurityGroupUnusable", world.Classes["db"].Conditions.Single().Reason);
        var state = world.Emulated.State;
        var group = state.SecurityGroups.Values.First() with { Id = "sg-late" };
        world.Emulated.Replace(state with { SecurityGroups = state.SecurityGroups.Add("sg-late", group) });
        world.Run(150);
        Assert.Single(world.Agents["n1"].Leases);
        Assert.Equal("True", world.Classes["db"].Conditions.Single().Status);
    }

    [Fact]
    public void A_pod_range_that_a_v_switch_overlaps_is_named_and_no_slice_of_that_is_given()
    {
        using var world = Worlds.Started(new ClusterNetworkSpec { PodRanges = [Cidr.Parse("10.244.0.0/24"), Cidr.Parse("172.16.8.0/20").Network, Cidr.Parse("172.17.0.0/19")] });
        var (main, second) = (Topologies.VSwitchOf(world.Emulated, "main"), Topologies.VSwitchOf(world.Emulated, "second"));
        var condition = Words.Cluster(world, "Ready");
        Assert.Equal(("False", "PodRangeOverlaps"), (condition.Status, condition.Reason));
        Assert.Contains($"spec.podRanges[1]: 172.16.0.0/20 overlaps vSwitch {main} (172.16.0.0/20)", condition.Message);
        Assert.Contains($"spec.podRanges[2]: 172.17.0.0/19 overlaps vSwitch {second} (172.17.0.0/20)", condition.Message);
        world.Join("n1");
        world.Join("n2");
        world.Run(5);
        Assert.Equal(["10.244.0.0/24", "172.17.16.0/24"], world.Networks.Values.SelectMany(network => network.Spec.PodSlices).Select(slice => $"{slice}").Order(StringComparer.Ordinal));
        Assert.Equal("True", Worlds.Condition(world, "n2", "RouteReady").Status);

        world.Configure(new ClusterNetworkSpec { PodRanges = [Cidr.Parse("10.244.0.0/16"), Cidr.Parse("172.17.16.0/20")] });
        world.Run(1);
        Assert.Equal("True", Words.Cluster(world, "Ready").Status);
    }

    private static void Define(AllocationWorld world, string group)
    {
        world.Define("db", new PodNetworkClassSpec { Mode = PodNetworkMode.ExclusiveEni, SecurityGroups = [group] });
        world.Run(1);
    }

    private static Pod Asking(Pod pod) => PodText.OfClass("db")(PodText.Exclusive(pod));

    private static string VSwitch(AllocationWorld world, string vpc, string zone, string range) =>
        ((CreatedReply)Console.Do(world, new CreateVSwitch { RegionId = CloudSeed.Region, VpcId = vpc, ZoneId = zone, CidrBlock = range, VSwitchName = "far" })).Id;
}
