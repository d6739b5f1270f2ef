using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Machine;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Rules.Groups;

/// <summary>The rules in a security group: AuthorizeSecurityGroup and RevokeSecurityGroup, both directions.</summary>
internal static class GroupEntryRules
{
    // "Priority: 1 to 100" and "up to 100 rules in a call": AuthorizeSecurityGroup.
    private const int MostPriority = 100;
    private const int MostAtOnce = 100;

    public static CloudStep Authorize(CloudState state, Calls.AuthorizeSecurityGroup call, DateTimeOffset now)
    {
        var fault = Found.Group(state, call.SecurityGroupId, call.RegionId, out var group) ?? Count(call.Rules.Count)
            ?? call.Rules.Select(rule => Fault(state, rule, group!)).FirstOrDefault(wrong => wrong is not null);
        if (fault is not null)
        {
            return CloudStep.Refused(state, fault);
        }

        // The cloud takes the same rule twice without a word and keeps one.
        var (next, rules) = (state, group!.Rules.ToBuilder());
        foreach (var rule in call.Rules.Where(asked => !rules.Any(there => there.SaysTheSame(asked))))
        {
            next = Draw.Id(next, "sgr-", out var id);
            rules.Add(rule with { Id = id, Created = now });
        }

        return rules.Count > state.Settings.GroupRuleQuota
            ? CloudStep.Refused(state, new CloudError("AuthorizationLimitExceed", "The limit of authorization records in the security group reaches.", 403))
            : CloudStep.Done(rules.Count == group.Rules.Length ? state : GroupTable.Put(next, group with { Rules = rules.ToImmutable() }));
    }

    public static CloudStep Revoke(CloudState state, Calls.RevokeSecurityGroup call)
    {
        var fault = Found.Group(state, call.SecurityGroupId, call.RegionId, out var group)
            ?? Count(call.Rules.Count + call.RuleIds.Count)
            ?? call.RuleIds.Where(id => !group!.Rules.Any(rule => rule.Id == id && rule.Direction == call.Direction)).Select(NoRule).FirstOrDefault();
        if (fault is not null)
        {
            return CloudStep.Refused(state, fault);
        }

        // A rule that is not there is as the caller wants it: "if no rule matches, the call succeeds and none is deleted".
        var left = group!.Rules.RemoveAll(rule => call.RuleIds.Contains(rule.Id) || call.Rules.Any(rule.SaysTheSame));
        return CloudStep.Done(left.Length == group.Rules.Length ? state : GroupTable.Put(state, group with { Rules = left }));
    }

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

    private static CloudError? Count(int rules) => rules switch
    {
        0 => CloudErrors.Missing("Permissions.N"),
        > MostAtOnce => CloudErrors.Invalid("Permissions.N", $"{rules} rules are more than {MostAtOnce}"),
        _ => null,
    };

    private static CloudError? Fault(CloudState state, SecurityGroupRule rule, SecurityGroup group)
    {
        if (rule.Priority is < 1 or > MostPriority)
        {
            return new CloudError("InvalidPriority.ValueNotSupported", "The specified parameter \"Priority\" is not supported.");
        }

        if (Fault(rule) is { } fault)
        {
            return CloudErrors.Invalid("Permissions.N", fault);
        }

        return rule.PeerGroup is { } peer && (!state.SecurityGroups.TryGetValue(peer, out var other) || other.Vpc != group.Vpc)
            ? CloudErrors.NoGroup(peer)
            : NameRules.Description(rule.Description);
    }

    private static CloudError NoRule(string id) => new("InvalidSecurityGroupRuleId.NotFound", $"The specified SecurityGroupRuleId does not exist: {id}.", 404);
}
