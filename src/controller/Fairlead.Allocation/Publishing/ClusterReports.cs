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
}
