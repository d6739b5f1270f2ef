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
    private readonly Netns _netns = new(pod.Id.ToString());
    private readonly VethPair _pair = new(facts, options, pod, pod.Id.InterfaceName);

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
        Sysctls = [.. InsidePod.Inherited(facts, pod, _netns)],
        Links = [_pair.Link()],
        LinkSysctls = [.. HostPortChains.LoopbackSetting(options, pod)],
        Addresses = [.. pod.Addresses.Select(address => new AddressRow(Inside, address.ToCidr()))],
        Routes = [.. pod.Addresses.Where(address => address.IsV6).Select(address => InsidePod.LocalRoute(Inside, address)), .. pod.Addresses.SelectMany(Routes)],
        Neighbours = [.. pod.Addresses.SelectMany(_pair.Neighbours)],
    };

    private IEnumerable<RouteRow> Routes(InetAddress address)
    {
        yield return new RouteRow
        {
            Key = new RouteKey(_netns, PodTables.Main, Cidr.Default(address.IsV6), 0),
            Link = Inside,
            Gateway = PodGateway.Of(address.IsV6),
            OnLink = true,
        };
        foreach (var table in tables)
        {
            yield return _pair.ToPod(address, table);
        }
    }
}
