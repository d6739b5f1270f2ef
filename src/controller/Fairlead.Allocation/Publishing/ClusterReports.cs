using Fairlead.Allocation.State;
using Fairlead.Cloud;

namespace Fairlead.Allocation.Publishing;

/// <summary>What people are told at the cluster's configuration.</summary>
internal static class ClusterReports
{
    /// <param name="error">Null where it was done, or is not to be done any more.</param>
    public static void CloudReady(AllocationState state, ClusterWork work, CloudException? error)
    {
        if (error is { IsThrottled: true } or { IsConflict: true })
        {
            return;
        }

        if (error is null)
        {
            state.CloudTroubles.Remove(work);
        }
        else
        {
            state.CloudTroubles[work] = error;
        }

        var troubles = state.CloudTroubles.Values;
        state.IsClusterStatusDirty |= troubles.Count == 0
            ? state.ClusterConditions.Set(ConditionTypes.CloudReady, true, "Works", "the cloud is listed", state.Now)
            : state.ClusterConditions.Set(
                ConditionTypes.CloudReady, false, CloudWords.Reason(troubles.First()), string.Join("; ", troubles.Select(CloudWords.Message).Distinct()), state.Now);
    }

    /// <summary>Whether entries can be made and removed, in all tables.</summary>
    public static void Routes(AllocationState state)
    {
        var troubles = state.RouteTables.Values.Where(table => table.Trouble is not null).OrderBy(table => table.Id, StringComparer.Ordinal).ToList();
        state.IsClusterStatusDirty |= troubles.Count == 0
            ? state.ClusterConditions.Set(ConditionTypes.RoutesKept, true, "Kept", "entries are made and removed", state.Now)
            : state.ClusterConditions.Set(
                ConditionTypes.RoutesKept, false, CloudWords.Reason(troubles[0].Trouble!), string.Join("; ", troubles.Select(table => $"{table.Id}: {CloudWords.Message(table.Trouble!)}")), state.Now);
    }
}
