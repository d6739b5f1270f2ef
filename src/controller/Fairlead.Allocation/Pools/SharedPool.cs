using Fairlead.Allocation.Growing;
using Fairlead.Allocation.Shapes;
using Fairlead.Allocation.Shrinking;
using Fairlead.Allocation.State;
using Fairlead.Resources.Network;

namespace Fairlead.Allocation.Pools;

/// <summary>The stock of a node and class as the planner sees it.</summary>
internal static class SharedPool
{
    public static IEnumerable<InterfaceRecord> Interfaces(NodeRecord node, string ofClass) =>
        node.Interfaces.Where(eni => eni.Use == InterfaceUse.Shared && eni.Class == ofClass);

    /// <param name="most">ENIs that the stock may have.</param>
    public static PoolView View(AllocationState state, NodeRecord node, NodeShape shape, string ofClass, int demand, int most)
    {
        var v6 = !shape.HasV4;
        var unit = shape.Settings.Prefixes ? 16 : 1;
        var births = node.Births.Where(birth => birth.Use == InterfaceUse.Shared && birth.Class == ofClass)
            .Select(birth => new PoolInterface("", birth.Units(v6), 0, 0, 0, IsGoing: false, IsSettled: false));
        return new PoolView
        {
            Demand = demand,
            // A class's stock has nothing in store: nobody knows on which nodes its pods will be.
            MinFree = ofClass.Length == 0 ? shape.Settings.MinFree : 0,
            Batch = shape.Settings.Batch,
            Unit = unit,
            MostInterfaces = most,
            PerInterface = PerInterface(shape, state.Options),
            Interfaces = [.. Interfaces(node, ofClass).Select(eni => Face(state, node, shape, eni, unit)), .. births],
        };
    }

    public static int PerInterface(NodeShape shape, AllocatorOptions options)
    {
        var slots = Math.Min(shape.SlotsPerInterface, options.MostAtBirth4);
        return shape.Settings.Prefixes && shape.HasV4 ? 1 + ((slots - 1) * 16) : slots;
    }

    private static PoolInterface Face(AllocationState state, NodeRecord node, NodeShape shape, InterfaceRecord eni, int unit)
    {
        var v6 = !shape.HasV4;
        var (units, releasable) = (0, 0);
        // A reserved address and its pod are no part of the stock.
        var leased = node.Leases.On(eni.Id) - eni.Ranges.Count(record => record.Reserved && record.Range.IsV6 == v6 && node.Leases.Within(record.Range));
        foreach (var record in eni.Ranges.Where(record => record.Range.IsV6 == v6 && record is { Reserved: false, Contender: null }))
        {
            var isFree = !node.Leases.Within(record.Range);
            units += record.Retiring ? 0 : record.Units;
            releasable += record.Retiring || !isFree || Shrinker.IsPrimary(eni, record) || record.Units < unit ? 0 : record.Units;
        }

        units += eni.Growths.Where(growth => growth.IsV6 == v6).Sum(growth => growth.Units);
        // What its vSwitch has not, an ENI has no place for: others are made elsewhere.
        var isInPieces = !v6 && unit > 1 && state.VSwitch(eni.VSwitch)?.MostPrefixes(state.Now) is 0;
        var left = v6 ? int.MaxValue : unit == 1 || isInPieces ? state.VSwitch(eni.VSwitch)?.Most(state.Now) ?? 0 : state.VSwitch(eni.VSwitch)?.MostPrefixes(state.Now) ?? 0;
        var room = Math.Max(0, Math.Min(shape.SlotsPerInterface - eni.Slots(v6), left));
        return new PoolInterface(
            eni.Id, eni.IsGoing ? leased : Math.Max(units, leased), leased, room, releasable, eni.IsGoing,
            Grower.CanGrow(state, eni) && eni.Growths.Count == 0)
        {
            Unit = isInPieces ? 1 : 0,
            CanGive = eni is { Stage: InterfaceStage.Attached, IsBusy: false, InDoubt: false },
            IsPinned = eni.Ranges.Any(record => record.Reserved),
        };
    }
}
