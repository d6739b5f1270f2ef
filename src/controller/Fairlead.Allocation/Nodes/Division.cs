using Fairlead.Allocation.Fixed;
using Fairlead.Allocation.Shapes;
using Fairlead.Allocation.State;
using Fairlead.Resources.Network;

namespace Fairlead.Allocation.Nodes;

/// <summary>Which of an instance's places are shared ENIs' and which are exclusive pods'. What is on its way off holds its place until it is gone.</summary>
internal static class Division
{
    /// <summary>ENIs that exclusive pods can have now: never a place that a shared one has, though it should not have it.</summary>
    public static int Exclusive(NodeRecord node, NodeShape shape) =>
        // Where nobody divided the places, shared ENIs have what they have, and all others are exclusive pods'.
        shape.IsDivisionOpen ? Math.Max(0, Places(shape) - Count(node, InterfaceUse.Shared))
            : Math.Clamp(Places(shape) - node.Interfaces.Count(eni => eni is { Use: InterfaceUse.Shared, Stage: not InterfaceStage.Available }), 0, shape.Exclusive);

    /// <summary>ENIs that the shared stock of a class may have, those that it has among them.</summary>
    public static int Shared(NodeRecord node, NodeShape shape, string ofClass) => Math.Max(
        0, AllShared(node, shape)
            - node.Interfaces.Count(eni => eni.Use == InterfaceUse.Shared && eni.Class != ofClass)
            - node.Births.Count(birth => birth.Use == InterfaceUse.Shared && birth.Class != ofClass));

    /// <summary>Whether one more shared ENI may be made, whatever its class.</summary>
    public static bool HasSharedPlace(NodeRecord node, NodeShape shape) => Count(node, InterfaceUse.Shared) < AllShared(node, shape);

    /// <summary>
    /// Shared ENIs beyond their places go, where nobody has anything of them: the configuration has changed, or a restarted controller
    /// found one more than it knew of.
    /// </summary>
    public static void Yield(AllocationState state, NodeRecord node, NodeShape shape)
    {
        // A limit that is only believed is no reason to give away what is there.
        if (shape.IsDivisionOpen || node.BelievedInterfaces > 0)
        {
            return;
        }

        var over = node.Interfaces.Count(eni => eni is { Use: InterfaceUse.Shared, IsGoing: false }) - Math.Max(0, Places(shape) - shape.Exclusive);
        foreach (var eni in node.Interfaces.Where(IsIdle).OrderBy(eni => eni.Ranges.Count).Take(Math.Max(0, over)).ToList())
        {
            Rooms.GoWhole(state, eni);
        }
    }

    private static bool IsIdle(InterfaceRecord eni) =>
        eni is { Use: InterfaceUse.Shared, Stage: InterfaceStage.Attached, IsGoing: false, Growths.Count: 0 }
        && Rooms.IsAlone(eni) && !eni.Ranges.Any(record => record.Reserved);

    private static int AllShared(NodeRecord node, NodeShape shape)
    {
        var exclusive = Count(node, InterfaceUse.Exclusive);
        return Places(shape) - (shape.IsDivisionOpen ? exclusive : Math.Max(exclusive, shape.Exclusive));
    }

    private static int Places(NodeShape shape) => shape.Secondary - (shape.HasTrunk ? 1 : 0);

    private static int Count(NodeRecord node, InterfaceUse use) =>
        node.Interfaces.Count(eni => eni.Use == use) + node.Births.Count(birth => birth.Use == use);
}
