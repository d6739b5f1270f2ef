using System.Net;
using System.Net.Sockets;
using Fairlead.Model.Addresses;
using Fairlead.Vpc.Control;
using Fairlead.Vpc.Decisions;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Tests.Packets;

/// <summary>Hosts reach what the cloud answers itself, from their NICs' own addresses and from no others: by those it knows who asks.</summary>
public sealed class CloudItselfTests
{
    [Fact]
    public void A_host_is_heard_at_the_metadata_address_and_nobody_who_sends_from_a_foreign_one()
    {
        using var world = new FabricWorld();
        using var listener = Listen(world, CloudAddresses.Metadata);
        world["node-1"].AddPod(InetAddress.Parse("10.244.1.7"));
        world["node-1"].AddPod(InetAddress.Parse("172.16.10.12"));
        world.Fabric.Submit(new AddRouteEntry(Cidr.Parse("10.244.1.0/24"), "node-1"));

        Assert.Equal("172.16.10.11", Connect(world, listener, "node-1"));
        Assert.Equal("172.16.20.21", Connect(world, listener, "legacy-1"));
        Assert.Null(Connect(world, listener, "node-1", "10.244.1.7"));
        // The check of node-1 is off, and yet it cannot ask in node-2's name.
        Assert.Null(Connect(world, listener, "node-1", "172.16.10.12"));
        Assert.True(world.Drops(DropReason.ServiceSource) >= 2);
        Assert.Null(Connect(world, listener, "internet"));
        Assert.True(world.Drops(DropReason.PrivateDestination) >= 1);
    }

    [Fact]
    public void Security_groups_and_routes_have_no_say_in_it_and_nothing_else_of_the_fabric_is_reached()
    {
        var plan = FabricWorld.Walkthrough;
        using var world = new FabricWorld(plan with
        {
            SecurityGroups = [new Vpc.Configuration.SecurityGroupConfiguration("closed", [])],
            Instances = [.. plan.Instances.Select(instance => instance with { SecurityGroups = ["closed"] })],
        });
        world.Fabric.Submit(new AddRouteEntry(Cidr.Parse("100.100.100.0/24"), "node-2"));
        using var listener = Listen(world, CloudAddresses.OpenApi);
        using var closed = world.Netns.Inside(() => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
        closed.Bind(new IPEndPoint(IPAddress.Any, 8080));
        closed.Listen();
        Assert.Equal("172.16.20.21", Connect(world, listener, "legacy-1"));
        using var client = world["legacy-1"].Tcp();
        Assert.False(client.BeginConnect(new IPEndPoint(IPAddress.Parse("192.0.0.8"), 8080), null, null).AsyncWaitHandle.WaitOne(200) && client.Connected);
    }

    private static Socket Listen(FabricWorld world, InetAddress address) => world.Netns.Inside(() =>
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(address.ToIPAddress(), 80));
        socket.Listen();
        return socket;
    });

    /// <returns>The address that the listener saw; null where no connection came about.</returns>
    private static string? Connect(FabricWorld world, Socket listener, string from, string? source = null)
    {
        using var client = world[from].Tcp();
        if (source is not null)
        {
            client.Bind(new IPEndPoint(IPAddress.Parse(source), 0));
        }

        client.Blocking = false;
        try
        {
            client.Connect(listener.LocalEndPoint!);
        }
        catch (SocketException error) when (error.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
        {
            // It is under way.
        }

        if (!listener.Poll(TimeSpan.FromSeconds(1), SelectMode.SelectRead))
        {
            return null;
        }

        using var accepted = listener.Accept();
        return ((IPEndPoint)accepted.RemoteEndPoint!).Address.ToString();
    }
}
