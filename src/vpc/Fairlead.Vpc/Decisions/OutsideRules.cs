using Fairlead.Model.Addresses;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Decisions;

/// <summary>The VPC's border: who may talk to the internet and to services of the cloud, and as whom.</summary>
internal static class OutsideRules
{
    /// <returns>Null where the border lets the packet pass.</returns>
    public static FabricDecision? Judge(VpcState state, Port from, Port to, FabricPacket packet, FabricDecision routed)
    {
        if (state.Outside.TryGetValue(to.Id, out var target))
        {
            return Outbound(state, target, routed);
        }

        // What an EIP stands for was put in its place before; a private address cannot be meant from there.
        return state.Outside.TryGetValue(from.Id, out var sender) && sender.Kind == OutsideKind.Internet && !packet.IsEstablished
            && !packet.Destination.IsV6 && routed.Destination == packet.Destination
                ? routed with
                {
                    Reason = DropReason.PrivateDestination,
                    Because = $"{packet.Destination} is a private address: nobody reaches it from the internet",
                    Remedy = "give the instance an EIP and use that",
                }
                : null;
    }

    /// <summary>EIP of the ENI whose primary address it is, else the NAT gateway's for any address of a vSwitch.</summary>
    public static InetAddress? PublicAddressOf(VpcState state, InetAddress source) =>
        state.Interfaces.Values.FirstOrDefault(eni => eni.PrimaryAddress == source)?.PublicAddress
        ?? (state.NatGateway is { } gateway && state.IsInVSwitch(source) ? gateway : null);

    private static FabricDecision? Outbound(VpcState state, OutsideHost target, FabricDecision routed)
    {
        if (target.Kind == OutsideKind.CloudService)
        {
            return state.IsInVSwitch(routed.Source) ? null : routed with
            {
                Reason = DropReason.ServiceSource,
                Because = $"{target.Name} answers addresses of vSwitches only, and {routed.Source} is none",
                Remedy = "masquerade it behind the node's address",
            };
        }

        var known = routed.Source.IsV6 ? state.IsInVSwitch(routed.Source) : PublicAddressOf(state, routed.Source) is not null;
        return known ? null : routed with
        {
            Reason = DropReason.NoPublicAddress,
            Because = $"{routed.Source} has no public address",
            Remedy = state.IsInVSwitch(routed.Source) ? "give the instance an EIP or the VPC a NAT gateway" : "masquerade it behind the node's address",
        };
    }
}
