using Fairlead.Linux.Addresses;
using Fairlead.Linux.Links;
using Fairlead.Linux.Namespaces;
using Fairlead.Linux.Neighbours;
using Fairlead.Linux.Netlink;
using Fairlead.Linux.Routes;
using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;

namespace Fairlead.Bench.World;

/// <summary>Links, addresses, routes and neighbours that are nobody's mark: of hosts and networks around what is measured.</summary>
public static class Wire
{
    // RTPROT_BOOT.
    private const byte Boot = 3;

    /// <summary>Octets of layer 3 in a frame, everywhere.</summary>
    public const int Mtu = 1500;

    /// <summary>A veth between two namespaces, both ends up.</summary>
    public static void Lay(NetworkNamespace near, string nearName, MacAddress nearMac, NetworkNamespace far, string farName, MacAddress farMac, uint group = 0)
    {
        var peer = new VethPeer { Key = new LinkKey(new Netns("far"), farName), Mac = farMac, Mtu = Mtu };
        Do(near, $"link {nearName}", (batch, _) => LinkCodec.WriteVeth(
            batch,
            new LinkRow { Key = new LinkKey(Netns.Node, nearName), Index = NextIndex(), Mac = nearMac, Mtu = Mtu, Group = group },
            peer,
            far.Descriptor));
        Up(near, nearName);
        Up(far, farName);
    }

    public static void Up(NetworkNamespace netns, string link) =>
        Do(netns, $"{link} up", (batch, connection) => LinkCodec.WriteUp(batch, LinkLookup.IndexOf(connection, link), true));

    public static void Address(NetworkNamespace netns, string link, Cidr address) =>
        Do(netns, $"address {address}", (batch, connection) => AddressCodec.WriteReplace(batch, LinkLookup.IndexOf(connection, link), address, Boot));

    /// <param name="gateway">Null for what is on the link.</param>
    public static void Route(NetworkNamespace netns, string link, Cidr destination, InetAddress? gateway, uint table = RouteCodec.MainTable) =>
        Do(netns, $"route {destination}", (batch, connection) => RouteCodec.WriteReplace(
            batch,
            new RouteRow
            {
                Key = new RouteKey(Netns.Node, table, destination, 0),
                Link = new LinkKey(Netns.Node, link),
                Gateway = gateway,
                OnLink = gateway is not null,
                Scope = gateway is null ? RouteScope.Link : RouteScope.Universe,
            },
            LinkLookup.IndexOf(connection, link),
            Boot));

    public static void Neighbour(NetworkNamespace netns, string link, InetAddress address, MacAddress mac) =>
        Do(netns, $"neighbour {address}", (batch, connection) => NeighbourCodec.WriteReplace(batch, LinkLookup.IndexOf(connection, link), address, mac));

    private static int _index = 1000;

    private static int NextIndex() => Interlocked.Increment(ref _index);

    private static void Do(NetworkNamespace netns, string what, Action<NetlinkBatch, NetlinkConnection> write)
    {
        using var connection = new NetlinkConnection(netns.Open(NetlinkProtocol.Route));
        var batch = new NetlinkBatch();
        write(batch, connection);
        connection.ExecuteOne(batch, "adding", what);
    }
}
