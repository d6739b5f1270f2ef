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
    private const int MostGroupPeers = 20;

    public static CloudStep Authorize(CloudState state, AuthorizeSecurityGroup call, DateTimeOffset now)
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

        return Quota(state, rules) is { } full
            ? CloudStep.Refused(state, full)
            : CloudStep.Done(rules.Count == group.Rules.Length ? state : GroupTable.Put(next, group with { Rules = rules.ToImmutable() }));
    }

    public static CloudStep Revoke(CloudState state, RevokeSecurityGroup call)
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

    private static CloudError? Quota(CloudState state, IReadOnlyCollection<SecurityGroupRule> rules)
    {
        if (rules.Count > state.Settings.GroupRuleQuota)
        {
            return new CloudError("AuthorizationLimitExceed", "The limit of authorization records in the security group reaches.", 403);
        }

        return rules.Count(rule => rule.PeerGroup is not null) > MostGroupPeers
            ? new CloudError("AuthorizedGroupRule.LimitExceed", $"You have reached the limit on the number of group authorization rules that you can add to a security group. When authorization object of rule is security group, the limit is {MostGroupPeers}.")
            : null;
    }

    private static CloudError? Count(int rules) => rules switch
    {
        0 => CloudErrors.Missing("Permissions.N"),
        > MostAtOnce => CloudErrors.Invalid("Permissions.N", $"{rules} rules are more than {MostAtOnce}"),
        _ => null,
    };

    private static CloudError? Fault(CloudState state, SecurityGroupRule rule, SecurityGroup group)
    {
        var side = rule.Direction == RuleDirection.Ingress ? "Source" : "Dest";
        if (rule.Priority is < 1 or > MostPriority)
        {
            return new CloudError("InvalidPriority.ValueNotSupported", "The parameter Priority is invalid.");
        }

        if (rule.Peer is null && rule.PeerGroup is null)
        {
            return new CloudError($"MissingParameter.{side}", $"One of the parameters {side}CidrIp, {side}GroupId or {side}PrefixListId must be specified.");
        }

        if (rule.Peer is { IsNetwork: false } peer)
        {
            return new CloudError($"Invalid{side}CidrIp.Malformed", $"The specified parameter {side}CidrIp is not valid: {peer} has host bits; did you mean {peer.Network}?");
        }

        if (rule.Ports.First > rule.Ports.Last || (!rule.HasPorts && !rule.Ports.IsAll))
        {
            return new CloudError("InvalidIpPortRange.Malformed", "The specified parameter \"PortRange\" is not valid.");
        }

        if (!NameRules.IsDescription(rule.Description))
        {
            return new CloudError("InvalidSecurityGroupDiscription.Malformed", "The specified security group rule description is not valid.");
        }

        return rule.PeerGroup is { } other ? Peer(state, other, group, side) : null;
    }

    // The error tables of AuthorizeSecurityGroup and AuthorizeSecurityGroupEgress; "InvalidParamter" is spelt so.
    private static CloudError? Peer(CloudState state, string id, SecurityGroup group, string side)
    {
        if (id == group.Id)
        {
            return side == "Dest"
                ? new CloudError("InvalidSecurityGroup.IsSame", "The authorized SecurityGroupId should be different from the DestGroupId.", 403)
                : new CloudError("InvalidParamter.Conflict", "The specified SecurityGroupId should be different from the SourceGroupId.", 403);
        }

        if (!state.SecurityGroups.TryGetValue(id, out var peer))
        {
            return new CloudError($"Invalid{side}GroupId.NotFound", $"The {side}GroupId provided does not exist in our records.", 404);
        }

        return peer.Vpc == group.Vpc ? null : new CloudError(
            $"Invalid{side}GroupId.Mismatch", $"Specified security group and {(side == "Dest" ? "destination" : "source")} group are not in the same VPC.");
    }

    private static CloudError NoRule(string id) => new("InvalidSecurityGroupRuleId.NotFound", $"The specified SecurityGroupRuleId does not exist: {id}.", 404);
}
