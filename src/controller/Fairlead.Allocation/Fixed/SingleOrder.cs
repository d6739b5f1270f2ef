using Fairlead.Allocation.Growing;
using Fairlead.Allocation.Making;
using Fairlead.Allocation.Nodes;
using Fairlead.Allocation.Shapes;
using Fairlead.Allocation.Shrinking;
using Fairlead.Allocation.State;
using Fairlead.Cloud;
using Fairlead.Resources.Network;

namespace Fairlead.Allocation.Fixed;

/// <summary>
/// A pod's name can only have an address that can move: a single one, and not an ENI's primary one. A stock may be large enough and have
/// none of these; then one more is asked for.
/// </summary>
internal static class SingleOrder
{
    /// <summary>One that a name can get; null for none.</summary>
    public static RangeRecord? Free(NodeRecord node, InterfaceRecord eni, bool v6) => eni.Ranges.FirstOrDefault(range =>
        range.Range.IsV6 == v6 && range is { Retiring: false, Reserved: false, Contender: null } && range.Range.IsSingleAddress && !Shrinker.IsPrimary(eni, range) && !node.Leases.Within(range.Range));

    public static void Run(AllocationState state, NodeRecord node, NodeShape shape, string ofClass)
    {
        var enis = node.Interfaces.Where(eni => eni is { Use: InterfaceUse.Shared, IsGoing: false } && eni.Class == ofClass).ToList();
        if (enis.Exists(eni => eni.Growths.Count > 0 || eni.Stage != InterfaceStage.Attached) || node.Births.Exists(birth => birth.Use == InterfaceUse.Shared && birth.Class == ofClass) || enis.Count == 0)
        {
            // What is on its way brings it, and where there is nothing yet, the stock begins.
            return;
        }

        if (enis.Where(eni => Lacks(node, shape, eni).All(v6 => HasPlace(state, shape, eni, v6))).MinBy(eni => Lacks(node, shape, eni).Count) is { } best)
        {
            foreach (var v6 in Lacks(node, shape, best))
            {
                Grower.Order(state, node, best, v6 ? AddressKind.Address6 : AddressKind.Address4, 1);
            }
        }
        else if (Division.HasSharedPlace(node, shape))
        {
            Maker.Order(state, node, shape, new InterfaceOrder(InterfaceUse.Shared, ofClass, 2) { IsSingles = true });
        }
        else
        {
            MakeRoom(state, node, shape, enis);
        }

        state.Due.Add(DueKind.Node, node.Name, state.Now + (state.Options.FirstRetry * 10));
    }

    private static List<bool> Lacks(NodeRecord node, NodeShape shape, InterfaceRecord eni) =>
        [.. new[] { false, true }.Where(v6 => (v6 ? shape.HasV6 : shape.HasV4) && Free(node, eni, v6) is null)];

    private static bool HasPlace(AllocationState state, NodeShape shape, InterfaceRecord eni, bool v6) =>
        Grower.CanGrow(state, eni) && eni.Slots(v6) < Most(shape, v6) && (v6 || state.VSwitch(eni.VSwitch)?.Most(state.Now) > 0);

    // A prefix that nobody has anything of makes way.
    private static void MakeRoom(AllocationState state, NodeRecord node, NodeShape shape, List<InterfaceRecord> enis)
    {
        foreach (var eni in enis.Where(eni => Grower.CanGrow(state, eni)))
        {
            foreach (var v6 in Lacks(node, shape, eni).Where(v6 => eni.Slots(v6) >= Most(shape, v6)))
            {
                Rooms.Make(state, node, eni, v6);
            }
        }
    }

    private static int Most(NodeShape shape, bool v6) => v6 ? shape.Limits.Addresses6PerInterface : shape.Limits.Addresses4PerInterface;
}
