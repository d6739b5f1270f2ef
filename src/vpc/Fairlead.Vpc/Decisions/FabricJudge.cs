using Fairlead.Model.Addresses;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Decisions;

/// <summary>
/// What the fabric does to a packet, from the state alone. The packet face is planned from the same state in the same order of
/// checks, and the tests hold the two against each other.
/// </summary>
public static class FabricJudge
{
    public static FabricDecision Decide(VpcState state, FabricPacket packet)
    {
        var begun = new FabricDecision { Source = packet.Source, Destination = packet.Destination };
        if (state.FindPort(packet.Port) is not { } from || !state.IsAttached(from.Id))
        {
            return begun with { Reason = DropReason.NotAttached, Because = $"{packet.Port} is not plugged in", Remedy = $"attach {packet.Port}" };
        }

        var eni = state.Interfaces.GetValueOrDefault(from.Id);
        return AtSender(state, packet, from, eni, begun) ?? Routed(state, packet, from, eni, Translated(state, packet, begun));
    }

    private static FabricDecision? AtSender(VpcState state, FabricPacket packet, Port from, NetworkInterface? eni, FabricDecision begun)
    {
        if (packet.Length > from.Mtu)
        {
            return begun with { Reason = DropReason.TooBig, Because = $"{packet.Length} octets do not fit into the {from.Mtu} of {from.Owner}'s NIC" };
        }

        if (IsForMany(state, packet.Destination, eni))
        {
            return begun with { Reason = DropReason.Broadcast, Because = $"{packet.Destination} is for many: a vSwitch is no layer-2 segment and carries no broadcast" };
        }

        if (packet.SourceMac is { } mac && mac != from.Mac)
        {
            return begun with { Reason = DropReason.SpoofedMac, Because = $"{from.Owner} sends from {mac}, its NIC has {from.Mac}" };
        }

        if (!from.Addresses.Contains(packet.Source) && eni is not { SourceDestinationCheck: false })
        {
            return begun with
            {
                Reason = DropReason.SpoofedSource,
                Because = $"{packet.Source} is not an address of {from.Id}, whose source/destination check is on",
                Remedy = eni is null ? "" : $"switch the source/destination check of {from.Id} off",
            };
        }

        return null;
    }

    private static bool IsForMany(VpcState state, InetAddress destination, NetworkInterface? eni)
    {
        if (destination.IsV6)
        {
            return destination.Bits >> 120 == 0xff;
        }

        // A host takes the last address of its own vSwitch for the broadcast address and sends to ff:ff:ff:ff:ff:ff.
        return destination.Bits >> 28 == 0xe || destination.Bits == uint.MaxValue
            || (eni is not null && destination == state.VSwitches[eni.VSwitch].Cidr.Last);
    }

    /// <summary>An EIP stands for the primary address of its ENI, seen from the internet.</summary>
    private static FabricDecision Translated(VpcState state, FabricPacket packet, FabricDecision begun)
    {
        var fromInternet = state.Outside.Values.Any(host => host.Kind == OutsideKind.Internet && (host.Id == packet.Port || host.Name == packet.Port));
        var target = fromInternet ? state.Interfaces.Values.FirstOrDefault(eni => eni.PublicAddress == packet.Destination) : null;
        return target is null ? begun : begun with { Destination = target.PrimaryAddress };
    }

    private static FabricDecision Routed(VpcState state, FabricPacket packet, Port from, NetworkInterface? eni, FabricDecision begun)
    {
        var table = new RouteLookup(state);
        if (table.Find(begun.Destination) is not var (to, route))
        {
            return Unrouted(state, table, begun);
        }

        var routed = begun with { To = to.Id, Route = route };
        return AtReceiver(state, packet, from, to, routed) ?? (packet.IsEstablished ? null : Secured(state, packet, eni, to, routed))
            ?? routed with { Source = SeenSource(state, to, routed.Source), Because = $"delivered to {to.Owner} by route {route}" };
    }

    private static FabricDecision Unrouted(VpcState state, RouteLookup table, FabricDecision begun)
    {
        if (table.IsUnassigned(begun.Destination))
        {
            return begun with { Reason = DropReason.UnassignedAddress, Because = $"no host that is there has {begun.Destination}, an address of a vSwitch" };
        }

        if (table.Entry(begun.Destination) is { } entry)
        {
            var nextHop = state.Instances[state.Interfaces[entry.NextHop].Instance].Name;
            return begun with
            {
                Reason = DropReason.NoRoute,
                Route = entry.Destination,
                Because = $"the route entry for {entry.Destination} leads to {nextHop}, which is not there",
                Remedy = $"delete the entry, or start {nextHop}",
            };
        }

        return begun with
        {
            Reason = DropReason.NoRoute,
            Because = $"the VPC's route table has no entry for {begun.Destination}",
            Remedy = $"add a route entry for a range that holds {begun.Destination}, next hop the instance behind which it is",
        };
    }

    private static FabricDecision? AtReceiver(VpcState state, FabricPacket packet, Port from, Port to, FabricDecision routed)
    {
        if (packet.Length > to.Mtu && (packet.DoNotFragment || packet.Destination.IsV6))
        {
            return routed with { Reason = DropReason.TooBig, Because = $"{packet.Length} octets do not fit into the {to.Mtu} of {to.Owner}'s NIC" };
        }

        if (state.Interfaces.GetValueOrDefault(to.Id) is { SourceDestinationCheck: true } target && !target.Owns(routed.Destination))
        {
            return routed with
            {
                Reason = DropReason.DestinationCheck,
                Because = $"{routed.Destination} is not an address of {to.Id}, whose source/destination check is on",
                Remedy = $"switch the source/destination check of {to.Id} off",
            };
        }

        return OutsideRules.Judge(state, from, to, packet, routed);
    }

    private static FabricDecision? Secured(VpcState state, FabricPacket packet, NetworkInterface? from, Port to, FabricDecision routed)
    {
        var groups = new GroupRules(state);
        if (from is not null && !groups.Allows(from, RuleDirection.Egress, routed.Destination, packet))
        {
            return routed with
            {
                Reason = DropReason.EgressRule,
                Because = $"no egress rule of {string.Join(", ", from.SecurityGroups)} allows {Describe(packet)} to {routed.Destination}",
                Remedy = $"allow it in {from.SecurityGroups[0]}",
            };
        }

        return state.Interfaces.GetValueOrDefault(to.Id) is { } target && !groups.Allows(target, RuleDirection.Ingress, routed.Source, packet)
            ? routed with
            {
                Reason = DropReason.IngressRule,
                Because = $"no ingress rule of {string.Join(", ", target.SecurityGroups)} allows {Describe(packet)} from {routed.Source}",
                Remedy = $"allow it in {target.SecurityGroups[0]}",
            }
            : null;
    }

    private static InetAddress SeenSource(VpcState state, Port to, InetAddress source)
    {
        if (source.IsV6 || !state.Outside.TryGetValue(to.Id, out var host) || host.Kind != OutsideKind.Internet)
        {
            return source;
        }

        return OutsideRules.PublicAddressOf(state, source) ?? source;
    }

    private static string Describe(FabricPacket packet) =>
        packet.Protocol.ToString().ToLowerInvariant() + (packet.DestinationPort > 0 ? $" port {packet.DestinationPort}" : "");
}
