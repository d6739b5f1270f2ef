using Fairlead.Model.Addresses;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Decisions;

/// <summary>Whether one of an ENI's security groups lets a conversation begin.</summary>
internal sealed class GroupRules(VpcState state)
{
    public bool Allows(NetworkInterface eni, RuleDirection direction, InetAddress peer, FabricPacket packet) =>
        eni.SecurityGroups.SelectMany(group => state.SecurityGroups[group].Rules)
            .Any(rule => rule.Direction == direction && IsPeer(rule, peer) && IsProtocol(rule, packet));

    private bool IsPeer(SecurityGroupRule rule, InetAddress peer) => rule.PeerGroup is { } group
        ? state.Interfaces.Values.Any(other => other.SecurityGroups.Contains(group) && other.Owns(peer))
        : rule.Peer is { } range && range.Contains(peer);

    private static bool IsProtocol(SecurityGroupRule rule, FabricPacket packet) =>
        rule.Protocol == RuleProtocol.All
        || (rule.Protocol == packet.Protocol && (!rule.HasPorts || rule.Ports.Contains(packet.DestinationPort)));
}
