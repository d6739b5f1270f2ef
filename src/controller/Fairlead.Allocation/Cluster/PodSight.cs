using Fairlead.Allocation.Fixed;
using Fairlead.Allocation.Observations;
using Fairlead.Allocation.State;
using Fairlead.Resources.Core;

namespace Fairlead.Allocation.Cluster;

/// <summary>Takes in pods: those that are bound to a node and need a network.</summary>
internal static class PodSight
{
    public static void See(AllocationState state, Pod seen)
    {
        var key = PodRecord.KeyOf(seen.Metadata.Namespace, seen.Metadata.Name);
        if (seen.Spec.NodeName.Length == 0 || seen.Spec.HostNetwork)
        {
            Drop(state, key);
            return;
        }

        if (state.Pods.TryGetValue(key, out var known) && known.Pod.Metadata.Uid == seen.Metadata.Uid && known.Pod.Spec.NodeName == seen.Spec.NodeName)
        {
            var before = known.Pod;
            var wasOver = known.IsOver;
            known.Pod = seen;
            if (wasOver != known.IsOver || HasMoved(before, seen))
            {
                known.ChosenAt = -1;
                Reservations.PodChanged(state, key);
                state.Mark(state.Nodes.GetValueOrDefault(seen.Spec.NodeName));
            }

            return;
        }

        Drop(state, key);
        var pod = new PodRecord(seen);
        state.Pods.Add(key, pod);
        var node = NodeSight.Find(state, seen.Spec.NodeName);
        node.Pods[key] = pod;
        Reservations.PodChanged(state, key);
        state.Mark(node);
    }

    public static void Gone(AllocationState state, PodGone gone)
    {
        var key = PodRecord.KeyOf(gone.Namespace, gone.Name);
        // The next pod of the name may have been told of before.
        if (state.Pods.TryGetValue(key, out var known) && (gone.Uid.Length == 0 || known.Pod.Metadata.Uid == gone.Uid))
        {
            Drop(state, key);
        }
    }

    private static void Drop(AllocationState state, string key)
    {
        if (state.Pods.Remove(key, out var pod) && state.Nodes.TryGetValue(pod.Pod.Spec.NodeName, out var node))
        {
            node.Pods.Remove(key);
            Reservations.PodChanged(state, key);
            state.Mark(node);
        }
    }

    // What chooses its mode.
    private static bool HasMoved(Pod before, Pod seen) =>
        !ReferenceEquals(before.Metadata.Labels, seen.Metadata.Labels) || !ReferenceEquals(before.Metadata.Annotations, seen.Metadata.Annotations);
}
