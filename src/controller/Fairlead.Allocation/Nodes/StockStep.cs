using Fairlead.Allocation.Exclusive;
using Fairlead.Allocation.Fixed;
using Fairlead.Allocation.Interfaces;
using Fairlead.Allocation.Pools;
using Fairlead.Allocation.Publishing;
using Fairlead.Allocation.Shapes;
using Fairlead.Allocation.Spares;
using Fairlead.Allocation.State;
using Fairlead.Allocation.VSwitches;
using Fairlead.Resources.Network;

namespace Fairlead.Allocation.Nodes;

/// <summary>All stocks of a node: the trunk, exclusive ENIs and members, and shared ones by class.</summary>
internal static class StockStep
{
    public static void Run(AllocationState state, NodeRecord node, NodeShape shape)
    {
        var demand = NodeDemand.Of(state, node, shape);
        SpareUse.Decide(state, node, shape, demand);
        Division.Yield(state, node, shape);
        FixedStep.Run(state, node, shape);
        if (node.Reservations.Count > 0)
        {
            // A pod whose name has just got an address of the stock waits for no other.
            demand = NodeDemand.Of(state, node, shape);
        }

        node.Waiting = demand.All;
        TrunkStep.Run(state, node, shape);
        var exclusive = Division.Exclusive(node, shape);
        ExclusiveStep.Nics.Run(state, node, shape, demand, exclusive);
        ExclusiveStep.Members.Run(state, node, shape, demand, Trunks.Of(node) is null ? 0 : shape.Members);
        foreach (var ofClass in demand.SharedClasses)
        {
            SharedStep.Run(state, node, shape, ofClass, demand.Shared(ofClass), Division.Shared(node, shape, ofClass));
        }

        node.Shortages.Keep(InterfaceUse.Shared, demand.SharedClasses);
        node.Shortages.Publish(node.Conditions, Left(state, node, shape, demand.SharedClasses), demand.SharedClasses.Any(), state.Now);
        ResourcePublisher.Run(state, node, exclusive);
    }

    // vSwitches that have less than a batch, where others have more; who has been told so is told otherwise when they have two.
    private static List<string> Left(AllocationState state, NodeRecord node, NodeShape shape, IEnumerable<string> classes)
    {
        var all = classes.SelectMany(ofClass => ClassGround.Of(state, node, shape, ofClass).VSwitches).Distinct().ToList();
        var isTold = node.Conditions.Find(ConditionTypes.AddressesAvailable) is { Reason: ShortageBook.Elsewhere };
        var left = all.FindAll(id => state.VSwitch(id)!.Free < (isTold ? 2 : 1) * shape.Settings.Batch);
        return left.Count < all.Count ? left : [];
    }
}
