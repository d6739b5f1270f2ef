using Fairlead.Allocation.Routes;
using Fairlead.Allocation.State;
using Fairlead.Cloud;

namespace Fairlead.Allocation.Publishing;

/// <summary>What people are told at the cluster's configuration.</summary>
internal static class ClusterReports
{
    public static void CloudReady(AllocationState state, CloudException? error)
    {
        var changed = error is null
            ? state.ClusterConditions.Set(ConditionTypes.CloudReady, true, "Works", "the cloud is listed", state.Now)
            : state.ClusterConditions.Set(ConditionTypes.CloudReady, false, CloudWords.Reason(error), CloudWords.Message(error), state.Now);
        state.IsClusterStatusDirty |= changed;
    }

    public static void Routes(AllocationState state, RouteTableRecord table, CloudException? error) => state.IsClusterStatusDirty |= error switch
    {
        null => state.ClusterConditions.Set(ConditionTypes.RoutesKept, true, "Kept", "entries are made and removed", state.Now),
        { IsThrottled: true } or { IsConflict: true } => false,
        _ => state.ClusterConditions.Set(ConditionTypes.RoutesKept, false, CloudWords.Reason(error), $"{table.Id}: {CloudWords.Message(error)}", state.Now),
    };
}
