using Fairlead.Allocation.Collection;
using Fairlead.Allocation.State;
using Fairlead.Cloud;
using Fairlead.Resources.Network;

namespace Fairlead.Allocation.Routes;

/// <summary>
/// An entry for a slice that a node has, or had until it went, is put right at once. One that no node of this cluster is known to have had
/// is a leak: it goes when it has been one for long enough, or is only named.
/// </summary>
internal static class RouteLeaks
{
    public static bool MayGo(AllocationState state, CloudRoute entry, ClusterNetworkSpec spec)
    {
        if (state.Slices.Owners.TryGetValue(entry.Destination, out var owner))
        {
            // A node whose instance nobody has described yet wants no entry, and its pods use this one.
            return state.Nodes.GetValueOrDefault(owner) is not { Node: not null, Instance: null } node || node.InstanceId != entry.NextHop;
        }

        var since = state.Leaks.See(CollectionStep.Route, entry.Id, $"{entry.Destination} to {entry.NextHop} in {entry.Table}: no node has this slice", state.Now);
        CollectionStep.Told(state);
        var due = since + TimeSpan.FromSeconds(spec.Collection.AfterSeconds);
        if (state.Now < due && !spec.Collection.DryRun)
        {
            state.Due.Add(DueKind.Routes, "", due);
        }

        return state.Now >= due && !spec.Collection.DryRun;
    }
}
