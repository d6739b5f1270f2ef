using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Fairlead.Linux.Namespaces;
using Fairlead.Model.Addresses;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Configuration;
using Fairlead.Vpc.Control;
using Fairlead.Vpc.Decisions;
using Fairlead.Vpc.Packets.Fabric;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Tests.Packets;

/// <summary>The VPC of the walkthrough with real packets: fabric and hosts in nameless namespaces of this process.</summary>
internal sealed class FabricWorld : IDisposable
{
    // A host asks for a neighbour again after a second (RetransTimer of RFC 4861) and holds the packet meanwhile.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(1200);
    private readonly Dictionary<string, LabHost> _hosts = [];

    public FabricWorld(VpcConfiguration? configuration = null, CloudSettings? settings = null)
    {
        // The first host finds out whether namespaces can be had at all.
        foreach (var name in Names(configuration ??= Walkthrough))
        {
            _hosts[name] = new LabHost(name);
        }

        Netns = NetworkNamespace.Create();
        Packets = new PacketFabric(Netns, TimeProvider.System);
        Cloud = new EmulatedCloud(CloudState.Empty with { Settings = settings ?? CloudSettings.Immediate }, TimeProvider.System);
        Fabric = new VpcFabric(Packets, Cloud, TimeProvider.System);
        Fabric.Start();
        Fabric.Submit(new Configure(configuration));
        foreach (var host in _hosts.Values)
        {
            Plug(host.Name);
        }
    }

    public static VpcConfiguration Walkthrough { get; } = new()
    {
        Cidrs = [Cidr.Parse("172.16.0.0/16"), Cidr.Parse("fd16::/56")],
        VSwitches =
        [
            new VSwitchConfiguration("vsw-cluster", Cidr.Parse("172.16.10.0/24"), Cidr.Parse("fd16:0:0:10::/64")),
            new VSwitchConfiguration("vsw-legacy", Cidr.Parse("172.16.20.0/24"), Cidr.Parse("fd16:0:0:20::/64")),
        ],
        Instances =
        [
            Node("node-1", "172.16.10.11", "fd16:0:0:10::11"),
            Node("node-2", "172.16.10.12", "fd16:0:0:10::12"),
            new InstanceConfiguration("legacy-1", "vsw-legacy", InetAddress.Parse("172.16.20.21")) { Address6 = InetAddress.Parse("fd16:0:0:20::21") },
        ],
        Outside =
        [
            new OutsideConfiguration("internet", OutsideKind.Internet, [InetAddress.Parse("203.0.113.10")]),
            new OutsideConfiguration("dns", OutsideKind.CloudService, [InetAddress.Parse("100.100.2.136")]),
        ],
    };

    public EmulatedCloud Cloud { get; }

    public VpcFabric Fabric { get; }

    public PacketFabric Packets { get; }

    public NetworkNamespace Netns { get; }

    public LabHost this[string name] => _hosts[name];

    public void Plug(string name) => _hosts[name].Configure(NicConfiguration.Of(Fabric.Submit(new AttachPort(name, _hosts[name].Path, "eth0")), name));

    /// <summary>The host's namespace goes, and its NIC with it; another host of the name stands in its place, unplugged.</summary>
    public void Kill(string name)
    {
        _hosts[name].Dispose();
        _hosts[name] = new LabHost(name);
    }

    public long Drops(DropReason reason) => Fabric.Snapshot().Drops[reason];

    /// <summary>One UDP round trip.</summary>
    /// <returns>The source that the receiver saw; null where nothing arrived, or the answer did not come back.</returns>
    public InetAddress? Ask(string from, string to, string destination, int port = 5000, string? source = null) =>
        Ask(_hosts[from], _hosts[to], InetAddress.Parse(destination), port, source is null ? null : InetAddress.Parse(source));

    public static InetAddress? Ask(LabHost from, LabHost to, InetAddress destination, int port, InetAddress? source)
    {
        using var server = to.Udp(null, port, destination.IsV6);
        using var client = from.Udp(source, 0, destination.IsV6);
        client.SendTo("?"u8, new IPEndPoint(destination.ToIPAddress(), port));
        return Hear(server, out var asker) && Answered(server, client, asker) ? InetAddress.FromBytes(asker.Address.GetAddressBytes()) : null;
    }

    /// <summary>A UDP packet one way.</summary>
    public static bool Arrives(LabHost from, LabHost to, InetAddress destination, int port, InetAddress? source)
    {
        using var server = to.Udp(null, port, destination.IsV6);
        using var client = from.Udp(source, 0, destination.IsV6);
        try
        {
            client.SendTo("?"u8, new IPEndPoint(destination.ToIPAddress(), port));
        }
        catch (SocketException)
        {
            return false;
        }

        return Hear(server, out _);
    }

    public void Dispose()
    {
        Fabric.Dispose();
        Cloud.Dispose();
        foreach (var host in _hosts.Values)
        {
            host.Dispose();
        }
    }

    private static IEnumerable<string> Names(VpcConfiguration configuration) =>
        configuration.Instances.Select(instance => instance.Name).Concat(configuration.Outside.Select(host => host.Name));

    private static InstanceConfiguration Node(string name, string address, string address6) =>
        new(name, "vsw-cluster", InetAddress.Parse(address)) { Address6 = InetAddress.Parse(address6), SourceDestinationCheck = false };

    private static bool Answered(Socket server, Socket client, IPEndPoint asker)
    {
        server.SendTo("!"u8, asker);
        return Hear(client, out _);
    }

    private static bool Hear(Socket socket, out IPEndPoint from)
    {
        EndPoint peer = new IPEndPoint(socket.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, 0);
        var watch = Stopwatch.StartNew();
        try
        {
            if (socket.Poll(Patience - watch.Elapsed, SelectMode.SelectRead))
            {
                socket.ReceiveFrom(new byte[2048], ref peer);
                from = (IPEndPoint)peer;
                return true;
            }
        }
        catch (SocketException)
        {
            // An ICMP error instead of an answer.
        }

        from = (IPEndPoint)peer;
        return false;
    }
}
