using System.Collections.Immutable;
using Fairlead.Model.Addresses;
using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Rules.Queries;

/// <summary>DescribeNetworkInterfaces and DescribeNetworkInterfaceAttribute.</summary>
internal static class InterfaceQueries
{
    private const int MostNamed = 100;

    public static (CloudReply? Reply, CloudError? Error) Describe(CloudState state, DescribeNetworkInterfaces query)
    {
        if (query is { NetworkInterfaceId: [var id], Page: { Number: null or 1, NextToken: null or "" } } && PageLimits.Interfaces.Fault(query.Page) is null)
        {
            return (One(state, query, id), null);
        }

        // "Valid values of N: 1 to 100" of all three.
        foreach (var (name, list) in new[] { ("NetworkInterfaceId.N", query.NetworkInterfaceId), ("PrivateIpAddress.N", query.PrivateIpAddress), ("Ipv6Address.N", query.Ipv6Address) })
        {
            if (list.Count > MostNamed)
            {
                return (null, CloudErrors.Invalid(name, $"{list.Count} are more than {MostNamed}"));
            }
        }

        var lists = Lists(state, query).ToList();
        var ids = lists.MinBy(list => list.Count) ?? state.Index.InterfacesByRegion.Of(query.RegionId);
        var filter = lists.Count <= 1 && !HasMore(query) ? null : (Func<NetworkInterface, bool>)(eni => Fits(state, query, eni));
        return Paging.Of(ids, id => state.Interfaces[id], filter, query.Page, PageLimits.Interfaces);
    }

    public static (CloudReply? Reply, CloudError? Error) Attribute(CloudState state, DescribeNetworkInterfaceAttribute query) =>
        Found.Interface(state, query.NetworkInterfaceId, query.RegionId, out var eni) is { } fault
            ? (null, fault)
            : (new InterfaceReply(eni!, [.. state.Index.Members.Of(eni!.Id)]), null);

    /// <summary>What callers ask most often, and wait for: it needs no list.</summary>
    private static PageReply<NetworkInterface> One(CloudState state, DescribeNetworkInterfaces query, string id)
    {
        IReadOnlyList<NetworkInterface> found = state.Interfaces.TryGetValue(id, out var eni) && Fits(state, query, eni) ? [eni] : [];
        return new PageReply<NetworkInterface>(found, found.Count, query.Page.Number ?? 0, PageLimits.Interfaces.Size(query.Page), null);
    }

    /// <summary>Lists that hold all that a filter lets through, one for each filter that has an index.</summary>
    private static IEnumerable<ImmutableSortedSet<string>> Lists(CloudState state, DescribeNetworkInterfaces query)
    {
        if (query.NetworkInterfaceId.Count > 0)
        {
            yield return Sorting.Of(query.NetworkInterfaceId.Where(state.Interfaces.ContainsKey));
        }

        if (query.InstanceId is { } instance)
        {
            yield return state.Index.InterfacesByInstance.Of(instance);
        }

        if (query.VSwitchId is { } vSwitch)
        {
            yield return state.Index.InterfacesByVSwitch.Of(vSwitch);
        }

        if (query.SecurityGroupId is { } group)
        {
            yield return state.Index.InterfacesByGroup.Of(group);
        }

        foreach (var tag in query.Tag)
        {
            if (tag.Value is { } value)
            {
                yield return state.Index.InterfacesByTag.Of(CloudIndex.TagKey(query.RegionId, tag.Key, value));
            }
        }
    }

    // What no list stands for, and lists of other than one region.
    private static bool HasMore(DescribeNetworkInterfaces query) =>
        query.VpcId is not null || query.PrimaryIpAddress is not null || query.PrivateIpAddress.Count > 0 || query.Ipv6Address.Count > 0
        || query.NetworkInterfaceName is not null || query.ResourceGroupId is not null || query.Type is not null || query.Status is not null
        || query.Tag.Any(tag => tag.Value is null) || query.NetworkInterfaceId.Count > 0 || query.InstanceId is not null || query.VSwitchId is not null || query.SecurityGroupId is not null;

    private static bool Fits(CloudState state, DescribeNetworkInterfaces query, NetworkInterface eni) =>
        (query.VpcId is null || query.VpcId == eni.Vpc)
        && (query.VSwitchId is null || query.VSwitchId == eni.VSwitch)
        && (query.InstanceId is null || query.InstanceId == eni.Instance)
        && (query.Type is null || query.Type == eni.Type)
        && (query.Status is null || query.Status == eni.Status)
        && (query.NetworkInterfaceId.Count == 0 || query.NetworkInterfaceId.Contains(eni.Id))
        && (query.NetworkInterfaceName is null || query.NetworkInterfaceName == eni.Name)
        && (query.SecurityGroupId is null || eni.SecurityGroups.Contains(query.SecurityGroupId))
        && (query.ResourceGroupId is null || query.ResourceGroupId == eni.ResourceGroup)
        && (query.PrimaryIpAddress is null || query.PrimaryIpAddress == eni.PrimaryAddress.ToString())
        && (query.PrivateIpAddress.Count == 0 || query.PrivateIpAddress.Any(text => HasAddress(eni, text)))
        && (query.Ipv6Address.Count == 0 || query.Ipv6Address.Any(text => HasAddress(eni, text)))
        && query.Tag.All(tag => eni.Tags.TryGetValue(tag.Key, out var value) && (tag.Value is null || tag.Value == value))
        && state.RegionOf(eni) == query.RegionId;

    private static bool HasAddress(NetworkInterface eni, string text) => InetAddress.TryParse(text, out var address) && eni.Addresses.Contains(address);
}
