using Fairlead.Allocation.Publishing;
using Fairlead.Allocation.State;
using Fairlead.Resources.Network;

namespace Fairlead.Allocation.Routes;

/// <summary>What nodes and the cluster are told of their routes.</summary>
internal static class RouteReports
{
    public static void Say(AllocationState state, RouteTableRecord table, RoutePlan plan)
    {
        foreach (var route in plan.Ready)
        {
            Node(state, route, true, "Routed", $"{route.Slice} leads to {route.Instance} in {table.Id}");
        }

        foreach (var (route, entry) in plan.Foreign)
        {
            Node(state, route, false, "ForeignRoute", $"{entry.Destination} leads to {entry.NextHop} in {table.Id}, and that entry is not ours ({entry.Id}): remove it, or give the node another slice");
        }

        foreach (var route in plan.Create)
        {
            Node(state, route, false, "RouteMissing", state.Configuration!.Spec.Routes == RouteUpkeep.Managed
                ? $"{route.Slice} has no entry in {table.Id} yet"
                : $"{route.Slice} has no entry in {table.Id}, and ClusterNetwork spec.routes is 'report': make one with next hop {route.Instance}");
        }

        Quota(state, table);
    }

    private static void Quota(AllocationState state, RouteTableRecord table)
    {
        var (used, most) = (table.Entries!.Count, state.Options.RouteQuota);
        var ours = table.Entries.Count(entry => RoutePlanner.IsOurs(entry, state.Configuration!.Spec.Cluster));
        var near = used * 10 >= most * 8;
        state.IsClusterStatusDirty |= state.Routes != ours | state.ClusterConditions.Set(
            ConditionTypes.RouteQuota, !near, near ? "NearlyFull" : "Enough",
            near ? $"{table.Id} has {used} entries of {most}: a node more is an entry more; ask for a higher quota, or use ENI modes" : $"less than 80 % of {most} entries are used", state.Now);
        state.Routes = ours;
    }

    private static void Node(AllocationState state, WantedRoute route, bool isReady, string reason, string message)
    {
        if (state.Nodes.GetValueOrDefault(route.Node) is { } node && node.Conditions.Set(ConditionTypes.RouteReady, isReady, reason, message, state.Now))
        {
            state.Mark(node);
        }
    }
}
