using Fairlead.Allocation.Pools;
using Fairlead.Allocation.Shapes;
using Fairlead.Allocation.State;
using Fairlead.Resources.Network;

namespace Fairlead.Allocation.Nodes;

/// <summary>All stocks of a node: shared ones by class, exclusive ones, the trunk and its members.</summary>
internal static class StockStep
{
    public static void Run(AllocationState state, NodeRecord node, NodeShape shape)
    {
        var demand = NodeDemand.Of(state, node, shape);
        node.Waiting = demand.All;
        foreach (var ofClass in demand.SharedClasses)
        {
            SharedStep.Run(state, node, shape, ofClass, demand.Shared(ofClass), MostShared(node, shape, ofClass));
        }
    }

    // What others have is not to be had, whoever they are.
    private static int MostShared(NodeRecord node, NodeShape shape, string ofClass)
    {
        var others = node.Interfaces.Count(eni => eni.Use is InterfaceUse.Shared && eni.Class != ofClass)
            + node.Births.Count(birth => birth.Use is InterfaceUse.Shared && birth.Class != ofClass);
        var exclusive = node.Interfaces.Count(eni => eni.Use == InterfaceUse.Exclusive) + node.Births.Count(birth => birth.Use == InterfaceUse.Exclusive);
        var kept = shape.IsDivisionOpen ? exclusive : Math.Max(exclusive, shape.Exclusive);
        return Math.Max(0, shape.Secondary - (shape.HasTrunk ? 1 : 0) - kept - others);
    }
}
