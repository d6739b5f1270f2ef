using Fairlead.Allocation.Interfaces;
using Fairlead.Allocation.Nodes;
using Fairlead.Allocation.Pools;
using Fairlead.Allocation.State;
using Fairlead.Resources.Network;

namespace Fairlead.Allocation.Fixed;

/// <summary>
/// A place on a node for an exclusive ENI: stock that no pod waits for goes, and then an ENI that waits for a pod of its name, which it can
/// do as well on no node.
/// </summary>
internal static class Vacancy
{
    /// <returns>Whether any makes way, now or already.</returns>
    public static bool Make(AllocationState state, NodeRecord node)
    {
        if (IsOnItsWay(node))
        {
            return true;
        }

        var idle = node.Interfaces.FindAll(eni => eni is { Use: InterfaceUse.Exclusive, Stage: InterfaceStage.Attached, IsContended: false } && node.Leases.On(eni.Id) == 0);
        var stock = idle.FindAll(eni => eni.Reservation is null);
        var yielding = stock.Find(eni => eni.IsGoing)
            ?? stock.Find(eni => stock.Count(other => other.Class == eni.Class) > Waiting(state, node, eni.Class))
            ?? idle.Find(eni => eni.Reservation is { } key && state.Reservations.GetValueOrDefault(key) is { } record && ReferenceEquals(record.Home, eni) && !IsAwaited(state, record, node));
        if (yielding is null)
        {
            return false;
        }

        yielding.MakesWay = true;
        Retiring.Whole(yielding);
        state.Mark(yielding);
        return true;
    }

    /// <summary>The agent gives it no more, and its pod has not come there: off the node it waits on.</summary>
    public static void Leave(AllocationState state, ReservationRecord record)
    {
        if (record.Home is { Use: InterfaceUse.Exclusive, Retiring: true, Acknowledged: true, Leaving: false, Stage: InterfaceStage.Attached } home)
        {
            home.Leaving = true;
            state.DirtyInterfaces.Mark(home);
        }
    }

    // For a pod on another node it cannot stay here: there it may have to wait for a place that this node's pods make.
    private static bool IsAwaited(AllocationState state, ReservationRecord record, NodeRecord node) =>
        ReferenceEquals(record.Target, node) && state.Pods.TryGetValue(record.PodKey, out var pod) && ExclusiveHome.Other(record, node, pod) is null;

    // A pod may have got it in the moment in which it was told to go: then it stays as long as the pod.
    private static bool IsOnItsWay(NodeRecord node) =>
        node.Interfaces.Exists(eni => eni.Use == InterfaceUse.Exclusive && (eni.Doomed || eni.Leaving || (eni is { MakesWay: true, Retiring: true } && node.Leases.On(eni.Id) == 0)));

    private static int Waiting(AllocationState state, NodeRecord node, string ofClass) =>
        node.Pods.Values.Count(pod => pod.Mode == PodNetworkMode.ExclusiveEni && pod.Class == ofClass && NodeDemand.IsWaiting(state, node, pod));
}
