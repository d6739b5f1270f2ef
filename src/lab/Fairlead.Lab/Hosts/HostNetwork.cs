using Fairlead.Linux.Addresses;
using Fairlead.Linux.Links;
using Fairlead.Linux.Namespaces;
using Fairlead.Linux.Netlink;
using Fairlead.Linux.Routes;
using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;
using Fairlead.Vpc.Control;

namespace Fairlead.Lab.Hosts;

/// <summary>What a cloud image does with its NIC at boot: addresses and default routes as DHCP and router advertisements say.</summary>
internal static class HostNetwork
{
    /// <summary>Index of lo in every namespace (LOOPBACK_IFINDEX).</summary>
    public const int Loopback = 1;

    // RTPROT_DHCP of include/uapi/linux/rtnetlink.h: the agent takes what bears its own protocol number for its own. IFA_PROTO has no
    // number for DHCP; 0 is what programs that set none leave.
    private const byte Dhcp = 16;
    private const byte Unspecified = 0;

    // A new namespace inherits the machine's IPv4 settings (net.core.devconf_inherit_init_net); the images of clouds have these.
    private static readonly (string Path, string Value)[] Settings =
    [
        ("net/ipv4/ip_forward", "0"), ("net/ipv4/conf/all/rp_filter", "1"), ("net/ipv4/conf/default/rp_filter", "1"), ("net/ipv6/conf/all/forwarding", "0"),
    ];

    public static void Prepare(NetworkNamespace netns)
    {
        foreach (var (path, value) in Settings)
        {
            netns.WriteSysctl(path, value);
        }

        using var connection = new NetlinkConnection(netns.Open(NetlinkProtocol.Route));
        var batch = new NetlinkBatch();
        LinkCodec.WriteUp(batch, Loopback, true);
        connection.ExecuteOne(batch, "setting up", "lo");
    }

    public static void Configure(NetworkNamespace netns, NicConfiguration nic)
    {
        using var connection = new NetlinkConnection(netns.Open(NetlinkProtocol.Route));
        Configure(connection, LinkLookup.IndexOf(connection, nic.InterfaceName), nic, 0);
    }

    /// <param name="metric">Of the default routes: the lowest is the one that is used.</param>
    public static void Configure(NetlinkConnection connection, int index, NicConfiguration nic, uint metric)
    {
        var batch = new NetlinkBatch();
        LinkCodec.WriteChange(batch, index, mtu: nic.Mtu, up: true);
        foreach (var address in nic.Addresses)
        {
            AddressCodec.WriteReplace(batch, index, address, Unspecified);
        }

        RouteCodec.WriteReplace(batch, Default(nic, nic.Gateway, metric), index, Dhcp);
        if (nic.Gateway6 is { } gateway6)
        {
            RouteCodec.WriteReplace(batch, Default(nic, gateway6, metric), index, Dhcp);
        }

        connection.ExecuteOne(batch, "configuring", nic.InterfaceName);
    }

    private static RouteRow Default(NicConfiguration nic, InetAddress gateway, uint metric) => new()
    {
        Key = new RouteKey(Netns.Node, RouteCodec.MainTable, Cidr.Default(gateway.IsV6), metric),
        Link = new LinkKey(Netns.Node, nic.InterfaceName),
        Gateway = gateway,
        OnLink = true,
    };
}
