using Fairlead.Allocation.Interfaces;
using Fairlead.Allocation.Making;
using Fairlead.Allocation.Pools;
using Fairlead.Allocation.Shapes;
using Fairlead.Allocation.State;
using Fairlead.Model.Addresses;
using Fairlead.Resources.Network;

namespace Fairlead.Allocation.Fixed;

/// <summary>An ENI whose primary address is a pod's: it moves with the pod, or is made anew with that address.</summary>
internal static class ExclusiveHome
{
    public static void Run(AllocationState state, ReservationRecord record, NodeRecord target, NodeShape shape, PodRecord pod)
    {
        if (record.Addresses.Count == 0)
        {
            Choose(state, record, target, pod);
            return;
        }

        if (!Leave(state, record, target, pod))
        {
            return;
        }

        Homes.Find(state, record, eni => Serves(eni, pod));
        if (Other(record, target, pod) is { } other)
        {
            // Until it comes again, they need no place there.
            ReservationPublisher.Say(state, record, false, "PodHasOther", $"pod {record.Resource.Spec.Pod} has {other}, and gets {ReservationPublisher.Text(record)} when it is made anew");
            Vacancy.Leave(state, record);
            return;
        }

        if (record.Home is not { } home)
        {
            Make(state, record, target, shape, pod);
        }
        else if (!ReferenceEquals(home.Node, target))
        {
            Fetch(state, record, home, target, shape);
        }
        else if (home is { Stage: InterfaceStage.Attached, IsBusy: false })
        {
            Stay(state, record, home, target);
        }
    }

    /// <summary>What the pod has while its name is to have something else: people wrote other addresses since.</summary>
    public static InetAddress? Other(ReservationRecord record, NodeRecord target, PodRecord pod)
    {
        var had = target.Leases.OfPod(pod.Pod.Metadata.Uid).Select(use => use.Address).ToList();
        return had.Count > 0 && !had.Exists(record.Addresses.Contains) ? had[0] : null;
    }

    private static bool Serves(InterfaceRecord eni, PodRecord pod) => eni.Use == InterfaceUse.Exclusive && eni.Class == pod.Class;

    // Stock of shared ENIs, or an ENI of another class, may have what people wrote, or what the pod had when it was of that class: with
    // its addresses, one is made that the pod can have. False where that must wait: the pod before has it still, or its agent has not said
    // that it is gone.
    private static bool Leave(AllocationState state, ReservationRecord record, NodeRecord target, PodRecord pod)
    {
        if (record.Home is not { } home || Serves(home, pod) || home.Node?.Leases.OfPod(pod.Pod.Metadata.Uid).Any() == true)
        {
            return true;
        }

        if (home.Node is { } node && record.Addresses.Select(node.Leases.Of).OfType<AddressUse>().Any(use => PodRecord.KeyOf(use.PodNamespace, use.PodName) == record.PodKey))
        {
            ReservationPublisher.Say(state, record, false, "Moving", $"to node {target.Name}, once the pod that has it is gone from node {node.Name}");
            return false;
        }

        Homes.Leave(state, record);
        return true;
    }

    // The pod may have come back before the ENI was off.
    private static void Stay(AllocationState state, ReservationRecord record, InterfaceRecord home, NodeRecord target)
    {
        if ((home.Retiring || home.Leaving) && !Homes.IsContested(state, record))
        {
            home.Leaving = false;
            Recall.Whole(target, home);
        }

        if (home is { Retiring: false, Leaving: false })
        {
            ReservationPublisher.Say(state, record, true, "Here", $"ENI {home.Id} is on node {target.Name}");
        }
    }

    private static void Choose(AllocationState state, ReservationRecord record, NodeRecord target, PodRecord pod)
    {
        var had = target.Leases.OfPod(pod.Pod.Metadata.Uid).Select(use => use.Interface).FirstOrDefault();
        var eni = target.Interfaces.Find(eni => eni is { Use: InterfaceUse.Exclusive, Stage: InterfaceStage.Attached, IsGoing: false, Reservation: null }
            && eni.Class == pod.Class && (had is null ? target.Leases.On(eni.Id) == 0 : eni.Id == had));
        if (eni is not null)
        {
            Reservations.Name(state, record, [.. eni.Ranges.Where(range => range.Range.IsSingleAddress).DistinctBy(range => range.Range.IsV6).Select(range => range.Range.Address)]);
            Homes.Take(state, record, eni);
            ReservationPublisher.Say(state, record, true, "Here", $"ENI {eni.Id} is on node {target.Name}");
        }
    }

    private static void Fetch(AllocationState state, ReservationRecord record, InterfaceRecord home, NodeRecord target, NodeShape shape)
    {
        if (home.Zone != target.Instance!.Zone)
        {
            ReservationPublisher.Say(state, record, false, "OtherZone", $"ENI {home.Id} with {ReservationPublisher.Text(record)} is of zone {home.Zone}, and the pod is on node {target.Name} in zone {target.Instance.Zone}: let it run there");
            return;
        }

        if (!HasPlace(target, shape))
        {
            Full(state, record, target, shape);
            return;
        }

        ReservationPublisher.Say(state, record, false, "Moving", $"ENI {home.Id} goes from {(home.Node is { } node ? "node " + node.Name : "no node")} to node {target.Name}");
        if (home.Node is null)
        {
            Arrive(state, home, target);
        }
        else if (!home.Retiring)
        {
            Retiring.Whole(home);
            state.Mark(home);
        }
    }

    private static void Arrive(AllocationState state, InterfaceRecord home, NodeRecord target)
    {
        if (home.Stage != InterfaceStage.Available)
        {
            return;
        }

        (home.Retiring, home.Acknowledged, home.MakesWay, home.Instance) = (false, false, false, "");
        home.Generation = target.NextGeneration();
        home.Renew(target.NextGeneration);
        Ownership.Take(state, home, target);
        state.Mark(home);
    }

    private static void Make(AllocationState state, ReservationRecord record, NodeRecord target, NodeShape shape, PodRecord pod)
    {
        var address = record.Addresses.FirstOrDefault(address => !address.IsV6);
        var vSwitch = state.VSwitches.Values.FirstOrDefault(known => known.Described.Cidr.Contains(address))?.Described;
        if (vSwitch is null || vSwitch.Zone != target.Instance!.Zone)
        {
            ReservationPublisher.Say(state, record, false, vSwitch is null ? "OutsideVSwitches" : "OtherZone", $"spec.addresses: {address} is in no vSwitch of zone {target.Instance!.Zone}");
        }
        else if (!record.Retry.MayTry(state.Now))
        {
            state.Due.Add(DueKind.Node, target.Name, record.Retry.NotBefore);
        }
        else if (record.Resource.Spec.Addresses.Count == 0 && Rooms.IsTaken(state, address, null))
        {
            Homes.Lose(state, record);
        }
        else if (!Rooms.Clear(state, address, null))
        {
            state.Due.Add(DueKind.Node, target.Name, state.Now + (state.Options.LookEvery * 2));
        }
        else if (target.Births.Exists(birth => birth.Reservation == record.Key))
        {
            return;
        }
        else if (!HasPlace(target, shape))
        {
            Full(state, record, target, shape);
        }
        else
        {
            ReservationPublisher.SayTried(state, record, "Making", $"an ENI with {address} is made for node {target.Name}");
            Maker.OrderIn(state, target, shape, new InterfaceOrder(InterfaceUse.Exclusive, pod.Class, 1) { PrimaryAddress = address, Reservation = record.Key, GoesWithInstance = false }, vSwitch.Id);
        }
    }

    private static void Full(AllocationState state, ReservationRecord record, NodeRecord target, NodeShape shape) => ReservationPublisher.Say(
        state, record, false, "InstanceFull",
        $"node {target.Name} has no place for an ENI with {ReservationPublisher.Text(record)}: it can have {shape.Secondary} besides its primary one{(Vacancy.Make(state, target) ? "; one that no pod has makes way" : "")}");

    private static bool HasPlace(NodeRecord node, NodeShape shape) =>
        node.Interfaces.Count(eni => eni.Use != InterfaceUse.Member) + node.Births.Count(birth => birth.Use != InterfaceUse.Member) < shape.Secondary;
}
