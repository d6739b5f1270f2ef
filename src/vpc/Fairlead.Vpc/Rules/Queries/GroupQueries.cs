using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Rules.Queries;

/// <summary>DescribeSecurityGroups and DescribeSecurityGroupAttribute.</summary>
internal static class GroupQueries
{
    public static (CloudReply? Reply, CloudError? Error) Describe(CloudState state, DescribeSecurityGroups query) => Paging.Of(
        query.SecurityGroupIds.Count > 0
            ? Sorting.Of(query.SecurityGroupIds.Where(state.SecurityGroups.ContainsKey))
            : query.VpcId is { } vpc ? state.Index.GroupsByVpc.Of(vpc) : Sorting.Of(state.SecurityGroups.Keys),
        id => state.SecurityGroups[id],
        group => Fits(state, query, group),
        query.Page,
        PageLimits.Ecs);

    public static (CloudReply? Reply, CloudError? Error) Attribute(CloudState state, DescribeSecurityGroupAttribute query) =>
        Found.Group(state, query.SecurityGroupId, query.RegionId, out var group) is { } fault
            ? (null, fault)
            : (new SecurityGroupReply(group!, query.RegionId, [.. group!.Rules.Where(rule => query.Direction is null || query.Direction == rule.Direction)]), null);

    private static bool Fits(CloudState state, DescribeSecurityGroups query, SecurityGroup group) =>
        state.Vpcs[group.Vpc].Region == query.RegionId
        && (query.VpcId is null || query.VpcId == group.Vpc)
        && (query.SecurityGroupName is null || query.SecurityGroupName == group.Name)
        && (query.ResourceGroupId is null || query.ResourceGroupId == group.ResourceGroup)
        && query.Tag.All(tag => group.Tags.TryGetValue(tag.Key, out var value) && (tag.Value is null || tag.Value == value));
}
