using Fairlead.Allocation.Publishing;
using Fairlead.Allocation.State;
using Fairlead.Resources.Network;

namespace Fairlead.Allocation.Routes;

/// <summary>What nodes and the cluster are told of their routes.</summary>
internal static class RouteReports
{
    public static void Say(AllocationState state, RouteTableRecord table, RoutePlan plan)
    {
        var found = new List<(WantedRoute Route, bool IsReady, string Reason, string Message)>();
        found.AddRange(plan.Ready.Select(route => (route, true, "Routed", $"{table.Id} leads to {route.Instance}")));
        found.AddRange(plan.Foreign.Select(foreign =>
        {
            var (route, entry) = foreign;
            return (route, false, "ForeignRoute", $"{table.Id} leads from {entry.Destination} to {entry.NextHop}, and that entry is not ours ({entry.Id}): remove it, or give the node another slice");
        }));
        found.AddRange(plan.Create.Select(route => (route, false, "RouteMissing", state.Configuration!.Spec.Routes == RouteUpkeep.Managed
            ? $"no entry in {table.Id} yet{((table.Refused.GetValueOrDefault(route.Slice)?.Trouble ?? table.Making.Trouble) is { } trouble ? ": " + CloudWords.Message(trouble) : "")}"
            : $"no entry in {table.Id}, and ClusterNetwork spec.routes is 'report': make one with next hop {route.Instance}")));
        foreach (var slices in found.GroupBy(one => one.Route.Node))
        {
            Node(state, slices.Key, [.. slices]);
        }

        Quota(state);
        if (state.ClusterConditions.Find(ConditionTypes.RoutesKept) is { Status: "False" })
        {
            ClusterReports.Routes(state);
        }
    }

    // The cloud raises the number on request and says it nowhere: what people wrote, or what it would not go beyond.
    private static void Quota(AllocationState state)
    {
        var (cluster, written) = (state.Configuration!.Spec.Cluster, state.Configuration.Spec.RouteQuota);
        var tables = state.RouteTables.Values.Where(table => table.Entries is not null).Select(table => (table.Id, Used: table.Entries!.Count, Most: Math.Min(written, table.FullAt ?? written)));
        var (id, used, most) = tables.OrderByDescending(table => table.Used >= table.Most ? 1 : (double)table.Used / table.Most).ThenBy(table => table.Id, StringComparer.Ordinal).First();
        var routes = state.RouteTables.Values.Sum(table => table.Entries?.Count(entry => RoutePlanner.IsOurs(entry, cluster)) ?? 0);
        var (isNear, isFull) = (used * 10 >= most * 8, used >= most);
        state.IsClusterStatusDirty |= state.Routes != routes | state.ClusterConditions.Set(
            ConditionTypes.RouteQuota, !isNear, isFull ? "Full" : isNear ? "NearlyFull" : "Enough",
            isNear ? $"{id} has {used} entries of {most}: {(isFull ? "no node gets another one" : "a node more is an entry more")}; ask for a higher quota and write it into spec.routeQuota, or use ENI modes" : $"less than 80 % of {most} entries are used in each table", state.Now);
        state.Routes = routes;
    }

    // A node with a slice of each family has two: what is missing counts.
    private static void Node(AllocationState state, string name, List<(WantedRoute Route, bool IsReady, string Reason, string Message)> slices)
    {
        var (_, isReady, reason, _) = slices.MinBy(slice => slice.IsReady);
        var words = slices.Where(slice => slice.Reason == reason).GroupBy(slice => slice.Message, slice => slice.Route.Slice).Select(same => $"{string.Join(" and ", same)}: {same.Key}");
        if (state.Nodes.GetValueOrDefault(name) is { } node && node.Conditions.Set(ConditionTypes.RouteReady, isReady, reason, string.Join("; ", words), state.Now))
        {
            state.Mark(node);
        }
    }
}
