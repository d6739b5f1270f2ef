using Fairlead.Allocation.State;
using Fairlead.Model.Addresses;
using Fairlead.Resources.Network;

namespace Fairlead.Allocation.Fixed;

/// <summary>A reserved address of a node's slice: it is there and nowhere else, and from the reservation on nobody's but the pod's.</summary>
internal static class SliceHome
{
    public static void Run(AllocationState state, ReservationRecord record, NodeRecord target, PodRecord pod)
    {
        if (record.Addresses.Count == 0 || ReferenceEquals(Find(state, record), target))
        {
            Learn(state, record, target, pod);
        }

        if (record.Addresses.Count == 0)
        {
            return;
        }

        var home = Find(state, record);
        Reservations.MoveHome(state, record, null, home);
        if (home is null)
        {
            Outside(state, record, target);
        }
        else if (ReferenceEquals(home, target))
        {
            SayHere(state, record, home, "Here");
        }
        else
        {
            ReservationPublisher.Say(state, record, false, "OtherNode", $"{ReservationPublisher.Text(record)} is of the slice of node {home.Name}, and the pod is on node {target.Name}: in VPC-route mode an address stays on its node, let the pod run there or use a class of mode sharedEni");
        }
    }

    /// <summary>No pod of the name is there: whoever has the slice keeps the address for it.</summary>
    public static void Keep(AllocationState state, ReservationRecord record)
    {
        if (record.Home is not null || record.Addresses.Count == 0)
        {
            return;
        }

        var home = Find(state, record);
        if (home is not null || record.HomeNode is not null)
        {
            Reservations.MoveHome(state, record, null, home);
        }

        if (home is not null)
        {
            SayHere(state, record, home, "Kept");
        }
        else if (state.Configuration!.Spec.PodRanges.Any(range => range.Contains(record.Addresses[0])))
        {
            SayOutside(state, record);
        }
    }

    /// <summary>
    /// A node has a new slice, or is back before its slice was another's: what was reserved of it before is kept there before anybody can
    /// take it, wherever the pod is.
    /// </summary>
    public static void Come(AllocationState state, Cidr slice)
    {
        if (!state.IsReady)
        {
            return;
        }

        foreach (var record in state.Reservations.Values.Where(record => record.IsAway && record.Addresses.Any(slice.Contains)).ToList())
        {
            FixedStep.One(state, record);
        }
    }

    /// <summary>The node is gone, and its slice will be another's: names that have an address of it get others, but for what people wrote.</summary>
    public static void Lose(AllocationState state, NodeRecord node)
    {
        foreach (var record in state.Reservations.Values.Where(record => record.IsAway && record.Resource.Spec.Addresses.Count == 0).ToList())
        {
            if (record.Addresses.Any(address => node.Slices.Any(slice => slice.Contains(address))))
            {
                Reservations.GiveUp(state, record, $"{ReservationPublisher.Text(record)} was of the slice of node {node.Name}, which is gone: the pod gets another address");
                state.Due.Add(DueKind.Reservation, record.Key, state.Now);
            }
        }
    }

    /// <summary>The node of the cluster whose slices have all of them; null where there is none.</summary>
    public static NodeRecord? Find(AllocationState state, ReservationRecord record) =>
        record.Addresses.Count > 0 && state.Slices.OwnerOf(record.Addresses[0]) is { } name && state.Nodes.GetValueOrDefault(name) is { Node: not null } node
        && record.Addresses.All(address => node.Slices.Any(slice => slice.Contains(address))) ? node : null;

    // The pod takes any address of a family in which its name has none; that one is its name's from then on.
    private static void Learn(AllocationState state, ReservationRecord record, NodeRecord target, PodRecord pod)
    {
        var leased = target.Leases.OfPod(pod.Pod.Metadata.Uid).Where(use => use.Interface.Length == 0).Select(use => use.Address);
        var learnt = leased.Where(address => !record.Addresses.Any(had => had.IsV6 == address.IsV6)).DistinctBy(address => address.IsV6).ToList();
        if (learnt.Count > 0)
        {
            Reservations.Name(state, record, [.. record.Addresses, .. learnt]);
        }
    }

    // Its node went, and with it the slice: what nobody wrote, nobody waits for.
    private static void Outside(AllocationState state, ReservationRecord record, NodeRecord target)
    {
        if (record.Resource.Spec.Addresses.Count > 0)
        {
            SayOutside(state, record);
            return;
        }

        ReservationPublisher.Say(state, record, false, "AddressLost", $"{ReservationPublisher.Text(record)} is in no node's slice any more: the pod gets another address");
        Reservations.Name(state, record, []);
        state.Mark(target);
    }

    private static void SayOutside(AllocationState state, ReservationRecord record) =>
        ReservationPublisher.Say(state, record, false, "OutsideSlices", $"{ReservationPublisher.Text(record)} is in no node's slice");

    private static void SayHere(AllocationState state, ReservationRecord record, NodeRecord home, string reason)
    {
        if (record.Addresses.Select(home.Leases.Of).OfType<AddressUse>().FirstOrDefault(use => PodRecord.KeyOf(use.PodNamespace, use.PodName) != record.PodKey) is { } use)
        {
            var holder = use.PodName.Length == 0 ? $"container {use.ContainerId}" : $"pod {use.PodNamespace}/{use.PodName}";
            ReservationPublisher.Say(state, record, false, "Taken", $"{use.Address} is held by {holder} on node {home.Name}, which had it before: pod {record.Resource.Spec.Pod} gets it when that is gone");
            return;
        }

        ReservationPublisher.Say(state, record, true, reason, $"in the slice of node {home.Name}");
    }
}
