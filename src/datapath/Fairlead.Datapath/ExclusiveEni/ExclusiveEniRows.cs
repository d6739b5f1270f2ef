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
    private readonly Netns _netns = new(pod.Id.ToString());
    private readonly VethPair _pair = new(facts, options, pod, ExclusiveEniPlanner.SecondLink(pod.Id.InterfaceName));
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
        Links = [_pair.Link()],
        LinkSysctls = [.. HostPortChains.LoopbackSetting(options, pod)],
        // Single addresses: everything goes by the gateway, as it does in a vSwitch anyway, and there is one neighbour and no subnet to ask in.
        Addresses = [.. pod.Addresses.Select(address => new AddressRow(Interface, address.ToCidr()))],
        Routes = [.. pod.Addresses.SelectMany(Routes)],
        Neighbours = [.. pod.Addresses.SelectMany(_pair.Neighbours)],
    };

    private IEnumerable<SysctlRow> Settings()
    {
        // What pods of other nodes and the node itself send may come by either link.
        yield return InPod("net/ipv4/conf/all/rp_filter", "0");
        yield return InPod("net/ipv4/conf/default/rp_filter", "0");
        foreach (var row in InsidePod.Inherited(facts, pod, _netns))
        {
            yield return row;
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

    private IEnumerable<RouteRow> Routes(InetAddress address)
    {
        if (address.IsV6)
        {
            yield return InsidePod.LocalRoute(Interface, address);
        }

        if (_eni.Gateway(address.IsV6) is { } gateway)
        {
            yield return InPod(Cidr.Default(address.IsV6), Interface, gateway, null);
        }

        foreach (var near in Near(address.IsV6))
        {
            yield return InPod(near, Second, PodGateway.Of(address.IsV6), address);
        }

        // In main whatever other pods need: those on shared ENIs and this one reach each other by the VPC, in both directions.
        yield return _pair.ToPod(address, PodTables.Main);
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
