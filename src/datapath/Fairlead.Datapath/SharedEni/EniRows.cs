using Fairlead.Datapath.Veth;
using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;

namespace Fairlead.Datapath.SharedEni;

/// <summary>
/// One secondary ENI on the node: up and without an address, for every address of it is a pod's; a route table of its own with its
/// gateway, which is asked nothing.
/// </summary>
internal sealed class EniRows(NodeFacts facts, DatapathOptions options, EniLink eni)
{
    private readonly LinkKey _link = new(Netns.Node, eni.Link);

    public DatapathPlan Plan() => new()
    {
        Sysctls = [.. Settings()],
        Nics = [new NicRow { Key = _link, Mac = eni.Eni.Mac, Mtu = options.Mtu ?? facts.UplinkMtu, Alias = OurMark.EniAliasPrefix + eni.Eni.Id }],
        Routes = [.. facts.Gateways(eni).Select(Default)],
        Neighbours = [.. facts.Gateways(eni).Select(gateway => new NeighbourRow(new NeighbourKey(_link, gateway), options.SharedEni.GatewayMac))],
    };

    private IEnumerable<SysctlRow> Settings()
    {
        if (facts.KernelHasIpv6)
        {
            // Before the link is up: no address and no route of the kernel's own making. IN6_ADDR_GEN_MODE_NONE is 1.
            yield return new SysctlRow(new SysctlKey(Netns.Node, $"net/ipv6/conf/{eni.Link}/accept_ra"), "0");
            yield return new SysctlRow(new SysctlKey(Netns.Node, $"net/ipv6/conf/{eni.Link}/addr_gen_mode"), "1");
            if (eni.Eni.Gateway6 is not null)
            {
                // Where somebody has switched IPv6 off for all links that come.
                yield return new SysctlRow(new SysctlKey(Netns.Node, $"net/ipv6/conf/{eni.Link}/disable_ipv6"), "0");
            }
        }
    }

    private RouteRow Default(InetAddress gateway) => new()
    {
        Key = new RouteKey(Netns.Node, options.SharedEni.Table(eni.Eni.Number), Cidr.Default(gateway.IsV6), 0),
        Link = _link,
        Gateway = gateway,
        OnLink = true,
    };
}
