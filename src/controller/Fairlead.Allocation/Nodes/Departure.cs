using Fairlead.Allocation.Deeds;
using Fairlead.Allocation.Fixed;
using Fairlead.Allocation.Interfaces;
using Fairlead.Allocation.Publishing;
using Fairlead.Allocation.Slices;
using Fairlead.Allocation.State;
using Fairlead.Resources.Network;

namespace Fairlead.Allocation.Nodes;

/// <summary>A node is gone from the cluster: nobody acknowledges anything any more, and everything goes.</summary>
internal static class Departure
{
    public static void Run(AllocationState state, NodeRecord node)
    {
        // One that was forgotten may have been marked once more, and another node may bear its name by now.
        if (!state.IsReady || !ReferenceEquals(state.Nodes.GetValueOrDefault(node.Name), node))
        {
            return;
        }

        foreach (var eni in node.Interfaces)
        {
            // An ENI whose address is somebody's waits for its pod to come again elsewhere.
            eni.Leaving = eni is { Kept: true, Reservation: not null };
            eni.Doomed = !eni.Leaving;
        }

        Reservations.NodeGone(state, node);
        if (node.Published.Spec is not null || node.Earlier is not null)
        {
            // An agent that is still there must not give what may be another's in a moment.
            NodePublisher.Run(state, node);
        }

        foreach (var eni in node.Interfaces.ToList())
        {
            InterfaceStep.Run(state, eni);
        }

        // One that may have been made is found by its tag when the cloud is listed.
        node.Births.RemoveAll(birth => !birth.IsCalled);
        if (node.Interfaces.Count == 0 && node.Births.Count == 0 && !SliceStep.IsRouted(state, node.Slices.Concat(node.FormerSlices)))
        {
            SliceHome.Lose(state, node);
            SliceStep.Release(state, node);
            Forget(state, node);
        }
    }

    private static void Forget(AllocationState state, NodeRecord node)
    {
        if (ReferenceEquals(state.NodesByInstance.GetValueOrDefault(node.InstanceId), node))
        {
            state.NodesByInstance.Remove(node.InstanceId);
        }

        (node.InstanceId, node.Instance, node.Shape) = ("", null, null);
        if (node.Published.Spec is not null || node.Earlier is not null)
        {
            state.Do(new RemoveNodeNetwork(node.Name));
            node.Published.Forget();
            node.Earlier = null;
        }

        // Pods may be told of before their node is.
        if (node.Pods.Count == 0)
        {
            state.Nodes.Remove(node.Name);
        }
    }
}
