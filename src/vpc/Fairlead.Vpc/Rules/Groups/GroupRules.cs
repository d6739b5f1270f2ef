using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Machine;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Rules.Groups;

/// <summary>CreateSecurityGroup and DeleteSecurityGroup.</summary>
internal static class GroupRules
{
    public static CloudStep Create(CloudState state, CreateSecurityGroup call, DateTimeOffset now)
    {
        var fault = Words(call) ?? NameRules.Tags(call.Tag)
            ?? NameRules.ResourceGroup(call.ResourceGroupId) ?? Found.Vpc(state, call.VpcId, call.RegionId, out _);
        if (fault is not null)
        {
            return CloudStep.Refused(state, fault);
        }

        state = Draw.Id(state, "sg-", out var id);
        var group = new SecurityGroup(id, call.SecurityGroupName, [])
        {
            IsBasic = true,
            Vpc = call.VpcId,
            ResourceGroup = call.ResourceGroupId ?? "",
            Description = call.Description,
            Tags = NameRules.TagTable(call.Tag),
            Created = now,
        };
        return CloudStep.Done(GroupTable.Put(state, group), new CreatedReply(id));
    }

    // CreateSecurityGroup; the second code is spelt so.
    private static CloudError? Words(CreateSecurityGroup call) => !NameRules.IsName(call.SecurityGroupName)
        ? new CloudError("InvalidSecurityGroupName.Malformed", "Specified security group name is not valid.")
        : NameRules.IsDescription(call.Description) ? null : new CloudError("InvalidSecurityGroupDiscription.Malformed", "Specified security group description is not valid.");

    public static CloudStep Delete(CloudState state, DeleteSecurityGroup call)
    {
        var fault = Found.Group(state, call.SecurityGroupId, call.RegionId, out var group) ?? Unused(state, group!);
        return fault is null ? CloudStep.Done(GroupTable.Remove(state, group!)) : CloudStep.Refused(state, fault);
    }

    // DeleteSecurityGroup: "There is still instance(s) in the specified security group" and "the security group has been authorized in another one".
    private static CloudError? Unused(CloudState state, SecurityGroup group)
    {
        if (state.Index.InterfacesByGroup.Of(group.Id) is { IsEmpty: false } users)
        {
            return new CloudError("DependencyViolation", $"There is still instance(s) in the specified security group: {users[0]} is in {group.Id}.", 403);
        }

        return state.Index.GroupsByPeer.Of(group.Id).FirstOrDefault(other => other != group.Id) is { } referrer
            ? new CloudError("DependencyViolation", $"The specified security group has been authorized in another one: a rule of {referrer} refers to {group.Id}.", 403)
            : null;
    }
}
