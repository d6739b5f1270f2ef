using Fairlead.Model.Addresses;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Decisions;

/// <summary>
/// Whether an ENI's security groups let a conversation begin. Rules of all its groups count together: of those that match, the lowest
/// priority decides, and at one priority a drop goes before an accept. Where none matches, a basic group lets its members reach each
/// other and everybody out; the rest is dropped.
/// </summary>
internal sealed class GroupRules(VpcState state)
{
    public bool Allows(NetworkInterface eni, RuleDirection direction, InetAddress peer, FabricPacket packet) =>
        Deciding(eni, direction, peer, packet) is { } rule ? rule.Policy == RulePolicy.Accept : IsImplied(eni, direction, peer);

    /// <returns>The rule that says what happens; null where no rule does.</returns>
    public SecurityGroupRule? Deciding(NetworkInterface eni, RuleDirection direction, InetAddress peer, FabricPacket packet) =>
        eni.SecurityGroups.SelectMany(group => state.SecurityGroups[group].Rules)
            .Where(rule => rule.Direction == direction && IsPeer(rule, peer) && IsProtocol(rule, packet))
            .OrderBy(rule => rule.Priority).ThenByDescending(rule => rule.Policy).FirstOrDefault();

    private bool IsImplied(NetworkInterface eni, RuleDirection direction, InetAddress peer) =>
        eni.SecurityGroups.Select(group => state.SecurityGroups[group]).Any(group => group.IsBasic && (direction == RuleDirection.Egress || IsMember(group.Id, peer)));

    private bool IsPeer(SecurityGroupRule rule, InetAddress peer) =>
        rule.PeerGroup is { } group ? IsMember(group, peer) : rule.Peer is { } range && range.Contains(peer);

    private bool IsMember(string group, InetAddress address) =>
        state.Interfaces.Values.Any(eni => eni.SecurityGroups.Contains(group) && eni.Owns(address));

    private static bool IsProtocol(SecurityGroupRule rule, FabricPacket packet) =>
        rule.Protocol == RuleProtocol.All
        || (rule.Protocol == packet.Protocol && (!rule.HasPorts || rule.Ports.Contains(packet.DestinationPort)));
}
