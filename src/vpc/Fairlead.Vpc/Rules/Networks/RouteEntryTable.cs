using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Rules.Networks;

/// <summary>The only writer of route entries.</summary>
internal static class RouteEntryTable
{
    public static CloudState Add(CloudState state, RouteEntry entry)
    {
        var table = state.RouteTables[entry.Table];
        return state with
        {
            RouteTables = state.RouteTables.SetItem(table.Id, table with { Entries = table.Entries.Add(entry.Destination, entry) }),
            Index = state.Index with
            {
                Routes = state.Index.Routes.Add(entry.Id, (table.Id, entry.Destination)),
                RoutesByNextHop = state.Index.RoutesByNextHop.Add(entry.NextHop, entry.Id),
            },
        };
    }

    public static CloudState Remove(CloudState state, RouteEntry entry)
    {
        var table = state.RouteTables[entry.Table];
        return state with
        {
            RouteTables = state.RouteTables.SetItem(table.Id, table with { Entries = table.Entries.Remove(entry.Destination) }),
            Index = state.Index with
            {
                Routes = state.Index.Routes.Remove(entry.Id),
                RoutesByNextHop = state.Index.RoutesByNextHop.Remove(entry.NextHop, entry.Id),
            },
        };
    }

    public static CloudState RemoveVia(CloudState state, string nextHop) =>
        state.Index.RoutesByNextHop.Of(nextHop).Aggregate(state, (left, id) => Remove(left, Find(left, id)!));

    public static RouteEntry? Find(CloudState state, string id) =>
        state.Index.Routes.TryGetValue(id, out var at) ? state.RouteTables[at.Table].Entries[at.Destination] : null;
}
