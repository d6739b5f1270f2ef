using Fairlead.Allocation.Publishing;
using Fairlead.Allocation.State;
using Fairlead.Resources.Network;

namespace Fairlead.Allocation.Routes;

/// <summary>What nodes and the cluster are told of their routes.</summary>
internal static class RouteReports
{
    public static void Say(AllocationState state, RouteTableRecord table, RoutePlan plan)
    {
        var nodes = new Dictionary<string, (bool IsReady, string Reason, string Message)>();
        foreach (var route in plan.Ready)
        {
            Note(nodes, route, true, "Routed", $"{route.Slice} leads to {route.Instance} in {table.Id}");
        }

        foreach (var (route, entry) in plan.Foreign)
        {
            Note(nodes, route, false, "ForeignRoute", $"{entry.Destination} leads to {entry.NextHop} in {table.Id}, and that entry is not ours ({entry.Id}): remove it, or give the node another slice");
        }

        foreach (var route in plan.Create)
        {
            Note(nodes, route, false, "RouteMissing", state.Configuration!.Spec.Routes == RouteUpkeep.Managed
                ? $"{route.Slice} has no entry in {table.Id} yet{((table.Refused.GetValueOrDefault(route.Slice)?.Trouble ?? table.Making.Trouble) is { } trouble ? ": " + CloudWords.Message(trouble) : "")}"
                : $"{route.Slice} has no entry in {table.Id}, and ClusterNetwork spec.routes is 'report': make one with next hop {route.Instance}");
        }

        foreach (var (name, said) in nodes)
        {
            if (state.Nodes.GetValueOrDefault(name) is { } node && node.Conditions.Set(ConditionTypes.RouteReady, said.IsReady, said.Reason, said.Message, state.Now))
            {
                state.Mark(node);
            }
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

    // A node with a slice of each family has two: what is missing counts, and of one kind all are named.
    private static void Note(Dictionary<string, (bool IsReady, string Reason, string Message)> nodes, WantedRoute route, bool isReady, string reason, string message)
    {
        var isKnown = nodes.TryGetValue(route.Node, out var said);
        nodes[route.Node] = !isKnown || (said.IsReady && !isReady) ? (isReady, reason, message) : said.IsReady == isReady ? said with { Message = $"{said.Message}; {message}" } : said;
    }
}
