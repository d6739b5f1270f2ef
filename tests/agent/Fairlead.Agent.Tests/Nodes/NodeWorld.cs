using Fairlead.Linux;
using Fairlead.Linux.Interop;
using Fairlead.Linux.Links;
using Fairlead.Linux.Namespaces;
using Fairlead.Linux.Netlink;
using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;

namespace Fairlead.Agent.Tests.Nodes;

/// <summary>
/// The namespaces of a node: it is 172.16.10.1 and fd16::1 on eth0, and beside it is a host 172.16.10.2, fd16::2 of the VPC that
/// is also 198.51.100.1 of the world outside.
/// </summary>
internal sealed class NodeWorld : IDisposable
{
    public NodeWorld()
    {
        Node = Create();
        Outside = Create();
        // Nothing here has anybody to detect a duplicate of, and waiting for it takes 1 to 2 s.
        Node.WriteSysctl("net/ipv6/conf/default/accept_dad", "0");
        Outside.WriteSysctl("net/ipv6/conf/default/accept_dad", "0");
        Execute(Node, batch => LinkCodec.WriteVeth(
            batch,
            new LinkRow { Key = new LinkKey(Netns.Node, "eth0"), Index = 2, Mac = MacAddress.Parse("02:00:00:00:10:01"), Mtu = 1500 },
            new VethPeer { Key = new LinkKey(new Netns("outside"), "eth0"), Mac = MacAddress.Parse("02:00:00:00:10:02"), Mtu = 1500 },
            Outside.Descriptor));
        Configure(Node, ["172.16.10.1/24", "fd16::1/64"], [("0.0.0.0/0", "172.16.10.2"), ("::/0", "fd16::2")]);
        Configure(
            Outside, ["172.16.10.2/24", "fd16::2/64", "198.51.100.1/32", "2001:db8::1/128"],
            [("10.244.0.0/16", "172.16.10.1"), ("fd10:244::/32", "fd16::1")]);
    }

    public NetworkNamespace Node { get; }

    public NetworkNamespace Outside { get; }

    public static void Execute(NetworkNamespace netns, Action<NetlinkBatch> write)
    {
        using var connection = new NetlinkConnection(netns.Open(NetlinkProtocol.Route));
        var batch = new NetlinkBatch();
        write(batch);
        Assert.All(connection.Execute(batch), result => Assert.True(result.IsSuccess, $"{result.Code} {result.Text}"));
    }

    public static int IndexOf(NetworkNamespace netns, string link)
    {
        using var connection = new NetlinkConnection(netns.Open(NetlinkProtocol.Route));
        return LinkLookup.IndexOf(connection, link);
    }

    public static bool HasLink(NetworkNamespace netns, string link)
    {
        using var connection = new NetlinkConnection(netns.Open(NetlinkProtocol.Route));
        return LinkLookup.Find(connection, link) is not null;
    }

    public void Dispose()
    {
        Node.Dispose();
        Outside.Dispose();
    }

    // By the hand of a program that is not ours: what our own codecs write bears our mark, and the agent would take it away.
    private static void Configure(NetworkNamespace netns, string[] own, (string Destination, string Gateway)[] ways)
    {
        Run.In(netns, "ip link set lo up").Succeeded();
        Run.In(netns, "ip link set eth0 up").Succeeded();
        own.ToList().ForEach(address => Run.In(netns, $"ip address add {address} dev eth0").Succeeded());
        ways.ToList().ForEach(way => Run.In(netns, $"ip route add {way.Destination} via {way.Gateway} dev eth0").Succeeded());
    }

    private static NetworkNamespace Create()
    {
        try
        {
            return NetworkNamespace.Create();
        }
        catch (KernelException error) when (error.Code == Errno.EPERM)
        {
            Assert.Skip("network namespaces need CAP_SYS_ADMIN: run as root or inside 'unshare --user --map-root-user'");
            throw;
        }
    }
}
