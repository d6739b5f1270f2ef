using Fairlead.Planning.Capacity;
using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Rules.Queries;

/// <summary>DescribeInstances, DescribeInstanceAttribute and DescribeInstanceTypes.</summary>
internal static class InstanceQueries
{
    public static (CloudReply? Reply, CloudError? Error) Describe(CloudState state, DescribeInstances query)
    {
        var ids = query.InstanceIds.Count > 0
            ? Sorting.Of(query.InstanceIds.Where(state.Instances.ContainsKey))
            : state.Index.InstancesByRegion.Of(query.RegionId);
        return Paging.Of(ids, id => View(state, state.Instances[id]), view => Fits(query, view), query.Page, PageLimits.Instances);
    }

    public static (CloudReply? Reply, CloudError? Error) Attribute(CloudState state, DescribeInstanceAttribute query) =>
        Found.Instance(state, query.InstanceId, query.RegionId, CloudErrors.NoInstance, out var instance) is { } fault
            ? (null, fault)
            : (new InstanceReply(View(state, instance!)), null);

    public static (CloudReply? Reply, CloudError? Error) Types(CloudState state, DescribeInstanceTypes query)
    {
        var ids = (query.InstanceTypes.Count > 0 ? query.InstanceTypes.Where(state.InstanceTypes.ContainsKey) : state.InstanceTypes.Keys)
            .Where(name => query.InstanceTypeFamily is null || Family(name) == query.InstanceTypeFamily);
        return Paging.Of(Sorting.Of(ids), id => state.InstanceTypes[id], null, query.Page with { Number = null }, PageLimits.Types);
    }

    /// <summary>The primary ENI first, then the others by id, which is the order of their making.</summary>
    private static InstanceView View(CloudState state, Instance instance) => new(
        instance,
        state.Vpcs[instance.Vpc].Region,
        [.. state.Index.InterfacesByInstance.Of(instance.Id).Select(id => state.Interfaces[id]).OrderByDescending(eni => eni.Type == InterfaceType.Primary)]);

    private static bool Fits(DescribeInstances query, InstanceView view)
    {
        var (instance, primary) = (view.Instance, view.Interfaces[0]);
        return view.Region == query.RegionId
            && (query.VpcId is null || query.VpcId == instance.Vpc)
            && (query.VSwitchId is null || query.VSwitchId == primary.VSwitch)
            && (query.ZoneId is null || query.ZoneId == instance.Zone)
            && (query.InstanceName is null || IsLike(instance.Name, query.InstanceName))
            && (query.InstanceType is null || query.InstanceType == instance.Type)
            && (query.SecurityGroupId is null || primary.SecurityGroups.Contains(query.SecurityGroupId))
            && (query.ResourceGroupId is null || query.ResourceGroupId == instance.ResourceGroup)
            && (query.Status is null || query.Status == instance.Status)
            && (query.PrivateIpAddresses.Count == 0 || query.PrivateIpAddresses.Contains(primary.PrimaryAddress.ToString()))
            && query.Tag.All(tag => instance.Tags.TryGetValue(tag.Key, out var value) && (tag.Value is null || tag.Value == value));
    }

    /// <summary>"Fuzzy search with the wildcard character *".</summary>
    private static bool IsLike(string name, string pattern) =>
        System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(pattern.Replace("?", "\\?", StringComparison.Ordinal), name, ignoreCase: false);

    /// <summary><c>ecs.g7</c> of <c>ecs.g7.xlarge</c>.</summary>
    private static string Family(string type) => type[..Math.Max(0, type.LastIndexOf('.'))];
}
