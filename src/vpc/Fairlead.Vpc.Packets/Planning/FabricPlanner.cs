using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;
using Fairlead.Model.Kernel.Observed;
using Fairlead.Model.Nftables;
using Fairlead.Vpc.Control;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Packets.Planning;

/// <summary>
/// From a state of the VPC to the rows of one network namespace that carries its packets: a wire per port, kernel forwarding by host
/// routes, permanent neighbours for delivery, nftables for everything that the cloud refuses.
/// </summary>
public static class FabricPlanner
{
    private const uint MainTable = 254; // RT_TABLE_MAIN
    private const uint LocalTable = 255; // RT_TABLE_LOCAL

    /// <param name="indexes">Interface index of each port that is plugged in; what is not in it is left out.</param>
    /// <param name="adopted">Ports whose wires are there already.</param>
    public static FabricPlan Plan(VpcState state, IReadOnlyDictionary<string, int> indexes, IReadOnlySet<string>? adopted = null)
    {
        var ports = Plugged(state, indexes).Select(port => port with { IsAdopted = adopted?.Contains(port.Port.Id) ?? false }).ToList();
        var rules = new FabricRules(state, ports);
        return new FabricPlan
        {
            Settings = FabricSettings.Rows().ToDictionary(row => row.Key),
            Objects = rules.Objects().ToDictionary(row => row.Key),
            Elements = new FabricElements(state, ports).All().ToDictionary(NftElementKey.Of),
            Links = ports.Select(Link).ToDictionary(row => row.Key),
            Addresses = ports.Select(LinkLocal).ToDictionary(row => row),
            Neighbours = ports.SelectMany(Neighbours).ToDictionary(row => row.Key),
            Routes = ports.SelectMany(HostRoutes).Concat(EntryRoutes(state, ports)).Concat(state.Hosted.Select(Hosted)).ToDictionary(row => row.Key),
        };
    }

    private static IEnumerable<PluggedPort> Plugged(VpcState state, IReadOnlyDictionary<string, int> indexes) =>
        from port in state.Ports
        where indexes.ContainsKey(port.Id) && state.IsAttached(port.Id)
        let eni = state.Interfaces.GetValueOrDefault(port.Id)
        where eni is not { Type: InterfaceType.Member } || indexes.ContainsKey(eni.Trunk)
        select new PluggedPort(port, indexes[port.Id], state.Attachments[port.Id].InterfaceName, eni, state.Outside.GetValueOrDefault(port.Id))
        {
            TrunkIndex = eni is { Type: InterfaceType.Member } ? indexes[eni.Trunk] : null,
        };

    private static LinkRow Link(PluggedPort port) => new()
    {
        Key = port.Link,
        Index = port.Index,
        Mac = VpcState.FabricMac,
        Mtu = port.Port.Mtu,
        Group = OurMark.PodGroup,
        Alias = OurMark.AliasPrefix + port.Port.Id,
        Kind = port.TrunkIndex is { } trunk ? new VlanKind(trunk, (ushort)port.Interface!.Vlan) : null,
        Peer = port.TrunkIndex is not null || port.IsAdopted ? null : new VethPeer { Key = new LinkKey(new Netns(port.Port.Id), port.InterfaceName), Mac = port.Port.Mac, Mtu = port.Port.Mtu },
    };

    // Source of the ICMPv6 errors that the fabric sends: RFC 4443, section 2.2 wants an address of the router's own. For IPv4 the kernel
    // takes 192.0.0.8 by itself (RFC 7600).
    private static AddressRow LinkLocal(PluggedPort port) => new(port.Link, new Cidr(NicConfiguration.FabricLinkLocal, 64));

    // No address on lo: the kernel would send its ICMP errors from that.
    private static RouteRow Hosted(InetAddress address) => new()
    {
        Key = new RouteKey(Netns.Node, LocalTable, address.ToCidr(), 0),
        Type = RouteType.Local,
        Link = new LinkKey(Netns.Node, "lo"),
        Scope = RouteScope.Host,
    };

    private static IEnumerable<NeighbourRow> Neighbours(PluggedPort port)
    {
        var addresses = port.Interface is { } eni ? port.Port.Addresses.Append(eni.LinkLocal) : port.Port.Addresses;
        return addresses.Distinct().Select(address => new NeighbourRow(new NeighbourKey(port.Link, address), port.Port.Mac));
    }

    private static IEnumerable<RouteRow> HostRoutes(PluggedPort port) =>
        port.Port.Addresses.Select(address => new RouteRow
        {
            Key = new RouteKey(Netns.Node, MainTable, address.ToCidr(), 0),
            Link = port.Link,
            Scope = address.IsV6 ? RouteScope.Universe : RouteScope.Link,
        }).Concat(port.Port.Prefixes.Select(prefix => Via(prefix, port)));

    private static IEnumerable<RouteRow> EntryRoutes(VpcState state, IEnumerable<PluggedPort> ports)
    {
        var nextHops = ports.Where(port => port.Interface is not null).ToDictionary(port => port.Port.Id);
        return state.Routes.Select(entry => EntryRoute(entry, nextHops.GetValueOrDefault(entry.NextHop)));
    }

    private static RouteRow EntryRoute(RouteEntry entry, PluggedPort? nextHop)
    {
        var key = new RouteKey(Netns.Node, MainTable, entry.Destination, 0);
        // An entry whose next hop is not there is a black hole: it hides shorter ones.
        return nextHop is null ? new RouteRow { Key = key, Type = RouteType.Blackhole, Link = new LinkKey(Netns.Node, "lo") } : Via(entry.Destination, nextHop);
    }

    // One neighbour stands for all addresses of a range.
    private static RouteRow Via(Cidr range, PluggedPort eni) => new()
    {
        Key = new RouteKey(Netns.Node, MainTable, range, 0),
        Link = eni.Link,
        Gateway = range.IsV6 ? eni.Interface!.LinkLocal : eni.Interface!.PrimaryAddress,
        OnLink = true,
    };
}
