using Fairlead.Allocation.Deeds;
using Fairlead.Allocation.Observations;
using Fairlead.Cloud;
using Fairlead.Controller.Tests.Allocation.World;
using Fairlead.Model.Addresses;
using Fairlead.Resources.Network;
using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Cloud;
using Console = Fairlead.Controller.Tests.Allocation.World.Console;

namespace Fairlead.Controller.Tests.Allocation;

/// <summary>What the cluster's configuration names and the cloud has not, or has no more.</summary>
public sealed class GroundWordsTests
{
    private static readonly ClusterNetworkSpec Shared = new() { Mode = PodNetworkMode.SharedEni, Pool = new PoolSettings { MinFree = 30, Batch = 10 } };

    [Fact]
    public void A_node_is_told_that_a_vSwitch_is_full_though_the_next_is_used_and_when_it_is_not_any_more()
    {
        using var world = new AllocationWorld(topology: Topologies.Of("ecs.g7.4xlarge", 3, "172.16.0.0/27"));
        var main = Topologies.VSwitchOf(world.Emulated, "main");
        Worlds.Start(world, Shared with { Pool = new PoolSettings { MinFree = 10, Batch = 10 }, VSwitches = [main, Topologies.VSwitchOf(world.Emulated, "second")] });
        world.Join("n1");
        world.Run(12);
        Assert.Equal("Stocked", Worlds.Condition(world, "n1", "AddressesAvailable").Reason);
        world.Join("n2");
        world.Join("n3");
        world.Run(30);
        var told = Worlds.Condition(world, "n3", "AddressesAvailable");
        Assert.Equal(("True", "OtherVSwitches"), (told.Status, told.Reason));
        Assert.StartsWith($"{main} has too few addresses left", told.Message);
        world.Leave("n1");
        world.Leave("n2");
        world.Run(700);
        Assert.Equal("Stocked", Worlds.Condition(world, "n3", "AddressesAvailable").Reason);
    }

    [Fact]
    public void A_vSwitch_that_somebody_deletes_is_said_and_the_next_is_used()
    {
        using var world = new AllocationWorld();
        var (main, second) = (Topologies.VSwitchOf(world.Emulated, "main"), Topologies.VSwitchOf(world.Emulated, "second"));
        Worlds.Start(world, Shared with { VSwitches = [second, main] });
        Console.Do(world, new DeleteVSwitch { RegionId = CloudSeed.Region, VSwitchId = second });
        world.Join("n1");
        world.Run(20);
        Assert.Equal(30, world.Networks["n1"].Spec.Interfaces.Sum(eni => eni.Ranges.Count));
        var told = Words.Cluster(world, "Ready");
        Assert.Equal(("False", "VSwitchUnusable"), (told.Status, told.Reason));
        Assert.Contains($"spec.vSwitches[0]: VPC {CloudSeed.Vpc} has no vSwitch {second}", told.Message);
    }

    [Fact]
    public void A_list_that_lacks_a_vSwitch_with_hosts_in_it_is_wrong_and_nobodys_route_goes()
    {
        using var world = Worlds.Started(new ClusterNetworkSpec { PodRanges = [Cidr.Parse("10.244.0.0/22")] });
        world.Join("n1");
        world.Run(5);
        world.Driver.Retold = ended => ended is VSwitchesListed listed ? listed with { VSwitches = [] } : ended;
        world.Run(310);
        world.Driver.Retold = ended => ended;
        world.Run(310);
        Assert.Empty(world.Deeds.OfType<DeleteRoute>());
        Assert.Equal("True", Worlds.Condition(world, "n1", "RouteReady").Status);
    }

    [Fact]
    public void A_missing_group_is_said_at_the_ClusterNetwork_and_those_before_stay_in_force()
    {
        using var world = Worlds.Started(Shared with { SecurityGroups = [] });
        var there = world.Emulated.State.SecurityGroups.Keys.First();
        world.Configure(Shared with { SecurityGroups = [there] });
        world.Join("n1");
        world.Run(12);
        world.Configure(Shared with { SecurityGroups = ["sg-none"] });
        world.Join("n2");
        world.Run(60);
        var told = Words.Cluster(world, "Ready");
        Assert.Equal(("False", "SecurityGroupUnusable"), (told.Status, told.Reason));
        Assert.StartsWith("spec.securityGroups [sg-none]: ", told.Message);
        Assert.EndsWith("what was in force before stays", told.Message);
        Assert.Equal(30, world.Networks["n2"].Spec.Interfaces.Sum(eni => eni.Ranges.Count));
        world.Configure(Shared with { SecurityGroups = [there] });
        world.Join("n3");
        world.Run(12);
        Assert.Equal("True", Words.Cluster(world, "Ready").Status);
    }

    [Fact]
    public void A_group_that_was_missing_from_the_start_is_said_until_another_is_written()
    {
        using var world = Worlds.Started(Shared with { SecurityGroups = ["sg-late"] });
        world.Join("n1");
        world.Run(10);
        Assert.Equal("SecurityGroupUnusable", Words.Cluster(world, "Ready").Reason);
        Assert.DoesNotContain("before", Words.Cluster(world, "Ready").Message);
        var there = world.Emulated.State.SecurityGroups.Keys.First();
        world.Configure(Shared with { SecurityGroups = [there] });
        world.Run(200);
        Assert.Equal("True", Words.Cluster(world, "Ready").Status);
        Assert.NotEmpty(world.Networks["n1"].Spec.Interfaces);
    }

    [Fact]
    public void VSwitches_without_an_IPv6_range_are_not_said_to_be_full()
    {
        using var world = new AllocationWorld();
        world.Driver.Retold = ended => ended is VSwitchesListed listed ? listed with { VSwitches = [.. listed.VSwitches.Select(vSwitch => vSwitch with { Cidr6 = null })] } : ended;
        Worlds.Start(world, Shared with { Families = AddressFamilies.Dual });
        world.Join("n1");
        world.Run(12);
        var told = Worlds.Condition(world, "n1", "AddressesAvailable");
        Assert.Equal(("False", "NoIpv6Range"), (told.Status, told.Reason));
    }

    [Fact]
    public void A_type_without_trunks_is_said_where_a_trunk_is_wanted()
    {
        using var world = Worlds.Started(new ClusterNetworkSpec { NodePools = [new NodePool { Name = "all", Mode = PodNetworkMode.VpcRoute, Trunk = true }] });
        world.Driver.Retold = ended => ended is LimitsFound { Limits: { } limits } found ? found with { Limits = limits with { Trunks = false } } : ended;
        world.Join("n1");
        world.Run(12);
        var told = Worlds.Condition(world, "n1", "AddressesAvailable");
        Assert.Equal(("False", "NoTrunk"), (told.Status, told.Reason));
        Assert.Contains("ecs.g7.4xlarge", told.Message);
    }

    [Fact]
    public void Where_vSwitches_cannot_be_listed_the_cluster_says_so_until_they_can()
    {
        using var world = Worlds.Started(Shared);
        var isDenied = true;
        world.Driver.Fault = (call, done) => call is ListVSwitches && isDenied && !done ? new CloudException(CloudErrorKind.Denied, "DescribeVSwitches", "", "Forbidden.RAM", "no") : null;
        world.Run(310);
        Assert.Contains("vpc:DescribeVSwitches", Words.Cluster(world, "CloudReady").Message);
        isDenied = false;
        world.Run(310);
        Assert.Equal("True", Words.Cluster(world, "CloudReady").Status);
    }
}
