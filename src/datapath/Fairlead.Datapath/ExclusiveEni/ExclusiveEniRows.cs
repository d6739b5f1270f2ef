using Fairlead.Datapath.Veth;
using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;
using Fairlead.Model.Nftables;
using Fairlead.Model.Pods;

namespace Fairlead.Datapath.ExclusiveEni;

/// <summary>
/// The rows of a pod with an ENI of its own: the ENI is its interface and leads to the VPC; a veth pair beside it leads to the node,
/// and through it to services, to what is on the node alone and to the node's own slices.
/// </summary>
internal sealed class ExclusiveEniRows(NodeFacts facts, DatapathOptions options, PodAttachment pod)
{
    // As in pods on veths: nobody has these addresses, a permanent neighbour answers for them.
    private static readonly InetAddress Node4 = InetAddress.Parse("169.254.1.1");
    private static readonly InetAddress Node6 = InetAddress.Parse("fe80::1");

    // RT_TABLE_LOCAL of include/uapi/linux/rtnetlink.h.
    private const uint LocalTable = 255;

    private readonly Netns _netns = new(pod.Id.ToString());
    private readonly LinkKey _host = new(Netns.Node, pod.Id.HostLinkName);
    private readonly PodEni _eni = pod.Eni!;

    private LinkKey Interface => new(_netns, pod.Id.InterfaceName);

    private LinkKey Second => new(_netns, ExclusiveEniPlanner.SecondLink(pod.Id.InterfaceName));

    public DatapathPlan Plan() => new()
    {
        Nftables = NftRuleset.Empty with
        {
            Elements =
            [
                .. pod.Addresses.Select(address => GuardChains.PodElement(pod.HostIndex, pod.PodMac, address, NftVerdict.Accept)),
                .. pod.Addresses.Select(SecondLinkChains.Element),
                .. HostPortChains.Elements(pod),
            ],
        },
        Sysctls = [.. Settings()],
        PodGuards = [InnerGuard.Plan(options, pod)],
        Enis = [Eni()],
        Links = [Pair()],
        LinkSysctls = [.. HostPortChains.LoopbackSetting(options, pod)],
        // Single addresses: everything goes by the gateway, as it does in a vSwitch anyway, and there is one neighbour and no subnet to ask in.
        Addresses = [.. pod.Addresses.Select(address => new AddressRow(Interface, address.ToCidr()))],
        Routes = [.. pod.Addresses.SelectMany(Routes)],
        Neighbours = [.. pod.Addresses.SelectMany(Neighbours)],
    };

    private IEnumerable<SysctlRow> Settings()
    {
        // What pods of other nodes and the node itself send may come by either link.
        yield return InPod("net/ipv4/conf/all/rp_filter", "0");
        yield return InPod("net/ipv4/conf/default/rp_filter", "0");
        if (!facts.KernelHasIpv6)
        {
            yield break;
        }

        // A link that comes into a namespace copies `default` as one that is made there does.
        yield return InPod("net/ipv6/conf/default/accept_ra", "0");
        if (pod.V6 is not null)
        {
            yield return InPod("net/ipv6/conf/default/disable_ipv6", "0");
            yield return InPod("net/ipv6/conf/default/accept_dad", "0");
        }
    }

    private EniRow Eni() => new()
    {
        Mac = _eni.Mac,
        Netns = _netns,
        Name = pod.Id.InterfaceName,
        Mtu = pod.Mtu,
        Up = true,
        Member = _eni is { Use: EniUse.Member, Trunk: { } trunk } ? (trunk, (ushort)_eni.Vlan) : null,
    };

    private LinkRow Pair() => new()
    {
        Key = _host,
        Index = pod.HostIndex,
        Mac = pod.HostMac,
        Mtu = pod.Mtu,
        Group = options.PodGroup,
        Alias = OurMark.AliasPrefix + pod.Id,
        Peer = new VethPeer { Key = Second, Mac = pod.PodMac, Mtu = pod.Mtu },
    };

    private IEnumerable<RouteRow> Routes(InetAddress address)
    {
        if (address.IsV6)
        {
            // A new address takes no packets before a worker of the kernel has entered its local route.
            yield return new RouteRow { Key = new RouteKey(_netns, LocalTable, address.ToCidr(), 0), Type = RouteType.Local, Link = Interface };
        }

        if (_eni.Gateway(address.IsV6) is { } gateway)
        {
            yield return InPod(Cidr.Default(address.IsV6), Interface, gateway, null);
        }

        foreach (var near in Near(address.IsV6))
        {
            yield return InPod(near, Second, address.IsV6 ? Node6 : Node4, address);
        }

        // In main whatever other pods need: those on shared ENIs and this one reach each other by the VPC, in both directions.
        yield return new RouteRow
        {
            Key = new RouteKey(Netns.Node, PodTables.Main, address.ToCidr(), 0),
            Link = _host,
            // IPv6 routes have no scope.
            Scope = address.IsV6 ? RouteScope.Universe : RouteScope.Link,
            PreferredSource = address.IsV6 ? facts.V6 : facts.V4,
        };
    }

    /// <summary>What is reached by the second link. What lies in another of them needs no route of its own.</summary>
    private IEnumerable<Cidr> Near(bool v6)
    {
        InetAddress?[] own = [facts.V4, facts.V6];
        var all = own.OfType<InetAddress>().Select(address => address.ToCidr())
            .Concat(options.ServiceRanges).Concat(options.NodeLocalRanges).Concat(options.PodSlices)
            .Where(range => range.IsV6 == v6).Distinct().ToList();
        return all.Where(range => !all.Any(other => other != range && other.Contains(range))).Order();
    }

    private IEnumerable<NeighbourRow> Neighbours(InetAddress address)
    {
        yield return new NeighbourRow(new NeighbourKey(Second, address.IsV6 ? Node6 : Node4), pod.HostMac);
        yield return new NeighbourRow(new NeighbourKey(_host, address), pod.PodMac);
    }

    private RouteRow InPod(Cidr destination, LinkKey link, InetAddress gateway, InetAddress? source) => new()
    {
        Key = new RouteKey(_netns, PodTables.Main, destination, 0),
        Link = link,
        Gateway = gateway,
        OnLink = true,
        PreferredSource = source,
    };

    private SysctlRow InPod(string path, string value) => new(new SysctlKey(_netns, path), value);
}
