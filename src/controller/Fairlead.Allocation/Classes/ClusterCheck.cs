using Fairlead.Allocation.Publishing;
using Fairlead.Allocation.State;
using Fairlead.Cloud;
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
        var groups = state.ClusterGroups.Refusal;
        List<string> all = [.. vSwitches.Count > 0 ? [string.Join("; ", vSwitches) + "; the others are used"] : (string[])[], .. groups.Length > 0 ? [groups] : (string[])[], .. ranges];
        state.IsClusterStatusDirty |= state.ClusterConditions.Set(
            ConditionTypes.Ready, all.Count == 0, all.Count == 0 ? "Ready" : vSwitches.Count > 0 ? "VSwitchUnusable" : groups.Length > 0 ? "SecurityGroupUnusable" : "PodRangeOverlaps",
            all.Count == 0 ? "the cloud has what it names" : string.Join("; ", all), state.Now);
    }

    /// <summary>An ENI was refused for the groups of all that no class names.</summary>
    public static void GroupsRefused(AllocationState state, IReadOnlyList<string> groups, CloudException error)
    {
        if (state.ClusterGroups.Refused(groups, $"spec.securityGroups [{string.Join(", ", groups)}]: {error.Reason} ({error.Code})"))
        {
            Changed(state);
        }
    }

    public static void GroupsGranted(AllocationState state, IReadOnlyList<string> groups)
    {
        if (state.ClusterGroups.Granted(groups))
        {
            Changed(state);
        }
    }

    /// <summary>Ranges that the VPC routes to hosts: no pod's slice can be there. Where no VPC is named it may be any.</summary>
    public static IReadOnlyList<(string VSwitch, Cidr Range)> Taken(AllocationState state) =>
    [
        .. state.VSwitches.Values.Select(record => record.Described).Where(vSwitch => state.Configuration!.Spec.Vpc.Length == 0 || vSwitch.Vpc == state.Configuration.Spec.Vpc).OrderBy(vSwitch => vSwitch.Id, StringComparer.Ordinal)
            .SelectMany(vSwitch => vSwitch.Cidr6 is { } range6 ? [(vSwitch.Id, vSwitch.Cidr), (vSwitch.Id, range6)] : ((string, Cidr)[])[(vSwitch.Id, vSwitch.Cidr)]),
    ];

    // A node's shape has the groups that are in force.
    private static void Changed(AllocationState state)
    {
        state.ReshapeNodes();

        Run(state);
    }

    // A list may name vSwitches of zones that have no nodes yet.
    private static IReadOnlyList<string> Problems(AllocationState state, string path, IReadOnlyList<string> ids) =>
        GroundCheck.Problems(path, ids, id => state.VSwitch(id)?.Described, state.Configuration!.Spec.Vpc, []);
}
