using System.Net;
using System.Net.Sockets;
using Fairlead.Model.Addresses;
using Fairlead.Vpc.Decisions;

namespace Fairlead.Vpc.Tests.Packets;

/// <summary>A packet that does not fit the next wire is not delivered, and its sender is told how long it may be.</summary>
public sealed class MtuTests
{
    [Theory]
    [InlineData("172.16.20.21", 28)]
    [InlineData("fd16:0:0:20::21", 48)]
    public void A_sender_learns_the_mtu_of_the_path(string destination, int headers)
    {
        var plan = FabricWorld.Walkthrough;
        using var world = new FabricWorld(plan with { Instances = [plan.Instances[0] with { Mtu = 8500 }, .. plan.Instances.Skip(1)] });
        var target = InetAddress.Parse(destination);
        using var server = world["legacy-1"].Udp(null, 5000, target.IsV6);
        using var client = world["node-1"].Udp(null, 0, target.IsV6);
        // IP_MTU_DISCOVER 10 and IPV6_MTU_DISCOVER 23, both PMTUDISC_DO (2): never fragment.
        client.SetRawSocketOption(target.IsV6 ? 41 : 0, target.IsV6 ? 23 : 10, BitConverter.GetBytes(2));
        var end = new IPEndPoint(target.ToIPAddress(), 5000);
        client.SendTo(new byte[4000], end);
        Assert.False(server.Poll(TimeSpan.FromMilliseconds(200), SelectMode.SelectRead));
        Assert.Equal(1, world.Drops(DropReason.TooBig));
        var error = Assert.Throws<SocketException>(() => Enumerable.Range(0, 3).ToList().ForEach(_ => client.SendTo(new byte[4000], end)));
        Assert.Equal(SocketError.MessageSize, error.SocketErrorCode);
        client.SendTo(new byte[1500 - headers], end);
        Assert.True(server.Poll(TimeSpan.FromSeconds(5), SelectMode.SelectRead));
    }

    [Fact]
    public void A_long_packet_that_may_be_fragmented_arrives_whole()
    {
        var plan = FabricWorld.Walkthrough;
        using var world = new FabricWorld(plan with { Instances = [plan.Instances[0] with { Mtu = 8500 }, .. plan.Instances.Skip(1)] });
        using var server = world["legacy-1"].Udp(null, 5000);
        using var client = world["node-1"].Udp();
        client.SetRawSocketOption(0, 10, BitConverter.GetBytes(0)); // IP_PMTUDISC_DONT: DF is not set
        client.SendTo(new byte[4000], new IPEndPoint(IPAddress.Parse("172.16.20.21"), 5000));
        Assert.True(server.Poll(TimeSpan.FromSeconds(5), SelectMode.SelectRead));
        Assert.Equal(4000, server.Receive(new byte[8000]));
    }

    [Fact]
    public void The_fabric_is_one_hop_and_says_when_it_was_the_last()
    {
        using var world = new FabricWorld();
        using var nic = new RawNic(world["node-1"], 0x0800);
        using var client = world["node-1"].Udp();
        client.Ttl = 1;
        client.SendTo(new byte[4], new IPEndPoint(IPAddress.Parse("172.16.20.21"), 5000));
        // Protocol ICMP, type 11 (time exceeded), from 192.0.0.8 (RFC 7600).
        Assert.Equal(1, nic.Count(frame => frame[23] == 1 && frame[34] == 11 && InetAddress.FromBytes(frame.AsSpan(26, 4)) == InetAddress.Parse("192.0.0.8"), 300));
    }
}
