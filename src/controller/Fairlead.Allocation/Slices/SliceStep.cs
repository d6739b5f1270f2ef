using Fairlead.Allocation.Classes;
using Fairlead.Allocation.Fixed;
using Fairlead.Allocation.Publishing;
using Fairlead.Allocation.Routes;
using Fairlead.Allocation.State;
using Fairlead.Model.Addresses;
using Fairlead.Resources.Network;

namespace Fairlead.Allocation.Slices;

/// <summary>Gives a node its slices, once: what the Node or an earlier controller says is taken as it is.</summary>
internal static class SliceStep
{
    /// <summary>Before anybody gets a new one, all have what they had.</summary>
    public static void Adopt(AllocationState state)
    {
        foreach (var node in state.Nodes.Values)
        {
            Named(state, node);
        }

        foreach (var node in state.Nodes.Values.Where(node => node.Earlier is { PodSlices.Count: > 0 }))
        {
            foreach (var slice in node.Earlier!.PodSlices.Where(slice => !node.Slices.Contains(slice) && !node.Slices.Any(had => had.IsV6 == slice.IsV6)))
            {
                if (state.Slices.Claim(node.Name, slice, Length(state, slice.IsV6)) is { } other)
                {
                    Clash(state, node, $"an earlier controller gave it {slice}, which overlaps a slice of node {other}: it is not used here");
                }
                else
                {
                    node.Slices = [.. node.Slices, slice];
                }
            }
        }
    }

    public static void Run(AllocationState state, NodeRecord node)
    {
        var isClear = Named(state, node);
        LetGo(state, node);
        var spec = state.Configuration!.Spec;
        foreach (var v6 in (ReadOnlySpan<bool>)[false, true])
        {
            if (spec.PodRanges.Any(range => range.IsV6 == v6) && !node.Slices.Any(slice => slice.IsV6 == v6) && !Give(state, node, v6))
            {
                return;
            }
        }

        if (isClear && node.Slices.Count > 0)
        {
            node.Conditions.Set(ConditionTypes.SliceReady, true, "Given", string.Join(", ", node.Slices), state.Now);
        }
    }

    public static void Release(AllocationState state, NodeRecord node)
    {
        foreach (var slice in node.Slices.Concat(node.FormerSlices))
        {
            state.Slices.Release(slice);
        }

        (node.Slices, node.FormerSlices) = ([], []);
        Wake(state);
    }

    /// <summary>Whether the VPC leads there by an entry of ours, or may do so: it must not be another node's yet.</summary>
    public static bool IsRouted(AllocationState state, IEnumerable<Cidr> slices) =>
        state.Configuration!.Spec.Routes == RouteUpkeep.Managed
        && slices.ToList() is { Count: > 0 } asked
        && state.RouteTables.Values.Any(table => table.Entries is null || table.Entries.Exists(entry => asked.Contains(entry.Destination) && RoutePlanner.IsOurs(entry, state.Configuration.Spec.Cluster)));

    private static void LetGo(AllocationState state, NodeRecord node)
    {
        foreach (var slice in node.FormerSlices.Where(slice => !IsRouted(state, [slice])).ToList())
        {
            state.Slices.Release(slice);
            node.FormerSlices = [.. node.FormerSlices.Where(had => had != slice)];
            Wake(state);
        }
    }

    private static void Wake(AllocationState state)
    {
        foreach (var waiting in state.Nodes.Values.Where(other => other.Conditions.Find(ConditionTypes.SliceReady) is { Status: "False" }))
        {
            state.Mark(waiting);
        }
    }

    private static bool Give(AllocationState state, NodeRecord node, bool v6)
    {
        var ranges = state.Configuration!.Spec.PodRanges.Where(range => range.IsV6 == v6).ToList();
        if (state.Slices.Give(node.Name, ranges, Length(state, v6), [.. ClusterCheck.Taken(state).Select(taken => taken.Range).Where(range => range.IsV6 == v6)]) is { } slice)
        {
            node.Slices = [.. node.Slices, slice];
            state.IsRoutingDirty = true;
            SliceHome.Come(state, slice);
            return true;
        }

        node.Conditions.Set(
            ConditionTypes.SliceReady, false, "RangeFull",
            $"{string.Join(", ", ranges)}: no /{Length(state, v6)} is left for this node; add a range to ClusterNetwork spec.podRanges", state.Now);
        return false;
    }

    // What the Node says counts: others, the kubelet for instance, go by it too. False where that cannot be.
    private static bool Named(AllocationState state, NodeRecord node)
    {
        var isClear = true;
        foreach (var slice in node.Node?.Spec.PodCIDRs ?? [])
        {
            if (node.Slices.Contains(slice))
            {
                continue;
            }

            if (state.Slices.Claim(node.Name, slice, Length(state, slice.IsV6)) is { } other)
            {
                Clash(state, node, $"Node.spec.podCIDRs has {slice}, which overlaps a slice of node {other}: it is not used here; whoever counts slices beside this controller must not give one twice");
                isClear = false;
                continue;
            }

            // Given before the Node said its own: whoever counts slices beside us may give it to another node.
            node.FormerSlices = [.. node.FormerSlices.Concat(node.Slices.Where(had => had.IsV6 == slice.IsV6)).Where(had => had != slice)];
            node.Slices = [.. node.Slices.Where(had => had.IsV6 != slice.IsV6), slice];
            state.IsRoutingDirty = true;
            SliceHome.Come(state, slice);
        }

        return isClear;
    }

    private static void Clash(AllocationState state, NodeRecord node, string message) =>
        node.Conditions.Set(ConditionTypes.SliceReady, false, "SliceTaken", message, state.Now);

    private static int Length(AllocationState state, bool v6) => v6 ? state.Configuration!.Spec.SliceLength6 : state.Configuration!.Spec.SliceLength4;
}
