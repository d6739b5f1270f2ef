using Fairlead.Allocation.Classes;
using Fairlead.Allocation.Fixed;
using Fairlead.Allocation.Interfaces;
using Fairlead.Allocation.Listing;
using Fairlead.Allocation.Naming;
using Fairlead.Allocation.Publishing;
using Fairlead.Allocation.Routes;
using Fairlead.Allocation.Slices;
using Fairlead.Allocation.State;

namespace Fairlead.Allocation.Starting;

/// <summary>Puts together what the store and the cloud say: from here on, things are done.</summary>
internal static class Beginning
{
    public static void Run(AllocationState state, StartLists lists)
    {
        foreach (var instance in lists.Instances!)
        {
            state.Instances[instance.Id] = instance;
        }

        foreach (var vSwitch in lists.VSwitches!)
        {
            state.VSwitches[vSwitch.Id] = new VSwitchRecord(vSwitch);
        }

        foreach (var node in state.Nodes.Values)
        {
            Remember(state, node);
        }

        SliceStep.Adopt(state);
        foreach (var seen in lists.Interfaces!.OrderBy(eni => eni.Id, StringComparer.Ordinal))
        {
            Adoption.Take(state, seen);
        }

        RangeBook.Remember(state);
        Reservations.RelateAll(state);
        state.IsReady = true;
        state.Spares.IsDirty = true;
        ClusterReports.CloudReady(state, ClusterWork.Listing, null);
        ClassCheck.RunAll(state);
        ClusterCheck.Run(state);
        FullListing.Plan(state);
        state.Due.Add(DueKind.VSwitches, "", state.Now + state.Options.ListEvery);
        RouteStep.Begin(state);
        state.MarkAllNodes();
    }

    private static void Remember(AllocationState state, NodeRecord node)
    {
        // What is written before they are worked out anew must not lack them: agents would give those addresses to any pod.
        // Nobody knows yet whether it is over.
        node.Conditions.Keep(ConditionTypes.CloudConsistent);
        node.FixedAddresses.AddRange(node.Earlier?.FixedAddresses ?? []);
        node.InstanceId = node.Node is null ? node.Earlier?.Instance ?? "" : ProviderIds.Instance(node.Node.Spec.ProviderID);
        if (node.InstanceId.Length > 0)
        {
            state.NodesByInstance[node.InstanceId] = node;
        }
    }
}
