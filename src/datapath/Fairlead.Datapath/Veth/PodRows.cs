using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;
using Fairlead.Model.Nftables;
using Fairlead.Model.Pods;

namespace Fairlead.Datapath.Veth;

/// <summary>
/// A pod's own rows: a veth pair with the peer born in the pod, single addresses, a default route by a gateway that is nobody,
/// and permanent neighbours on both sides, so that the first packet in each direction asks nothing.
/// </summary>
/// <param name="verdict">What the guard does with the pod's own packets.</param>
/// <param name="tables">Where the node's routes to the pod lie.</param>
internal sealed class PodRows(NodeFacts facts, DatapathOptions options, PodAttachment pod, NftVerdict verdict, uint[] tables)
{
    // Link-local and on no link: the same in every pod. Nobody has these addresses; the neighbour below answers for them.
    private static readonly InetAddress Gateway4 = InetAddress.Parse("169.254.1.1");
    private static readonly InetAddress Gateway6 = InetAddress.Parse("fe80::1");

    // RT_TABLE_LOCAL of include/uapi/linux/rtnetlink.h.
    private const uint LocalTable = 255;

    private readonly Netns _netns = new(pod.Id.ToString());
    private readonly LinkKey _host = new(Netns.Node, pod.Id.HostLinkName);

    private LinkKey Inside => new(_netns, pod.Id.InterfaceName);

    public DatapathPlan Plan() => new()
    {
        Nftables = NftRuleset.Empty with
        {
            Elements =
            [
                .. pod.Addresses.Select(address => GuardChains.PodElement(pod.HostIndex, pod.PodMac, address, verdict)),
                .. HostPortChains.Elements(pod),
            ],
        },
        Sysctls = [.. Settings()],
        Links = [Link()],
        LinkSysctls = [.. HostPortChains.LoopbackSetting(options, pod)],
        Addresses = [.. pod.Addresses.Select(address => new AddressRow(Inside, address.ToCidr()))],
        Routes = [.. LocalRoutes(), .. pod.Addresses.SelectMany(Routes)],
        Neighbours = [.. pod.Addresses.SelectMany(Neighbours)],
    };

    private IEnumerable<SysctlRow> Settings()
    {
        if (!facts.KernelHasIpv6)
        {
            yield break;
        }

        // `default` is what the pod's link copies when it is made, so they hold before it can be up.
        yield return Inherited("accept_ra", "0");
        if (pod.V6 is not null)
        {
            yield return Inherited("disable_ipv6", "0");
            yield return Inherited("accept_dad", "0");
        }
    }

    private LinkRow Link() => new()
    {
        Key = _host,
        Index = pod.HostIndex,
        Mac = pod.HostMac,
        Mtu = pod.Mtu,
        Group = options.PodGroup,
        Alias = OurMark.AliasPrefix + pod.Id,
        Peer = new VethPeer { Key = Inside, Mac = pod.PodMac, Mtu = pod.Mtu },
    };

    private IEnumerable<RouteRow> Routes(InetAddress address)
    {
        yield return new RouteRow
        {
            Key = new RouteKey(_netns, PodTables.Main, Cidr.Default(address.IsV6), 0),
            Link = Inside,
            Gateway = Gateway(address),
            OnLink = true,
        };
        foreach (var table in tables)
        {
            yield return new RouteRow
            {
                Key = new RouteKey(Netns.Node, table, address.ToCidr(), 0),
                Link = _host,
                // IPv6 routes have no scope.
                Scope = address.IsV6 ? RouteScope.Universe : RouteScope.Link,
                PreferredSource = address.IsV6 ? facts.V6 : facts.V4,
            };
        }
    }

    /// <summary>
    /// A new IPv6 address takes no packets before a worker of the kernel has entered its local route (with IFA_F_NODAD,
    /// inet6_addr_add leaves that to addrconf_dad_work): on a busy node the first packets to the pod were lost. So it is
    /// entered by us as well.
    /// </summary>
    private IEnumerable<RouteRow> LocalRoutes() =>
        from address in pod.Addresses
        where address.IsV6
        select new RouteRow { Key = new RouteKey(_netns, LocalTable, address.ToCidr(), 0), Type = RouteType.Local, Link = Inside };

    private IEnumerable<NeighbourRow> Neighbours(InetAddress address)
    {
        yield return new NeighbourRow(new NeighbourKey(Inside, Gateway(address)), pod.HostMac);
        yield return new NeighbourRow(new NeighbourKey(_host, address), pod.PodMac);
    }

    private SysctlRow Inherited(string name, string value) =>
        new(new SysctlKey(_netns, $"net/ipv6/conf/default/{name}"), value);

    private static InetAddress Gateway(InetAddress address) => address.IsV6 ? Gateway6 : Gateway4;
}
