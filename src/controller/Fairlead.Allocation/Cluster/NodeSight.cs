using Fairlead.Allocation.Fixed;
using Fairlead.Allocation.State;
using Fairlead.Resources.Core;

namespace Fairlead.Allocation.Cluster;

/// <summary>Takes in nodes. Their heartbeats are no news.</summary>
internal static class NodeSight
{
    public static void See(AllocationState state, Node seen)
    {
        var node = Find(state, seen.Metadata.Name);
        var before = node.Node;
        node.Node = seen;
        if (before is null || !SameLabels(before.Metadata.Labels, seen.Metadata.Labels))
        {
            node.Shape = null;
            Rechoose(node);
        }

        if (before is null)
        {
            // One that comes back before all of it was gone may have lost its routes already, and the addresses that it kept for names.
            state.IsRoutingDirty = true;
            foreach (var slice in node.Slices)
            {
                SliceHome.Come(state, slice);
            }
        }

        if (before is null || node.Shape is null || before.Metadata.Uid != seen.Metadata.Uid || before.Spec.ProviderID != seen.Spec.ProviderID || !before.Spec.PodCIDRs.SequenceEqual(seen.Spec.PodCIDRs))
        {
            state.Mark(node);
        }
    }

    public static void Gone(AllocationState state, string name)
    {
        if (state.Nodes.TryGetValue(name, out var node))
        {
            node.Node = null;
            node.Published.ForgetNode();
            state.IsRoutingDirty = true;
            state.Mark(node);
        }
    }

    public static NodeRecord Find(AllocationState state, string name)
    {
        if (!state.Nodes.TryGetValue(name, out var node))
        {
            state.Nodes.Add(name, node = new NodeRecord(name));
        }

        return node;
    }

    private static void Rechoose(NodeRecord node)
    {
        foreach (var pod in node.Pods.Values)
        {
            pod.ChosenAt = -1;
        }
    }

    private static bool SameLabels(IReadOnlyDictionary<string, string> one, IReadOnlyDictionary<string, string> other) =>
        ReferenceEquals(one, other) || (one.Count == other.Count && one.All(label => other.TryGetValue(label.Key, out var value) && value == label.Value));
}
