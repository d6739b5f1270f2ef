using Fairlead.Model.Addresses;
using Fairlead.Vpc.Decisions;
using Fairlead.Vpc.Control;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Tests.Packets;

/// <summary>What the cloud does not carry, each counted under its reason.</summary>
public sealed class RefusalTests
{
    private static readonly InetAddress Pod = InetAddress.Parse("10.244.1.7");

    [Fact]
    public void A_foreign_source_is_dropped_while_the_check_is_on_and_carried_while_it_is_off()
    {
        using var world = new FabricWorld();
        var (sender, receiver) = (world["node-1"], world["legacy-1"]);
        sender.AddPod(Pod);
        var target = InetAddress.Parse("172.16.20.21");
        Assert.True(FabricWorld.Arrives(sender, receiver, target, 5001, Pod));
        world.Fabric.Submit(new SetSourceDestinationCheck("node-1", true));
        Assert.False(FabricWorld.Arrives(sender, receiver, target, 5002, Pod));
        Assert.Equal(1, world.Drops(DropReason.SpoofedSource));
        Assert.True(FabricWorld.Arrives(sender, receiver, target, 5003, null));
        world.Fabric.Submit(new SetSourceDestinationCheck("node-1", false));
        Assert.True(FabricWorld.Arrives(sender, receiver, target, 5004, Pod));
    }

    [Fact]
    public void A_route_to_a_checked_interface_delivers_nothing_but_its_own()
    {
        using var world = new FabricWorld();
        world["legacy-1"].AddPod(Pod);
        world.Fabric.Submit(new AddRouteEntry(Cidr.Parse("10.244.1.0/24"), "legacy-1"));
        Assert.False(FabricWorld.Arrives(world["node-1"], world["legacy-1"], Pod, 5000, null));
        Assert.Equal(1, world.Drops(DropReason.DestinationCheck));
        world.Fabric.Submit(new SetSourceDestinationCheck("legacy-1", false));
        Assert.True(FabricWorld.Arrives(world["node-1"], world["legacy-1"], Pod, 5000, null));
    }

    [Fact]
    public void Another_source_mac_is_dropped_even_with_the_check_off()
    {
        using var world = new FabricWorld();
        var sender = world["node-1"];
        using var nic = new RawNic(sender, 0x0800);
        using var server = world["legacy-1"].Udp(null, 5000);
        var frame = Frames.Udp(VpcState.FabricMac, MacAddress.Parse("02:00:00:00:00:99"), InetAddress.Parse("172.16.10.11"), InetAddress.Parse("172.16.20.21"), 5000);
        nic.Send(frame);
        Assert.False(server.Poll(TimeSpan.FromMilliseconds(200), System.Net.Sockets.SelectMode.SelectRead));
        Assert.Equal(1, world.Drops(DropReason.SpoofedMac));
    }

    [Theory]
    [InlineData("ff:ff:ff:ff:ff:ff", "172.16.10.255")]
    [InlineData("ff:ff:ff:ff:ff:ff", "172.16.10.12")]
    [InlineData("01:00:5e:00:00:01", "224.0.0.1")]
    [InlineData("ee:ff:ff:ff:ff:ff", "255.255.255.255")]
    public void Broadcast_goes_nowhere(string mac, string destination)
    {
        using var world = new FabricWorld();
        using var nic = new RawNic(world["node-1"], 0x0800);
        using var other = new RawNic(world["node-2"], 0x0800);
        nic.Send(Frames.Udp(MacAddress.Parse(mac), world["node-1"].Nic!.Mac, InetAddress.Parse("172.16.10.11"), InetAddress.Parse(destination), 5000));
        Assert.Equal(0, other.Count(frame => frame[23] == 17, 200));
        Assert.Equal(1, world.Drops(DropReason.Broadcast));
    }

    [Fact]
    public void A_unicast_frame_for_another_hosts_mac_is_not_switched_to_it()
    {
        using var world = new FabricWorld();
        using var nic = new RawNic(world["node-1"], 0x0800);
        using var other = new RawNic(world["node-2"], 0x0800);
        nic.Send(Frames.Udp(world["node-2"].Nic!.Mac, world["node-1"].Nic!.Mac, InetAddress.Parse("172.16.10.11"), InetAddress.Parse("172.16.10.12"), 5000));
        Assert.Equal(0, other.Count(frame => frame[23] == 17, 200));
    }

    [Fact]
    public void A_service_of_the_cloud_answers_addresses_of_vswitches_only()
    {
        using var world = new FabricWorld();
        world["node-1"].AddPod(Pod);
        world.Fabric.Submit(new AddRouteEntry(Cidr.Parse("10.244.1.0/24"), "node-1"));
        Assert.Equal(InetAddress.Parse("172.16.10.11"), world.Ask("node-1", "dns", "100.100.2.136", 53));
        Assert.Null(world.Ask("node-1", "dns", "100.100.2.136", 53, source: "10.244.1.7"));
        Assert.Equal(1, world.Drops(DropReason.ServiceSource));
    }

    [Fact]
    public void The_internet_sees_public_addresses_only()
    {
        var plan = FabricWorld.Walkthrough;
        var eip = InetAddress.Parse("198.51.100.77");
        using var world = new FabricWorld(plan with { Instances = [plan.Instances[0] with { PublicAddress = eip }, .. plan.Instances.Skip(1)] });
        world["node-1"].AddPod(Pod);
        world.Fabric.Submit(new AddRouteEntry(Cidr.Parse("10.244.1.0/24"), "node-1"));
        Assert.Equal(eip, world.Ask("node-1", "internet", "203.0.113.10"));
        Assert.Equal(plan.NatGateway, world.Ask("node-2", "internet", "203.0.113.10"));
        Assert.Null(world.Ask("node-1", "internet", "203.0.113.10", source: "10.244.1.7"));
        Assert.Equal(1, world.Drops(DropReason.NoPublicAddress));
        Assert.Equal(InetAddress.Parse("203.0.113.10"), world.Ask("internet", "node-1", "198.51.100.77"));
        Assert.Null(world.Ask("internet", "node-2", "172.16.10.12"));
        Assert.Equal(1, world.Drops(DropReason.PrivateDestination));
    }

    [Fact]
    public void Who_a_dropped_packet_was_from_and_for_is_told()
    {
        using var world = new FabricWorld();
        Assert.False(FabricWorld.Arrives(world["legacy-1"], world["node-1"], Pod, 8080, null));
        var drop = Assert.Single(world.Fabric.Snapshot().RecentDrops, drop => drop.Reason == DropReason.NoRoute);
        Assert.Equal("eni-legacy-1", drop.Port);
        Assert.Equal((InetAddress.Parse("172.16.20.21"), Pod, 17, 8080, 1L), (drop.Source, drop.Destination, (int)drop.Protocol, drop.DestinationPort, drop.Packets));
    }
}
