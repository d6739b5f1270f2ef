using Fairlead.Allocation.Exclusive;
using Fairlead.Allocation.Fixed;
using Fairlead.Allocation.Interfaces;
using Fairlead.Allocation.Pools;
using Fairlead.Allocation.Publishing;
using Fairlead.Allocation.Shapes;
using Fairlead.Allocation.State;
using Fairlead.Resources.Network;

namespace Fairlead.Allocation.Nodes;

/// <summary>All stocks of a node: the trunk, exclusive ENIs and members, and shared ones by class.</summary>
internal static class StockStep
{
    public static void Run(AllocationState state, NodeRecord node, NodeShape shape)
    {
        var demand = NodeDemand.Of(state, node, shape);
        node.Waiting = demand.All;
        FixedStep.Run(state, node, shape);
        TrunkStep.Run(state, node, shape);
        var exclusive = Exclusive(node, shape);
        ExclusiveStep.Nics.Run(state, node, shape, demand, exclusive);
        ExclusiveStep.Members.Run(state, node, shape, demand, Trunks.Of(node) is null ? 0 : shape.Members);
        foreach (var ofClass in demand.SharedClasses)
        {
            SharedStep.Run(state, node, shape, ofClass, demand.Shared(ofClass), Shared(node, shape, ofClass));
        }

        ResourcePublisher.Run(state, node, exclusive);
    }

    // Where nobody divided the places, shared ENIs have what they have, and all others are exclusive pods'.
    private static int Exclusive(NodeRecord node, NodeShape shape) =>
        shape.IsDivisionOpen ? Math.Max(0, Places(shape) - Count(node, InterfaceUse.Shared)) : shape.Exclusive;

    private static int Shared(NodeRecord node, NodeShape shape, string ofClass)
    {
        var others = node.Interfaces.Count(eni => eni.Use == InterfaceUse.Shared && eni.Class != ofClass)
            + node.Births.Count(birth => birth.Use == InterfaceUse.Shared && birth.Class != ofClass);
        var exclusive = Count(node, InterfaceUse.Exclusive);
        return Math.Max(0, Places(shape) - (shape.IsDivisionOpen ? exclusive : Math.Max(exclusive, shape.Exclusive)) - others);
    }

    private static int Places(NodeShape shape) => shape.Secondary - (shape.HasTrunk ? 1 : 0);

    // What is on its way off holds its place until it is gone.
    private static int Count(NodeRecord node, InterfaceUse use) =>
        node.Interfaces.Count(eni => eni.Use == use) + node.Births.Count(birth => birth.Use == use);
}
