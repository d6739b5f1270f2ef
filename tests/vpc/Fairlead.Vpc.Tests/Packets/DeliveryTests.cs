using Fairlead.Model.Addresses;
using Fairlead.Vpc.Decisions;
using Fairlead.Vpc.Control;

namespace Fairlead.Vpc.Tests.Packets;

/// <summary>Packets go by destination address and route table, and a change of it acts on the next packet.</summary>
public sealed class DeliveryTests
{
    [Fact]
    public void Hosts_reach_each_other_within_and_between_vswitches_in_both_families()
    {
        using var world = new FabricWorld();
        Assert.Equal(InetAddress.Parse("172.16.10.11"), world.Ask("node-1", "node-2", "172.16.10.12"));
        Assert.Equal(InetAddress.Parse("172.16.20.21"), world.Ask("legacy-1", "node-1", "172.16.10.11"));
        Assert.Equal(InetAddress.Parse("fd16:0:0:10::11"), world.Ask("node-1", "node-2", "fd16:0:0:10::12"));
        Assert.Equal(InetAddress.Parse("fd16:0:0:20::21"), world.Ask("legacy-1", "node-1", "fd16:0:0:10::11"));
    }

    [Theory]
    [InlineData("10.244.1.7", "10.244.1.0/24", "172.16.20.21")]
    [InlineData("fd44:1::7", "fd44:1::/64", "fd16:0:0:20::21")]
    public void A_pod_is_reached_once_a_route_entry_leads_to_its_node_and_no_longer_without(string pod, string range, string seen)
    {
        using var world = new FabricWorld();
        world["node-1"].AddPod(InetAddress.Parse(pod));
        Assert.Null(world.Ask("legacy-1", "node-1", pod));
        Assert.True(world.Drops(DropReason.NoRoute) >= 1);

        world.Fabric.Submit(new AddRouteEntry(Cidr.Parse(range), "node-1"));
        Assert.Equal(InetAddress.Parse(seen), world.Ask("legacy-1", "node-1", pod));
        Assert.Equal(InetAddress.Parse(pod), world.Ask("node-1", "legacy-1", seen, source: pod));

        world.Fabric.Submit(new RemoveRouteEntry(Cidr.Parse(range)));
        Assert.Null(world.Ask("legacy-1", "node-1", pod));
    }

    [Fact]
    public void A_host_that_died_comes_back_with_the_same_nic_and_its_routes()
    {
        using var world = new FabricWorld();
        var pod = InetAddress.Parse("10.244.1.7");
        world.Fabric.Submit(new AddRouteEntry(Cidr.Parse("10.244.1.0/24"), "node-1"));
        var mac = world["node-1"].Nic!.Mac;
        world.Kill("node-1");
        Assert.Null(world.Ask("legacy-1", "node-2", "10.244.1.7"));
        world.Fabric.Submit(new DetachPort("node-1"));
        Assert.Null(world.Ask("legacy-1", "node-2", "172.16.10.11"));
        Assert.True(world.Drops(DropReason.UnassignedAddress) >= 1);

        world.Plug("node-1");
        world["node-1"].AddPod(pod);
        Assert.Equal(mac, world["node-1"].Nic!.Mac);
        Assert.NotNull(world.Ask("legacy-1", "node-1", "172.16.10.11"));
        Assert.NotNull(world.Ask("legacy-1", "node-1", "10.244.1.7"));
    }
}
