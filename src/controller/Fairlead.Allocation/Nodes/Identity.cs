using Fairlead.Allocation.Classes;
using Fairlead.Allocation.Interfaces;
using Fairlead.Allocation.Listing;
using Fairlead.Allocation.Naming;
using Fairlead.Allocation.Publishing;
using Fairlead.Allocation.Shapes;
using Fairlead.Allocation.State;
using Fairlead.Cloud;
using Fairlead.Resources.Network;

namespace Fairlead.Allocation.Nodes;

/// <summary>Which instance a node is, and what that can have.</summary>
internal static class Identity
{
    public static void Run(AllocationState state, NodeRecord node)
    {
        var id = ProviderIds.Instance(node.Node!.Spec.ProviderID);
        if (id != node.InstanceId)
        {
            Change(state, node, id);
        }

        if (id.Length == 0)
        {
            Say(state, node, false, "NoProviderId", "Node.spec.providerID is empty: write region and instance there, cn-hangzhou.i-abc");
            return;
        }

        if (node.Instance is null && state.Instances.TryGetValue(id, out var instance))
        {
            node.Instance = instance;
            state.IsRoutingDirty = true;
            Ownership.Claim(state, node);
            if (state.Zones.Add(instance.Zone))
            {
                ClassCheck.RunAll(state);
            }
        }

        if (node.Instance is null)
        {
            Say(state, node, false, "InstanceUnknown", $"the cloud describes no instance {id} in VPC {state.Configuration!.Spec.Vpc}; does Node.spec.providerID name it right?");
            InstanceSearch.Want(state, id);
            return;
        }

        Shape(state, node, node.Instance);
    }

    /// <summary>The cloud described it once more: it may be of another type now, or gone.</summary>
    /// <param name="seen">Null where the cloud has it no more.</param>
    public static void Compare(AllocationState state, NodeRecord node, CloudInstance? seen)
    {
        if (node.Instance is not { } known)
        {
            return;
        }

        if (seen is null)
        {
            node.IsInstanceGone = true;
            Say(state, node, false, "InstanceGone", $"the cloud describes instance {known.Id} no more: delete the node, or correct Node.spec.providerID");
            state.Mark(node);
        }
        else if (seen.Type != known.Type || !seen.SecurityGroups.SequenceEqual(known.SecurityGroups) || node.IsInstanceGone)
        {
            node.IsInstanceGone = false;
            node.Instance = seen;
            node.Shape = null;
            state.Mark(node);
        }
    }

    private static void Shape(AllocationState state, NodeRecord node, CloudInstance instance)
    {
        if (node.BelievedInterfaces > 0 && state.Now >= node.BelievedUntil)
        {
            node.BelievedInterfaces = 0;
            node.Shape = null;
        }

        if (node.Shape is not null)
        {
            return;
        }

        if (!state.Limits.TryGetValue(instance.Type, out var limits))
        {
            if (node.IsUndescribed || !node.Conditions.Keep(ConditionTypes.InstanceKnown))
            {
                Say(state, node, false, "LimitsUnknown", $"the limits of instance type {instance.Type} are not known yet");
            }

            LimitsSearch.Want(state, instance.Type);
            return;
        }

        node.Shape = NodeShape.Of(state.Configuration!.Spec with { SecurityGroups = state.ClusterGroups.InForce }, node.Node!.Metadata.Labels, limits, node.BelievedInterfaces);
        state.Spares.IsDirty = true;
        if (!node.IsInstanceGone)
        {
            Say(state, node, true, "Known", $"{instance.Id}, {instance.Type}");
        }
    }

    // The old instance's ENIs are nobody's now: no agent of this node can have anything of them.
    private static void Change(AllocationState state, NodeRecord node, string id)
    {
        if (node.InstanceId.Length > 0 && ReferenceEquals(state.NodesByInstance.GetValueOrDefault(node.InstanceId), node))
        {
            state.NodesByInstance.Remove(node.InstanceId);
            foreach (var eni in node.Interfaces.ToList())
            {
                eni.Leaving = eni is { Kept: true, Reservation: not null };
                eni.Doomed = !eni.Leaving;
                Ownership.Take(state, eni, null);
                state.DirtyInterfaces.Mark(eni);
            }
        }

        state.IsRoutingDirty = true;
        node.InstanceId = id;
        node.Instance = null;
        node.IsInstanceGone = false;
        node.Shape = null;
        if (id.Length > 0)
        {
            state.NodesByInstance[id] = node;
        }
    }

    private static void Say(AllocationState state, NodeRecord node, bool isTrue, string reason, string message) =>
        node.Conditions.Set(ConditionTypes.InstanceKnown, isTrue, reason, message, state.Now);
}
