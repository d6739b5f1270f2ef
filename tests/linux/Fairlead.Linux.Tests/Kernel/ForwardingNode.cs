using System.Net;
using System.Net.Sockets;
using Fairlead.Linux.Addresses;
using Fairlead.Linux.Links;
using Fairlead.Linux.Namespaces;
using Fairlead.Linux.Netlink;
using Fairlead.Linux.Routes;
using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;

namespace Fairlead.Linux.Tests.Kernel;

/// <summary>A node that forwards between two hosts, 10.0.1.2 and 10.0.2.2, fd00:1::2 and fd00:2::2.</summary>
internal sealed class ForwardingNode : IDisposable
{
    // A packet over two veths takes well under a millisecond.
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly NetworkNamespace _left = RealKernel.NewNamespace();
    private readonly NetworkNamespace _right = RealKernel.NewNamespace();

    public ForwardingNode()
    {
        foreach (var netns in new[] { Node, _left, _right })
        {
            netns.WriteSysctl("net/ipv6/conf/default/accept_dad", "0");
        }

        Plug(_left, 1);
        Plug(_right, 2);
        Node.WriteSysctl("net/ipv4/ip_forward", "1");
        Node.WriteSysctl("net/ipv6/conf/all/forwarding", "1");
    }

    public NetworkNamespace Node { get; } = RealKernel.NewNamespace();

    /// <summary>Whether a datagram gets from one host to the other.</summary>
    public bool Forwards(bool v6, int port = 4242, bool expected = true)
    {
        using var receiver = Open(_right, v6);
        receiver.Bind(new IPEndPoint(v6 ? IPAddress.IPv6Any : IPAddress.Any, port));
        receiver.ReceiveTimeout = (int)(expected ? Patience : Silence).TotalMilliseconds;
        using var sender = Open(_left, v6);
        try
        {
            sender.SendTo("hello"u8, new IPEndPoint(IPAddress.Parse(v6 ? "fd00:2::2" : "10.0.2.2"), port));
            return receiver.Receive(new byte[16]) == 5;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    public void Dispose()
    {
        _left.Dispose();
        _right.Dispose();
        Node.Dispose();
    }

    private static Socket Open(NetworkNamespace netns, bool v6) =>
        netns.Inside(() => new Socket(v6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp));

    private void Plug(NetworkNamespace host, int number)
    {
        Execute(Node, batch => LinkCodec.WriteVeth(
            batch,
            new LinkRow { Key = new LinkKey(Netns.Node, $"host{number}"), Index = 100 + number, Mac = new MacAddress(0x020000000010UL + (uint)number), Mtu = 1500 },
            new VethPeer { Key = new LinkKey(new Netns("host"), "eth0"), Mac = new MacAddress(0x020000000020UL + (uint)number), Mtu = 1500 },
            host.Descriptor));
        Configure(Node, $"host{number}", $"10.0.{number}.1/24", $"fd00:{number}::1/64");
        Configure(host, "eth0", $"10.0.{number}.2/24", $"fd00:{number}::2/64");
        var index = IndexOf(host, "eth0");
        Execute(host, batch =>
        {
            RouteCodec.WriteReplace(batch, Default(InetAddress.Parse($"10.0.{number}.1")), index);
            RouteCodec.WriteReplace(batch, Default(InetAddress.Parse($"fd00:{number}::1")), index);
        });
    }

    private static void Configure(NetworkNamespace netns, string link, params string[] addresses)
    {
        var index = IndexOf(netns, link);
        Execute(netns, batch =>
        {
            LinkCodec.WriteUp(batch, index, true);
            addresses.ToList().ForEach(address => AddressCodec.WriteReplace(batch, index, Cidr.Parse(address)));
        });
    }

    private static RouteRow Default(InetAddress gateway) => new()
    {
        Key = new RouteKey(Netns.Node, RouteCodec.MainTable, Cidr.Default(gateway.IsV6), 0),
        Link = new LinkKey(Netns.Node, "eth0"),
        Gateway = gateway,
    };

    private static int IndexOf(NetworkNamespace netns, string link)
    {
        using var connection = new NetlinkConnection(netns.Open(NetlinkProtocol.Route));
        return LinkLookup.IndexOf(connection, link);
    }

    private static void Execute(NetworkNamespace netns, Action<NetlinkBatch> write)
    {
        using var connection = new NetlinkConnection(netns.Open(NetlinkProtocol.Route));
        var batch = new NetlinkBatch();
        write(batch);
        Assert.All(connection.Execute(batch), result => Assert.True(result.IsSuccess, $"{result.Code} {result.Text}"));
    }
}
