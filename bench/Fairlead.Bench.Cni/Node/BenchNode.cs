using Fairlead.Linux.Addresses;
using Fairlead.Linux.Links;
using Fairlead.Linux.Namespaces;
using Fairlead.Linux.Netlink;
using Fairlead.Linux.Routes;
using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;

namespace Fairlead.Bench.Cni.Node;

/// <summary>
/// The namespace that this process was started in, made a node: eth0 with 172.16.10.1 and fd16::1, and behind it a host that is the
/// rest of the world.
/// </summary>
internal sealed class BenchNode : IDisposable
{
    public const string HostAddress = "172.16.10.2";
    public const string HostAddress6 = "fd16::2";

    public BenchNode()
    {
        // Nothing here has anybody to detect a duplicate of, and waiting for it takes 1 to 2 s.
        Node.WriteSysctl("net/ipv6/conf/default/accept_dad", "0");
        Host.WriteSysctl("net/ipv6/conf/default/accept_dad", "0");
        In(Node, connection =>
        {
            var batch = new NetlinkBatch();
            LinkCodec.WriteVeth(
                batch,
                new LinkRow { Key = new LinkKey(Netns.Node, "eth0"), Index = 2, Mac = MacAddress.Parse("02:00:00:00:10:01"), Mtu = 1500 },
                new VethPeer { Key = new LinkKey(new Netns("host"), "eth0"), Mac = MacAddress.Parse("02:00:00:00:10:02"), Mtu = 1500 },
                Host.Descriptor);
            connection.Execute(batch);
        });
        Configure(Node, ["172.16.10.1/24", "fd16::1/64"], [("0.0.0.0/0", HostAddress), ("::/0", HostAddress6)]);
        Configure(
            Host, [HostAddress + "/24", HostAddress6 + "/64"],
            [("10.0.0.0/8", "172.16.10.1"), ("fd10::/16", "fd16::1"), ("fd22::/16", "fd16::1")]);
    }

    public NetworkNamespace Node { get; } = NetworkNamespace.Current();

    public NetworkNamespace Host { get; } = NetworkNamespace.Create();

    public static void In(NetworkNamespace netns, Action<NetlinkConnection> work)
    {
        using var connection = new NetlinkConnection(netns.Open(NetlinkProtocol.Route));
        work(connection);
    }

    public void Dispose()
    {
        Host.Dispose();
        Node.Dispose();
    }

    private static void Configure(NetworkNamespace netns, string[] own, (string Destination, string Gateway)[] ways) => In(netns, connection =>
    {
        var index = LinkLookup.IndexOf(connection, "eth0");
        var batch = new NetlinkBatch();
        LinkCodec.WriteUp(batch, 1, true);
        LinkCodec.WriteUp(batch, index, true);
        own.ToList().ForEach(address => AddressCodec.WriteReplace(batch, index, Cidr.Parse(address), NobodysAddress));
        Check(connection, batch);

        var routes = new NetlinkBatch();
        ways.ToList().ForEach(way => RouteCodec.WriteReplace(routes, By(way.Destination, way.Gateway), index, Boot));
        Check(connection, routes);
    });

    private static void Check(NetlinkConnection connection, NetlinkBatch batch)
    {
        foreach (var result in connection.Execute(batch).Where(result => !result.IsSuccess))
        {
            throw new InvalidOperationException(result.ToException("making", "the bench's node").Message);
        }
    }

    // RTPROT_BOOT and no IFA_PROTO: none of the agent's, which would take it away.
    private const byte Boot = 3;
    private const byte NobodysAddress = 0;

    private static RouteRow By(string destination, string gateway) => new()
    {
        Key = new RouteKey(Netns.Node, RouteCodec.MainTable, Cidr.Parse(destination), 0),
        Link = new LinkKey(Netns.Node, "eth0"),
        Gateway = InetAddress.Parse(gateway),
    };
}
