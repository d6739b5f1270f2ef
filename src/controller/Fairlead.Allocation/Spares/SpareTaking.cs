using Fairlead.Allocation.Interfaces;
using Fairlead.Allocation.Making;
using Fairlead.Allocation.Shapes;
using Fairlead.Allocation.State;
using Fairlead.Allocation.VSwitches;
using Fairlead.Resources.Network;

namespace Fairlead.Allocation.Spares;

/// <summary>A node that needs an ENI gets a spare one, where one fits: no call makes it, and it is attached at once.</summary>
internal static class SpareTaking
{
    /// <returns>Addresses that it has for pods; 0 where none fits.</returns>
    public static int Run(AllocationState state, NodeRecord node, NodeShape shape, InterfaceOrder order, ClassGround ground)
    {
        if (order.PrimaryAddress is not null || order.Reservation is not null || !order.GoesWithInstance || order.Use is not (InterfaceUse.Shared or InterfaceUse.Exclusive))
        {
            return 0;
        }

        var spare = state.Orphans.Where(eni => eni is { IsSpare: true, Doomed: false, IsBusy: false, Stage: InterfaceStage.Available } && Fits(shape, order, ground, eni))
            .MinBy(eni => (-Units(shape, eni), eni.Id));
        if (spare is null)
        {
            return 0;
        }

        (spare.IsSpare, spare.Use, spare.Class) = (false, order.Use, order.Class);
        spare.Renew(node.NextGeneration);
        spare.Generation = node.NextGeneration();
        Ownership.Take(state, spare, node);
        state.Mark(spare);
        state.Spares.IsDirty = true;
        return Units(shape, spare);
    }

    // All that the node wants now, and no more than its instance can have: another one that follows at once is dearer than one made.
    private static bool Fits(NodeShape shape, InterfaceOrder order, ClassGround ground, InterfaceRecord eni) =>
        ground.VSwitches.Contains(eni.VSwitch)
        && eni.SecurityGroups.ToHashSet().SetEquals(ground.SecurityGroups)
        && (!shape.HasV6 || eni.Slots(v6: true) > 0)
        && eni.Slots(v6: false) <= shape.Limits.Addresses4PerInterface && eni.Slots(v6: true) <= shape.Limits.Addresses6PerInterface
        && (order.Use == InterfaceUse.Exclusive ? FitsOne(shape, eni) : Units(shape, eni) >= order.Units);

    /// <summary>It has what one pod has, and no more.</summary>
    public static bool FitsOne(NodeShape shape, InterfaceRecord eni) =>
        eni.Ranges.All(record => record.Range.IsSingleAddress) && eni.Slots(v6: false) == 1 && eni.Slots(v6: true) == (shape.HasV6 ? 1 : 0);

    private static int Units(NodeShape shape, InterfaceRecord eni) => eni.Ranges.Where(record => record.Range.IsV6 != shape.HasV4).Sum(record => record.Units);
}
