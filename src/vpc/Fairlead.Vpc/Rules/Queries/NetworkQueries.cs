using System.Collections.Immutable;
using Fairlead.Model.Addresses;
using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Rules.Queries;

/// <summary>DescribeVpcs, DescribeVSwitches, DescribeRouteTableList and DescribeRouteEntryList.</summary>
internal static class NetworkQueries
{
    public static (CloudReply? Reply, CloudError? Error) Vpcs(CloudState state, DescribeVpcs query) => Paging.Of(
        Sorting.Of(query.VpcIds.Count > 0 ? query.VpcIds.Where(state.Vpcs.ContainsKey) : state.Vpcs.Keys),
        id => state.Vpcs[id] is var vpc ? new VpcView(vpc, [.. state.Index.VSwitchesByVpc.Of(id)], [vpc.RouteTable]) : null!,
        view => view.Network.Region == query.RegionId
            && (query.VpcName is null || query.VpcName == view.Network.Name)
            && (query.ResourceGroupId is null || query.ResourceGroupId == view.Network.ResourceGroup),
        query.Page,
        PageLimits.Vpc);

    public static (CloudReply? Reply, CloudError? Error) VSwitches(CloudState state, DescribeVSwitches query) => Paging.Of(
        query.VpcId is { } vpc ? state.Index.VSwitchesByVpc.Of(vpc) : Sorting.Of(query.VSwitchId?.Split(',') ?? state.VSwitches.Keys),
        id => state.VSwitches.TryGetValue(id, out var vSwitch) ? new VSwitchView(vSwitch, state.Index.Pools[id].Free) : null,
        view => view is { VSwitch: var vSwitch } && state.Vpcs[vSwitch.Vpc].Region == query.RegionId
            && (query.VSwitchId is null || query.VSwitchId.Split(',').Contains(vSwitch.Id))
            && (query.ZoneId is null || query.ZoneId == vSwitch.Zone)
            && (query.VSwitchName is null || query.VSwitchName == vSwitch.Name)
            && (query.ResourceGroupId is null || query.ResourceGroupId == vSwitch.ResourceGroup)
            && (query.RouteTableId is null || query.RouteTableId == vSwitch.RouteTable),
        query.Page,
        PageLimits.Vpc);

    public static (CloudReply? Reply, CloudError? Error) Tables(CloudState state, DescribeRouteTableList query) => Paging.Of(
        Sorting.Of(query.RouteTableId is { } one ? [one] : state.RouteTables.Keys),
        id => state.RouteTables.TryGetValue(id, out var table) ? new RouteTableView(state.Vpcs[table.Vpc], id, [.. state.Index.VSwitchesByVpc.Of(table.Vpc)]) : null,
        view => view is { Network: var vpc } && vpc.Region == query.RegionId
            && (query.VpcId is null || query.VpcId == vpc.Id)
            && (query.RouterId is null || query.RouterId == vpc.Router),
        query.Page,
        PageLimits.Vpc);

    public static (CloudReply? Reply, CloudError? Error) Entries(CloudState state, DescribeRouteEntryList query)
    {
        if (!state.RouteTables.TryGetValue(query.RouteTableId, out var table) || state.Vpcs[table.Vpc].Region != query.RegionId)
        {
            return (null, query.RouteTableId.Length == 0 ? CloudErrors.Missing("RouteTableId") : CloudErrors.NoRouteTable());
        }

        var entries = System(state, table).Concat(table.Entries.Values.Select(entry => Custom(state, entry)))
            .Where(view => Fits(query, view)).ToDictionary(view => view.Id);
        return Paging.Of(Sorting.Of(entries.Keys), id => entries[id], null, query.Page, PageLimits.Routes);
    }

    public static IEnumerable<RouteEntryView> System(CloudState state, RouteTable table)
    {
        foreach (var vSwitch in state.Index.VSwitchesByVpc.Of(table.Vpc).Select(id => state.VSwitches[id]))
        {
            yield return new($"rte-{vSwitch.Id[4..]}-local", table.Id, vSwitch.Cidr, "", "local", "System", "", "", "Available");
            if (vSwitch.Cidr6 is { } cidr6)
            {
                yield return new($"rte-{vSwitch.Id[4..]}-local6", table.Id, cidr6, "", "local", "System", "", "", "Available");
            }
        }

        yield return new($"rte-{table.Id[4..]}-service", table.Id, VpcState.ServiceRange, "", "service", "System", "", "", "Available");
    }

    private static RouteEntryView Custom(CloudState state, RouteEntry entry)
    {
        var hop = entry.ToInstance ? state.Interfaces[entry.NextHop].Instance : entry.NextHop;
        return new(entry.Id, entry.Table, entry.Destination, hop, entry.ToInstance ? "Instance" : "NetworkInterface", "Custom", entry.Name, entry.Description, "Available");
    }

    private static bool Fits(DescribeRouteEntryList query, RouteEntryView view) =>
        (query.RouteEntryId is null || query.RouteEntryId == view.Id)
        && (query.DestinationCidrBlock is null || (Cidr.TryParse(query.DestinationCidrBlock, out var destination) && destination == view.Destination))
        && (query.NextHopId is null || query.NextHopId == view.NextHop)
        && (query.NextHopType is null || query.NextHopType == view.NextHopType)
        && (query.RouteEntryType is null || query.RouteEntryType == view.Type)
        && (query.IpVersion is null || view.Destination.IsV6 == query.IpVersion.EndsWith('6'));

}
