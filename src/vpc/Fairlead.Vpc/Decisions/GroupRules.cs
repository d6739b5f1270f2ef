using Fairlead.Model.Addresses;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Decisions;

/// <summary>
/// Whether an ENI's security groups let a conversation begin: the first of their rules that fits decides, and none is a no. Members of a
/// basic group reach each other before any rule ("the Accept internal access control policy takes precedence over user-created security
/// group rules": ModifySecurityGroupPolicy), and send to anybody behind all rules.
/// </summary>
public static class GroupRules
{
    // Before and behind every rule that somebody wrote: their numbers are 1 to 100.
    private const int Inner = 0;
    private const int Implied = 101;

    /// <summary>Rules of all the groups together, in the order in which they are asked; what groups do without a rule stands first and last.</summary>
    public static IEnumerable<SecurityGroupRule> Ordered(VpcState state, IEnumerable<string> groups, RuleDirection direction) =>
        groups.SelectMany(group => Written(state.SecurityGroups[group]))
            .Where(rule => rule.Direction == direction)
            .OrderBy(rule => rule.Priority)
            .ThenBy(rule => rule.Policy == RulePolicy.Accept);

    /// <returns>The rule that decides; null where none fits, which is a no.</returns>
    public static SecurityGroupRule? Find(VpcState state, NetworkInterface eni, RuleDirection direction, InetAddress peer, FabricPacket packet) =>
        Ordered(state, eni.SecurityGroups, direction).FirstOrDefault(rule => IsPeer(state, rule, peer) && IsProtocol(rule, packet));

    private static IEnumerable<SecurityGroupRule> Written(SecurityGroup group) => !group.IsBasic ? group.Rules :
    [
        .. group.Rules,
        new SecurityGroupRule(RuleDirection.Ingress, RuleProtocol.All, PortRange.All, null, group.Id) { Priority = Inner },
        new SecurityGroupRule(RuleDirection.Egress, RuleProtocol.All, PortRange.All, null, group.Id) { Priority = Inner },
        SecurityGroupRule.Everything(RuleDirection.Egress, false) with { Priority = Implied },
        SecurityGroupRule.Everything(RuleDirection.Egress, true) with { Priority = Implied },
    ];

    private static bool IsPeer(VpcState state, SecurityGroupRule rule, InetAddress peer) => rule.PeerGroup is { } group
        ? state.Interfaces.Values.Any(other => other.SecurityGroups.Contains(group) && other.Owns(peer))
        : rule.Peer is { } range && range.Contains(peer);

    private static bool IsProtocol(SecurityGroupRule rule, FabricPacket packet) =>
        rule.Protocol == RuleProtocol.All
        || (rule.Protocol == packet.Protocol && (!rule.HasPorts || rule.Ports.Contains(packet.DestinationPort)));
}
