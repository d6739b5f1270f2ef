using Fairlead.Model.Addresses;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Decisions;

/// <summary>
/// What the fabric does to a packet, from the state alone. The packet face is planned from the same state in the same order of
/// checks, and the tests hold the two against each other.
/// </summary>
public static class FabricJudge
{
    /// <summary>Stands for the port of what the cloud itself answers.</summary>
    public const string CloudItself = "the cloud itself";

    public static FabricDecision Decide(VpcState state, FabricPacket packet)
    {
        var begun = new FabricDecision { Source = packet.Source, Destination = packet.Destination };
        if (state.FindPort(packet.Port) is not { } from || !state.IsAttached(from.Id))
        {
            return begun with { Reason = DropReason.NotAttached, Because = $"{packet.Port} is not plugged in", Remedy = $"attach {packet.Port}" };
        }

        var eni = state.Interfaces.GetValueOrDefault(from.Id);
        return AtSender(state, packet, from, eni, begun) ?? ToCloud(state, packet, from, begun)
            ?? Routed(state, packet, from, eni, Translated(state, packet, begun));
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

        if (!from.Owns(packet.Source) && eni is not { SourceDestinationCheck: false })
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

    /// <summary>The cloud knows who asks by the address, so it answers none but the NIC's own: neither routes nor security groups are asked.</summary>
    private static FabricDecision? ToCloud(VpcState state, FabricPacket packet, Port from, FabricDecision begun)
    {
        if (!state.Hosted.Contains(packet.Destination))
        {
            return null;
        }

        var heard = begun with { To = CloudItself, Route = packet.Destination.ToCidr() };
        if (state.Outside.TryGetValue(from.Id, out var outside))
        {
            var reason = outside.Kind == OutsideKind.Internet ? DropReason.PrivateDestination : DropReason.ServiceSource;
            return heard with { Reason = reason, Because = $"the cloud answers hosts of the VPC at {packet.Destination} and nobody else" };
        }

        return from.Owns(packet.Source) ? heard with { Because = $"delivered to the cloud itself, which answers at {packet.Destination}" } : heard with
        {
            Reason = DropReason.ServiceSource,
            Because = $"the cloud itself answers a NIC's own addresses only at {packet.Destination}, and {packet.Source} is none of {from.Id}'s",
            Remedy = "masquerade it behind the node's address",
        };
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
            // The API takes an ENI as a next hop also while no instance has it.
            var nextHop = state.Interfaces.TryGetValue(entry.NextHop, out var eni) ? state.Instances[eni.Instance].Name : entry.NextHop;
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

    private static FabricDecision? Secured(VpcState state, FabricPacket packet, NetworkInterface? from, Port to, FabricDecision routed) =>
        (from is null ? null : Refused(state, packet, from, RuleDirection.Egress, routed.Destination, routed))
        ?? (state.Interfaces.GetValueOrDefault(to.Id) is { } target ? Refused(state, packet, target, RuleDirection.Ingress, routed.Source, routed) : null);

    private static FabricDecision? Refused(VpcState state, FabricPacket packet, NetworkInterface eni, RuleDirection direction, InetAddress peer, FabricDecision routed)
    {
        var rule = GroupRules.Find(state, eni, direction, peer, packet);
        if (rule is { Policy: RulePolicy.Accept })
        {
            return null;
        }

        var (reason, word, way) = direction == RuleDirection.Egress ? (DropReason.EgressRule, "egress", "to") : (DropReason.IngressRule, "ingress", "from");
        var groups = string.Join(", ", eni.SecurityGroups);
        return routed with
        {
            Reason = reason,
            Because = rule is null
                ? $"no {word} rule of {groups} allows {Describe(packet)} {way} {peer}"
                : $"the rule '{rule}' of {groups} forbids {Describe(packet)} {way} {peer}",
            Remedy = rule is null ? $"allow it in {eni.SecurityGroups[0]}" : $"allow it with a lower number than {rule.Priority}, or revoke the rule",
        };
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
