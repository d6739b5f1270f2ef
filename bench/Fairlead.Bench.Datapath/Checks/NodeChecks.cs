using Fairlead.Bench.World;
using System.Net;
using System.Net.Sockets;
using Fairlead.Bench.Datapath.World;
using Fairlead.Linux.Conntrack;
using Fairlead.Linux.Namespaces;
using Fairlead.Model.Addresses;

namespace Fairlead.Bench.Datapath.Checks;

/// <summary>
/// What a node does to packets, shown by packets before anything is timed: a datapath that lets everything through is no figure.
/// </summary>
internal static class NodeChecks
{
    // One that every case lets through.
    private const ushort Port = 8080;

    // An address that no pod has, in a range that nobody has.
    private static readonly InetAddress Foreign = InetAddress.Parse("10.77.0.1");

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <returns>A sentence for the results; null for a node that does nothing but carry.</returns>
    /// <exception cref="InvalidOperationException">The node is not what the case says.</exception>
    public static string? Prove(IMeasuredNode node, VpcWorld world) => node switch
    {
        FairleadNode own => Prove(own, world),
        EniNode eni => Prove(eni, world),
        RulesAndChainsNode peer => RefusesSpoofed(peer, peer.PodAddress, world),
        _ => null,
    };

    private static string Prove(FairleadNode node, VpcWorld world)
    {
        var guard = RefusesSpoofed(node, node.PodAddress, world);
        var seen = SeenOutside(node, world);
        Require(seen == (node.Masquerades ? node.Nic.Address : node.PodAddress), node, $"sends to the internet from {seen}");
        var tracked = IsTracked(node.Node, node.PodAddress);
        Require(tracked == node.Masquerades, node, tracked ? "tracks connections although nothing needs them" : "masquerades without tracking connections");
        return $"{node.PodAddresses.Count} pods by the plug-in; {guard}; the internet sees {(node.Masquerades ? "the node" : "the pod")}; "
            + $"connection tracking {(tracked ? "on" : "off")}";
    }

    private static string Prove(EniNode node, VpcWorld world)
    {
        var guard = RefusesSpoofed(node, node.PodAddress, world);
        var tracked = IsTracked(node.Node, node.PodAddress);
        Require(tracked == node.HasHostPort, node, tracked ? "tracks connections although nothing needs them" : "has a hostPort without tracking connections");
        var enis = node.Enis.Count(eni => node.PodAddresses.Any(eni.Addresses.Contains));
        Require(enis == node.Enis.Count, node, $"gave its pods addresses of {enis} ENIs only");
        return $"{node.PodAddresses.Count} pods on {enis} ENIs by the plug-in; {guard}; connection tracking {(tracked ? "on" : "off")}";
    }

    // The way is the same for both and keeps their order: when the second is there and the first is not, it was dropped.
    private static string RefusesSpoofed(IMeasuredNode node, InetAddress own, VpcWorld world)
    {
        using var receiver = world.Vm.Inside(() => Receiver(VpcWorld.VmAddress));
        using var sender = node.Pod.Inside(() => new Socket(AddressFamily.InterNetwork, SocketType.Raw, ProtocolType.Raw));
        foreach (var source in new[] { Foreign, own })
        {
            Send(sender, RawDatagram.Write(source, VpcWorld.VmAddress, Port), mayBeRefused: source == Foreign);
        }

        Require(SourceOf(receiver, node) == own, node, "let a packet with a source that is not the pod's through");
        return "a spoofed packet was dropped, the pod's own arrived";
    }

    // A guard inside the pod drops before the packet has left: the sender is told.
    private static void Send(Socket sender, byte[] packet, bool mayBeRefused)
    {
        try
        {
            sender.SendTo(packet, new IPEndPoint(VpcWorld.VmAddress.ToIPAddress(), 0));
        }
        catch (SocketException error) when (mayBeRefused && error.SocketErrorCode == SocketError.AccessDenied)
        {
        }
    }

    private static InetAddress SeenOutside(FairleadNode node, VpcWorld world)
    {
        using var receiver = world.Vm.Inside(() => Receiver(VpcWorld.Internet));
        using var sender = node.Pod.Inside(() => new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp));
        sender.SendTo("x"u8.ToArray(), new IPEndPoint(VpcWorld.Internet.ToIPAddress(), Port));
        return SourceOf(receiver, node);
    }

    private static bool IsTracked(NetworkNamespace node, InetAddress pod)
    {
        using var table = ConntrackTable.Open(node);
        return table.Read(v6: false).Any(entry => entry.Concerns(pod));
    }

    private static Socket Receiver(InetAddress address)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(address.ToIPAddress(), Port));
        return socket;
    }

    private static InetAddress SourceOf(Socket receiver, IMeasuredNode node)
    {
        EndPoint from = new IPEndPoint(IPAddress.Any, 0);
        Require(receiver.Poll(Patience, SelectMode.SelectRead), node, "lets nothing of its pod through");
        receiver.ReceiveFrom(new byte[64], ref from);
        return InetAddress.FromBytes(((IPEndPoint)from).Address.GetAddressBytes());
    }

    private static void Require(bool holds, IMeasuredNode node, string otherwise)
    {
        if (!holds)
        {
            throw new InvalidOperationException($"{node.Name} {otherwise}: nothing was measured");
        }
    }
}
