using Fairlead.Allocation.Publishing;
using Fairlead.Allocation.State;

namespace Fairlead.Allocation.Classes;

/// <summary>Whether the cloud has what the cluster's configuration names.</summary>
internal static class ClusterCheck
{
    public static void Run(AllocationState state)
    {
        if (!state.IsReady || state.Configuration?.Spec is not { } spec)
        {
            return;
        }

        List<string> problems = [.. Problems(state, "spec.vSwitches", spec.VSwitches)];
        for (var i = 0; i < spec.NodePools.Count; i++)
        {
            problems.AddRange(Problems(state, $"spec.nodePools[{i}].vSwitches", spec.NodePools[i].VSwitches));
        }

        state.IsClusterStatusDirty |= state.ClusterConditions.Set(
            ConditionTypes.Ready, problems.Count == 0, problems.Count == 0 ? "Ready" : "VSwitchUnusable",
            problems.Count == 0 ? "the cloud has what it names" : string.Join("; ", problems) + "; the others are used", state.Now);
    }

    // A list may name vSwitches of zones that have no nodes yet.
    private static IReadOnlyList<string> Problems(AllocationState state, string path, IReadOnlyList<string> ids) =>
        GroundCheck.Problems(path, ids, id => state.VSwitch(id)?.Described, state.Configuration!.Spec.Vpc, []);
}
