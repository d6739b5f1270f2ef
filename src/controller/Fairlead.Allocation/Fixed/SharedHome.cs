using Fairlead.Allocation.Growing;
using Fairlead.Allocation.Making;
using Fairlead.Allocation.Naming;
using Fairlead.Allocation.Nodes;
using Fairlead.Allocation.Pools;
using Fairlead.Allocation.Shapes;
using Fairlead.Allocation.Shrinking;
using Fairlead.Allocation.State;
using Fairlead.Cloud;
using Fairlead.Model.Addresses;
using Fairlead.Resources.Network;

namespace Fairlead.Allocation.Fixed;

/// <summary>A reserved address of a shared ENI: it moves to the node of its pod, by the handshake and two calls.</summary>
internal static class SharedHome
{
    public static void Run(AllocationState state, ReservationRecord record, NodeRecord target, NodeShape shape, PodRecord pod)
    {
        if (record.Addresses.Count == 0)
        {
            Choose(state, record, target, shape, pod);
            return;
        }

        Leave(state, record, target);
        Homes.Find(state, record, eni => eni.Use == InterfaceUse.Shared);
        if (record.Home is null)
        {
            Place(state, record, target, shape, pod);
        }
        else if (IsOthers(state, record, record.Home, pod))
        {
            Homes.Lose(state, record);
        }
        else if (ReferenceEquals(record.HomeNode, target) && IsServed(record.Home, target, pod))
        {
            Stay(state, record, record.Home, target);
        }
        else
        {
            SharedMove.Run(state, record, target, shape, pod);
        }
    }

    // An exclusive ENI may have what the pod had when it was of such a class: once nobody has it any more it goes, and a shared one gets
    // the address. To another zone, that cannot follow.
    private static void Leave(AllocationState state, ReservationRecord record, NodeRecord target)
    {
        if (record.Home is { Use: InterfaceUse.Exclusive } home && home.Zone == target.Instance!.Zone && (home.Node?.Leases.On(home.Id) ?? 0) == 0)
        {
            Homes.Leave(state, record);
        }
    }

    // A pod that runs keeps the exclusive ENI that it has, whatever its class says by now.
    private static bool IsServed(InterfaceRecord home, NodeRecord target, PodRecord pod) => home.Use == InterfaceUse.Exclusive
        ? target.Leases.OfPod(pod.Pod.Metadata.Uid).Any(use => use.Interface == home.Id)
        : home.Class == pod.Class;

    // The pod may have come back before the address was given back.
    private static void Stay(AllocationState state, ReservationRecord record, InterfaceRecord home, NodeRecord target)
    {
        var going = record.Addresses.Select(address => home.Find(address.ToCidr())!).Where(range => range.Retiring).ToList();
        if ((home.Retiring || going.Count > 0) && !going.Exists(range => range.Releasing) && home is { Stage: InterfaceStage.Attached, IsBusy: false } && !Homes.IsContested(state, record))
        {
            Recall.Run(target, home, going);
            going = [];
        }

        if (!home.Retiring && going.Count == 0)
        {
            ReservationPublisher.Say(state, record, true, "Here", $"on ENI {home.Id} of node {target.Name}");
        }
    }

    // A pod of another name has it, or it holds an ENI of another stock that pods have. What people wrote stays what they wrote.
    private static bool IsOthers(AllocationState state, ReservationRecord record, InterfaceRecord home, PodRecord pod) =>
        record.Resource.Spec.Addresses.Count == 0 && record.Addresses.Any(address =>
            (home.Node?.Leases.Of(address) is { } use && PodRecord.KeyOf(use.PodNamespace, use.PodName) != record.PodKey)
            || (home.Use == InterfaceUse.Shared && home.Class != pod.Class && Shrinker.IsPrimary(home, home.Find(address.ToCidr())!) && Rooms.IsHeld(state, home, record)));

    // The pod may have one already; else one that is free and can move: not the primary one of an ENI.
    private static void Choose(AllocationState state, ReservationRecord record, NodeRecord target, NodeShape shape, PodRecord pod)
    {
        // An address that the ENI has lost meanwhile, or that is one of a prefix, cannot be kept for a name.
        var had = target.Leases.OfPod(pod.Pod.Metadata.Uid).Where(use => target.Interfaces.Exists(eni => eni.Id == use.Interface && eni.Find(use.Address.ToCidr()) is not null)).ToList();
        var enis = target.Interfaces.Where(eni => eni is { Use: InterfaceUse.Shared, Stage: InterfaceStage.Attached, IsGoing: false } && eni.Class == pod.Class);
        foreach (var eni in enis.OrderByDescending(eni => target.Leases.On(eni.Id)))
        {
            IReadOnlyList<InetAddress> chosen = had.Count > 0
                ? [.. had.Where(use => use.Interface == eni.Id).Select(use => use.Address)]
                : Free(target, eni, shape);
            if (chosen.Count > 0)
            {
                Reservations.Name(state, record, chosen);
                Homes.Take(state, record, eni);
                ReservationPublisher.Say(state, record, true, "Here", $"on ENI {eni.Id} of node {target.Name}");
                return;
            }
        }

        SingleOrder.Run(state, target, shape, pod.Class);
    }

    private static List<InetAddress> Free(NodeRecord target, InterfaceRecord eni, NodeShape shape)
    {
        var found = new List<InetAddress>();
        foreach (var v6 in shape.HasV4 && shape.HasV6 ? [false, true] : (ReadOnlySpan<bool>)[shape.HasV6])
        {
            if (SingleOrder.Free(target, eni, v6) is not { } range)
            {
                return [];
            }

            found.Add(range.Range.Address);
        }

        return found;
    }

    private static void Place(AllocationState state, ReservationRecord record, NodeRecord target, NodeShape shape, PodRecord pod)
    {
        var address = record.Addresses[0];
        var vSwitch = state.VSwitches.Values.FirstOrDefault(known => known.Described.Cidr.Contains(address) || known.Described.Cidr6?.Contains(address) == true)?.Described;
        if (vSwitch is null || vSwitch.Zone != target.Instance!.Zone)
        {
            ReservationPublisher.Say(state, record, false, vSwitch is null ? "OutsideVSwitches" : "OtherZone", vSwitch is null
                ? $"spec.addresses: {address} is in no vSwitch of the VPC"
                : $"spec.addresses: {address} is of vSwitch {vSwitch.Id} in zone {vSwitch.Zone}, and the pod is on node {target.Name} in zone {target.Instance!.Zone}");
            return;
        }

        if (!record.Retry.MayTry(state.Now))
        {
            state.Due.Add(DueKind.Node, target.Name, record.Retry.NotBefore);
            return;
        }

        var eni = target.Interfaces.Find(eni => eni is { Use: InterfaceUse.Shared, IsGoing: false } && eni.Class == pod.Class && eni.VSwitch == vSwitch.Id && HasRoom(shape, eni, record));
        if (record.Resource.Spec.Addresses.Count == 0 && record.Addresses.Any(wanted => Rooms.IsTaken(state, wanted, eni)))
        {
            Homes.Lose(state, record);
        }
        else if (!record.Addresses.All(wanted => Rooms.Clear(state, wanted, eni)))
        {
            ReservationPublisher.SayTried(state, record, "Moving", $"to node {target.Name}, once it is off the ENI that has it");
            state.Due.Add(DueKind.Node, target.Name, state.Now + (state.Options.LookEvery * 2));
        }
        else if (eni is not null)
        {
            ReservationPublisher.SayTried(state, record, "Moving", $"to node {target.Name}");
            Assign(state, record, target, eni);
        }
        else if (!target.Births.Exists(birth => birth.Reservation == record.Key) && Division.HasSharedPlace(target, shape))
        {
            SharedMove.Order(state, record, target, shape, pod, vSwitch.Id);
        }
        else
        {
            Crowded(state, record, target, shape, pod, vSwitch.Id);
        }
    }

    private static void Crowded(AllocationState state, ReservationRecord record, NodeRecord target, NodeShape shape, PodRecord pod, string vSwitch)
    {
        var full = target.Interfaces.Find(eni => eni is { Use: InterfaceUse.Shared, Stage: InterfaceStage.Attached, IsGoing: false } && eni.Class == pod.Class && eni.VSwitch == vSwitch);
        foreach (var address in full is null ? [] : record.Addresses.Where(address => !HasRoom(shape, full, address)))
        {
            Rooms.Make(state, target, full!, address.IsV6);
        }

        if (full is null)
        {
            SharedMove.Full(state, record, target, vSwitch);
        }

        state.Due.Add(DueKind.Node, target.Name, state.Now + (state.Options.FirstRetry * 10));
    }

    private static void Assign(AllocationState state, ReservationRecord record, NodeRecord target, InterfaceRecord eni)
    {
        foreach (var address in record.Addresses.Where(address => eni.Find(address.ToCidr()) is null))
        {
            if (!Grower.CanGrow(state, eni) || eni.Growths.Exists(growth => growth.IsV6 == address.IsV6))
            {
                continue;
            }

            var generation = target.NextGeneration();
            var growth = new Growth(address.IsV6 ? AddressKind.Address6 : AddressKind.Address4, 1, CallTokens.Of("place", eni.Id, $"{address}", $"{generation}"), generation) { Addresses = [address], Reservation = record.Key };
            eni.Growths.Add(growth);
            Grower.Call(state, eni, growth);
        }
    }

    private static bool HasRoom(NodeShape shape, InterfaceRecord eni, ReservationRecord record) =>
        record.Addresses.All(address => eni.Find(address.ToCidr()) is not null || HasRoom(shape, eni, address));

    private static bool HasRoom(NodeShape shape, InterfaceRecord eni, InetAddress address) =>
        eni.Slots(address.IsV6) < (address.IsV6 ? shape.Limits.Addresses6PerInterface : shape.Limits.Addresses4PerInterface);
}
