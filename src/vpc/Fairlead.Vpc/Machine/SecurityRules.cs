using Fairlead.Model.Problems;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Machine;

/// <summary>Security groups and their rules. A change acts on what begins from now on; what is established stays.</summary>
internal static class SecurityRules
{
    public static VpcStep Step(VpcState state, VpcEvent change) => change switch
    {
        CreateSecurityGroup create => Create(state, create.Name),
        DeleteSecurityGroup delete => With(state, delete.Group, group => Delete(state, group)),
        AuthorizeSecurityGroup authorize => With(state, authorize.Group, group => Authorize(state, group, authorize.Rule)),
        RevokeSecurityGroup revoke => With(state, revoke.Group, group => Revoke(state, group, revoke.Rule)),
        _ => throw new ArgumentException($"no change of a security group: {change.GetType().Name}", nameof(change)),
    };

    /// <returns>What is wrong with a rule, null where it can be carried out.</returns>
    public static string? Fault(SecurityGroupRule rule)
    {
        if ((rule.Peer is null) == (rule.PeerGroup is null))
        {
            return "a rule has either a range of addresses or a group as its other side";
        }

        if (rule.Peer is { IsNetwork: false } peer)
        {
            return $"{peer} has host bits; did you mean {peer.Network}?";
        }

        if (rule.Ports.First > rule.Ports.Last)
        {
            return $"ports {rule.Ports.First}-{rule.Ports.Last}: the first is behind the last";
        }

        return !rule.HasPorts && !rule.Ports.IsAll ? $"{rule.Protocol.ToString().ToLowerInvariant()} has no ports" : null;
    }

    public static VpcStep Unknown(VpcState state, string name) => VpcStep.Refused(
        state, "InvalidSecurityGroupId.NotFound", Nearest.Sentence("security group", name, state.SecurityGroups.Values.Select(group => group.Name)));

    private static VpcStep Create(VpcState state, string name) => state.FindSecurityGroup(name) is { } there
        ? VpcStep.Refused(state, "InvalidSecurityGroupName.Duplicate", $"security group {there.Id} has the name {name}")
        : VpcStep.To(state with { SecurityGroups = state.SecurityGroups.Add($"sg-{name}", new SecurityGroup($"sg-{name}", name, [])) });

    private static VpcStep Delete(VpcState state, SecurityGroup group)
    {
        if (state.Interfaces.Values.FirstOrDefault(eni => eni.SecurityGroups.Contains(group.Id)) is { } user)
        {
            return VpcStep.Refused(state, "DependencyViolation", $"{user.Id} is in {group.Id}");
        }

        var referrer = state.SecurityGroups.Values.FirstOrDefault(other => other != group && other.Rules.Any(rule => rule.PeerGroup == group.Id));
        return referrer is null
            ? VpcStep.To(state with { SecurityGroups = state.SecurityGroups.Remove(group.Id) })
            : VpcStep.Refused(state, "DependencyViolation", $"a rule of {referrer.Id} refers to {group.Id}");
    }

    private static VpcStep Authorize(VpcState state, SecurityGroup group, SecurityGroupRule asked)
    {
        if (Fault(asked) is { } fault)
        {
            return VpcStep.Refused(state, "InvalidParam", fault);
        }

        if (!Resolve(state, asked, out var rule))
        {
            return Unknown(state, asked.PeerGroup!);
        }

        // The cloud takes the same rule twice without a word and keeps one.
        return group.Rules.Contains(rule) ? VpcStep.To(state) : With(state, group with { Rules = group.Rules.Add(rule) });
    }

    private static VpcStep Revoke(VpcState state, SecurityGroup group, SecurityGroupRule asked)
    {
        if (!Resolve(state, asked, out var rule))
        {
            return Unknown(state, asked.PeerGroup!);
        }

        return group.Rules.Contains(rule)
            ? With(state, group with { Rules = group.Rules.Remove(rule) })
            : VpcStep.Refused(state, "InvalidSecurityGroupRule.RuleNotExist", $"{group.Id} has no rule '{rule}'");
    }

    private static bool Resolve(VpcState state, SecurityGroupRule asked, out SecurityGroupRule rule)
    {
        var peer = asked.PeerGroup is { } name ? state.FindSecurityGroup(name) : null;
        rule = asked with { PeerGroup = peer?.Id };
        return asked.PeerGroup is null || peer is not null;
    }

    private static VpcStep With(VpcState state, string name, Func<SecurityGroup, VpcStep> change) =>
        state.FindSecurityGroup(name) is { } group ? change(group) : Unknown(state, name);

    private static VpcStep With(VpcState state, SecurityGroup group) =>
        VpcStep.To(state with { SecurityGroups = state.SecurityGroups.SetItem(group.Id, group) });
}
