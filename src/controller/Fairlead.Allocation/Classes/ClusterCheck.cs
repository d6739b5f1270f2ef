using Fairlead.Allocation.Publishing;
using Fairlead.Allocation.State;
using Fairlead.Model.Addresses;

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

        List<string> vSwitches = [.. Problems(state, "spec.vSwitches", spec.VSwitches)];
        for (var i = 0; i < spec.NodePools.Count; i++)
        {
            vSwitches.AddRange(Problems(state, $"spec.nodePools[{i}].vSwitches", spec.NodePools[i].VSwitches));
        }

        var ranges = GroundCheck.Overlaps(spec.PodRanges, Taken(state));
        List<string> all = [.. vSwitches.Count > 0 ? [string.Join("; ", vSwitches) + "; the others are used"] : (string[])[], .. ranges];
        state.IsClusterStatusDirty |= state.ClusterConditions.Set(
            ConditionTypes.Ready, all.Count == 0, all.Count == 0 ? "Ready" : vSwitches.Count > 0 ? "VSwitchUnusable" : "PodRangeOverlaps",
            all.Count == 0 ? "the cloud has what it names" : string.Join("; ", all), state.Now);
    }

    /// <summary>Ranges that the VPC routes to hosts: no pod's slice can be there.</summary>
    public static IReadOnlyList<(string VSwitch, Cidr Range)> Taken(AllocationState state) =>
    [
        .. state.VSwitches.Values.Select(record => record.Described).Where(vSwitch => vSwitch.Vpc == state.Configuration!.Spec.Vpc).OrderBy(vSwitch => vSwitch.Id, StringComparer.Ordinal)
            .SelectMany(vSwitch => vSwitch.Cidr6 is { } range6 ? [(vSwitch.Id, vSwitch.Cidr), (vSwitch.Id, range6)] : ((string, Cidr)[])[(vSwitch.Id, vSwitch.Cidr)]),
    ];

    // A list may name vSwitches of zones that have no nodes yet.
    private static IReadOnlyList<string> Problems(AllocationState state, string path, IReadOnlyList<string> ids) =>
        GroundCheck.Problems(path, ids, id => state.VSwitch(id)?.Described, state.Configuration!.Spec.Vpc, []);
}
