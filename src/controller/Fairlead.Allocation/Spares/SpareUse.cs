using Fairlead.Allocation.Nodes;
using Fairlead.Allocation.Shapes;
using Fairlead.Allocation.State;
using Fairlead.Resources.Network;

namespace Fairlead.Allocation.Spares;

/// <summary>
/// A spare ENI that an earlier controller gave to a node and did not live to say for what: it becomes what the node lacks. Taken for
/// shared where it was for exclusive pods, it would hold a place that is theirs for as long as a pod has its address.
/// </summary>
internal static class SpareUse
{
    public static void Decide(AllocationState state, NodeRecord node, NodeShape shape, NodeDemand demand)
    {
        foreach (var eni in node.Interfaces.Where(eni => eni.IsUndecided).ToList())
        {
            eni.IsUndecided = false;
            var isShared = shape.Mode == PodNetworkMode.SharedEni;
            eni.Use = SpareTaking.FitsOne(shape, eni) && (!isShared || LacksExclusive(node, shape, demand)) ? InterfaceUse.Exclusive : InterfaceUse.Shared;
            // Of a class that had a stock on this node: it makes another.
            eni.Doomed |= eni.Use == InterfaceUse.Shared && !isShared;
            eni.Touch();
            state.Mark(eni);
        }
    }

    private static bool LacksExclusive(NodeRecord node, NodeShape shape, NodeDemand demand)
    {
        var has = node.Interfaces.Count(eni => eni.Use == InterfaceUse.Exclusive) + node.Births.Count(birth => birth.Use == InterfaceUse.Exclusive);
        var leased = node.Interfaces.Count(eni => eni.Use == InterfaceUse.Exclusive && node.Leases.On(eni.Id) > 0);
        return has < shape.Exclusive && has < leased + demand.Waiting(PodNetworkMode.ExclusiveEni, "") + shape.Settings.SpareAttached;
    }
}
