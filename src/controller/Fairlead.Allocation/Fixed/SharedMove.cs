using Fairlead.Allocation.Making;
using Fairlead.Allocation.Nodes;
using Fairlead.Allocation.Shapes;
using Fairlead.Allocation.Shrinking;
using Fairlead.Allocation.State;
using Fairlead.Resources.Network;

namespace Fairlead.Allocation.Fixed;

/// <summary>
/// Takes a reserved address from the shared ENI of one node so that another node's can have it. Between the two calls nobody has it: so
/// the ENI that gets it is there before.
/// </summary>
internal static class SharedMove
{
    public static void Run(AllocationState state, ReservationRecord record, NodeRecord target, NodeShape shape, PodRecord pod)
    {
        var home = record.Home!;
        if (home.Zone != target.Instance!.Zone)
        {
            ReservationPublisher.Say(state, record, false, "OtherZone", $"{ReservationPublisher.Text(record)} is of zone {home.Zone}, and the pod is on node {target.Name} in zone {target.Instance.Zone}: addresses stay in their zone, let the pod run there");
            return;
        }

        if (home.Use == InterfaceUse.Exclusive)
        {
            ReservationPublisher.Say(state, record, false, "Moving", $"to node {target.Name}, once the pod that has ENI {home.Id} is gone from node {home.Node?.Name}");
            return;
        }

        var ranges = record.Addresses.Select(address => home.Find(address.ToCidr())!).ToList();
        if (ranges.Exists(range => Shrinker.IsPrimary(home, range)))
        {
            if (!Rooms.GoWhole(state, home))
            {
                ReservationPublisher.Say(state, record, false, "PrimaryAddress", $"{ReservationPublisher.Text(record)} is the primary address of ENI {home.Id}, which other pods of node {home.Node?.Name} share: let the pod run there, or reserve another address");
                return;
            }

            ReservationPublisher.Say(state, record, false, "Moving", $"from node {home.Node?.Name} to node {target.Name}");
            return;
        }

        if (!IsPrepared(state, record, target, shape, pod, home.VSwitch))
        {
            return;
        }

        ReservationPublisher.Say(state, record, false, "Moving", $"from node {home.Node?.Name} to node {target.Name}");
        foreach (var range in ranges.Where(range => !range.Retiring))
        {
            range.Retiring = true;
            home.Touch();
            state.Mark(home);
        }
    }

    private static bool IsPrepared(AllocationState state, ReservationRecord record, NodeRecord target, NodeShape shape, PodRecord pod, string vSwitch)
    {
        if (target.Interfaces.Find(eni => eni is { Use: InterfaceUse.Shared, IsGoing: false } && eni.Class == pod.Class && eni.VSwitch == vSwitch) is { } eni)
        {
            return eni.Stage == InterfaceStage.Attached;
        }

        if (target.Births.Exists(birth => birth.Reservation == record.Key))
        {
            return false;
        }

        state.Due.Add(DueKind.Node, target.Name, state.Now + (state.Options.FirstRetry * 10));
        if (!Division.HasSharedPlace(target, shape))
        {
            Full(state, record, target, vSwitch);
            return false;
        }

        if (state.VSwitch(vSwitch)?.Most(state.Now) is null or 0)
        {
            // There is no address for another ENI before this one is free.
            return true;
        }

        if (record.Retry.MayTry(state.Now))
        {
            ReservationPublisher.Say(state, record, false, "Moving", $"node {target.Name} gets an ENI in vSwitch {vSwitch} for it");
            Order(state, record, target, shape, pod, vSwitch);
        }

        return false;
    }

    public static void Full(AllocationState state, ReservationRecord record, NodeRecord target, string vSwitch) =>
        ReservationPublisher.Say(state, record, false, "InstanceFull", $"node {target.Name} has no ENI in vSwitch {vSwitch} and no place for one: {ReservationPublisher.Text(record)} cannot be there");

    public static void Order(AllocationState state, ReservationRecord record, NodeRecord target, NodeShape shape, PodRecord pod, string vSwitch)
    {
        // As a primary address it could hardly go anywhere again: only where the vSwitch has no other.
        var address = record.Addresses[0];
        var isLast = record.Home is null && !address.IsV6 && state.VSwitch(vSwitch)?.Most(state.Now) is null or 0;
        Maker.OrderIn(state, target, shape, new InterfaceOrder(InterfaceUse.Shared, pod.Class, 1) { PrimaryAddress = isLast ? address : null, Reservation = record.Key }, vSwitch);
    }
}
