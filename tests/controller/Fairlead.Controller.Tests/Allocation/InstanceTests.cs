using Fairlead.Allocation.Deeds;
using Fairlead.Allocation.Observations;
using Fairlead.Cloud;
using Fairlead.Controller.Tests.Allocation.World;
using Fairlead.Resources.Network;
using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Cloud;

namespace Fairlead.Controller.Tests.Allocation;

/// <summary>Instances that become otherwise, that are gone, or that cannot be looked up.</summary>
public sealed class InstanceTests
{
    private static readonly ClusterNetworkSpec Shared = new() { Mode = PodNetworkMode.SharedEni, Pool = new PoolSettings { MinFree = 10 } };

    [Fact]
    public void One_that_is_given_another_type_has_that_ones_limits()
    {
        using var world = Worlds.Started(Shared, topology: Topologies.Of("ecs.g7.xlarge", 1, "172.16.0.0/20"));
        world.Join("n1");
        world.Run(12);
        Assert.Equal("ecs.g7.xlarge", world.Networks["n1"].Status.Limits!.InstanceType);
        world.Driver.Retold = ended => ended is InstancesListed listed ? listed with { Instances = [.. listed.Instances.Select(instance => instance with { Type = "ecs.g7.4xlarge" })] } : ended;
        world.Run(320);
        Assert.Equal(("ecs.g7.4xlarge", 8), (world.Networks["n1"].Status.Limits!.InstanceType, world.Networks["n1"].Status.Limits!.Interfaces));
    }

    [Fact]
    public void One_that_is_gone_while_its_node_is_there_is_said_to_be_until_it_is_back()
    {
        using var world = Worlds.Started(new ClusterNetworkSpec());
        world.Join("n1");
        world.Run(5);
        Assert.Equal("True", Worlds.Condition(world, "n1", "InstanceKnown").Status);
        world.Driver.Retold = ended => ended is InstancesListed listed ? listed with { Instances = [] } : ended;
        world.Run(320);
        world.Configure(new ClusterNetworkSpec { RouteQuota = 100 });
        world.Run(1);
        Assert.Equal(("False", "InstanceGone"), (Worlds.Condition(world, "n1", "InstanceKnown").Status, Worlds.Condition(world, "n1", "InstanceKnown").Reason));
        world.Driver.Retold = ended => ended;
        world.Run(320);
        Assert.Equal("True", Worlds.Condition(world, "n1", "InstanceKnown").Status);
    }

    [Fact]
    public void One_that_could_not_be_looked_up_is_no_trouble_once_it_is()
    {
        using var world = Worlds.Started(new ClusterNetworkSpec());
        var isDenied = true;
        world.Driver.Fault = (call, done) => call is FindLimits && isDenied && !done ? new CloudException(CloudErrorKind.Denied, "DescribeInstanceTypes", "", "Forbidden.RAM", "no") : null;
        world.Join("n1");
        world.Run(5);
        Assert.Contains("ecs:DescribeInstanceTypes", Worlds.Condition(world, "n1", "CloudReady").Message);
        isDenied = false;
        world.Run(15);
        Assert.Equal("True", Worlds.Condition(world, "n1", "CloudReady").Status);
    }

    [Fact]
    public void A_refusal_of_what_nobody_wants_any_more_is_forgotten()
    {
        using var world = Worlds.Started(new ClusterNetworkSpec());
        world.Driver.Fault = (call, done) => call is CreateInterface && !done ? new CloudException(CloudErrorKind.QuotaExceeded, "CreateNetworkInterface", "", "QuotaExceeded.Eni", "no") : null;
        world.Join("n1");
        world.Bind("a", "n1", PodText.Exclusive);
        world.Run(60);
        Assert.Equal("QuotaExceeded", Worlds.Condition(world, "n1", "CloudReady").Reason);
        world.Delete("a");
        world.Run(700);
        Assert.Equal("True", Worlds.Condition(world, "n1", "CloudReady").Status);
    }

    [Fact]
    public void Its_nodes_route_stays_while_a_controller_that_begins_does_not_know_it_yet()
    {
        var spec = new ClusterNetworkSpec { PodRanges = [Fairlead.Model.Addresses.Cidr.Parse("10.244.0.0/22")] };
        using var world = Worlds.Started(spec);
        world.Join("n1");
        world.Run(5);
        var entry = world.Emulated.State.RouteTables[CloudSeed.RouteTable].Entries.Values.Single();
        world.Driver.Retold = ended => ended is InstancesListed listed ? listed with { Instances = [] } : ended;
        var before = world.Deeds.Count;
        world.Restart(spec);
        world.Run(400);
        Assert.Empty(world.Deeds.Skip(before).OfType<DeleteRoute>());
        world.Driver.Retold = ended => ended;
        world.Run(20);
        Assert.Equal(entry.Id, world.Emulated.State.RouteTables[CloudSeed.RouteTable].Entries.Values.Single().Id);
        Assert.Equal("True", Worlds.Condition(world, "n1", "RouteReady").Status);
    }

    [Fact]
    public void Pods_that_have_an_ENI_without_asking_are_not_promised_to_others()
    {
        using var world = Worlds.Started(new ClusterNetworkSpec { Mode = PodNetworkMode.ExclusiveEni });
        world.Join("n1");
        world.Run(5);
        Assert.Equal(7, world.Nodes["n1"].Resources[ResourceNames.Eni]);
        world.Bind("unasked", "n1");
        world.Bind("asking", "n1", PodText.Exclusive);
        world.Run(30);
        Assert.Equal((6, 5), (world.Nodes["n1"].Resources[ResourceNames.Eni], world.Nodes["n1"].Resources[ResourceNames.EniAlias]));
        world.Delete("unasked");
        world.Run(5);
        Assert.Equal(7, world.Nodes["n1"].Resources[ResourceNames.Eni]);
    }
}
