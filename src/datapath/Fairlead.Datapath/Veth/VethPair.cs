using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;
using Fairlead.Model.Pods;

namespace Fairlead.Datapath.Veth;

/// <summary>The veth pair between a pod and its node: born in place, unnumbered on the node, with permanent neighbours on both sides.</summary>
/// <param name="name">Of the pod's end.</param>
internal sealed class VethPair(NodeFacts facts, DatapathOptions options, PodAttachment pod, string name)
{
    private readonly LinkKey _host = new(Netns.Node, pod.Id.HostLinkName);

    private LinkKey Inside => new(new Netns(pod.Id.ToString()), name);

    public LinkRow Link() => new()
    {
        Key = _host,
        Index = pod.HostIndex,
        Mac = pod.HostMac,
        Mtu = pod.Mtu,
        Group = options.PodGroup,
        Alias = OurMark.AliasPrefix + pod.Id,
        Peer = new VethPeer { Key = Inside, Mac = pod.PodMac, Mtu = pod.Mtu },
    };

    /// <summary>The node's way to an address of the pod, with the node's own address as the source.</summary>
    public RouteRow ToPod(InetAddress address, uint table) => new()
    {
        Key = new RouteKey(Netns.Node, table, address.ToCidr(), 0),
        Link = _host,
        // IPv6 routes have no scope.
        Scope = address.IsV6 ? RouteScope.Universe : RouteScope.Link,
        PreferredSource = address.IsV6 ? facts.V6 : facts.V4,
    };

    public IEnumerable<NeighbourRow> Neighbours(InetAddress address)
    {
        yield return new NeighbourRow(new NeighbourKey(Inside, PodGateway.Of(address.IsV6)), pod.HostMac);
        yield return new NeighbourRow(new NeighbourKey(_host, address), pod.PodMac);
    }
}
