using Fairlead.Allocation.Interfaces;
using Fairlead.Allocation.State;
using Fairlead.Model.Addresses;
using Fairlead.Resources.Network;

namespace Fairlead.Allocation.Fixed;

/// <summary>Which reservation is a pod's, and which nodes a reservation concerns.</summary>
internal static class Reservations
{
    public static void See(AllocationState state, AddressReservation seen)
    {
        var key = PodRecord.KeyOf(seen.Metadata.Namespace, seen.Metadata.Name);
        state.Asked.Remove("reservation " + key);
        if (!state.Reservations.TryGetValue(key, out var record))
        {
            state.Reservations.Add(key, record = Remembered(seen));
            record.Conditions.Remember(seen.Status.Conditions);
            state.ReservedAddresses.Add(record);
        }
        else if (record.PodKey != PodRecord.KeyOf(seen.Metadata.Namespace, seen.Spec.Pod))
        {
            state.ReservationsByPod.Remove(record.PodKey);
        }

        record.Resource = seen;
        Rename(state, record, [.. seen.Spec.Addresses, .. record.Addresses.Where(had => !seen.Spec.Addresses.Any(named => named.IsV6 == had.IsV6))]);
        state.ReservationsByPod[record.PodKey] = record;
        Relate(state, record);
    }

    public static void Gone(AllocationState state, string key)
    {
        if (!state.Reservations.Remove(key, out var record))
        {
            return;
        }

        if (ReferenceEquals(state.ReservationsByPod.GetValueOrDefault(record.PodKey), record))
        {
            state.ReservationsByPod.Remove(record.PodKey);
        }

        state.ReservedAddresses.Remove(record);
        Homes.Free(state, record);
        Part(state, record, record.HomeNode);
        Part(state, record, record.Target);
    }

    /// <summary>The pod of this name came or went.</summary>
    public static void PodChanged(AllocationState state, string podKey)
    {
        if (state.ReservationsByPod.TryGetValue(podKey, out var record))
        {
            Relate(state, record);
        }
    }

    /// <summary>After the cloud has been listed: whom each concerns.</summary>
    public static void RelateAll(AllocationState state)
    {
        foreach (var record in state.Reservations.Values)
        {
            Homes.Find(state, record);
            Relate(state, record);
            if (record.Home is { Stage: InterfaceStage.Available } home && !ReferenceEquals(home.Node, record.Target))
            {
                // It waits for its pod, not for the node that it was made for.
                Ownership.Take(state, home, null);
                MoveHome(state, record, home, null);
            }
        }
    }

    public static void MoveHome(AllocationState state, ReservationRecord record, InterfaceRecord? home, NodeRecord? node)
    {
        if (ReferenceEquals(record.Home, home) && ReferenceEquals(record.HomeNode, node))
        {
            return;
        }

        var before = record.HomeNode;
        (record.Home, record.HomeNode) = (home, node);
        if (before is not null && !ReferenceEquals(before, node) && !ReferenceEquals(before, record.Target))
        {
            Part(state, record, before);
        }

        Join(state, record, node);
        Loosen(state, record);
    }

    /// <summary>These are its addresses from now on.</summary>
    public static void Name(AllocationState state, ReservationRecord record, IReadOnlyList<InetAddress> addresses)
    {
        state.ReservedAddresses.Remove(record);
        record.Addresses = addresses;
        state.ReservedAddresses.Add(record);
    }

    /// <summary>The ENI has another owner, or none any more.</summary>
    public static void HomeMoved(AllocationState state, InterfaceRecord eni)
    {
        if (eni.Reservation is { } key && state.Reservations.GetValueOrDefault(key) is { } record && ReferenceEquals(record.Home, eni))
        {
            MoveHome(state, record, eni, Homes.NodeOf(eni));
            state.Mark(record.Target);
        }
    }

    /// <summary>The node is gone from the cluster: what it had goes, but for ENIs that wait for their pods.</summary>
    public static void NodeGone(AllocationState state, NodeRecord node)
    {
        foreach (var record in node.Reservations.Where(record => ReferenceEquals(record.HomeNode, node)).ToList())
        {
            MoveHome(state, record, record.Home is { Doomed: false } kept ? kept : null, null);
            state.Mark(record.Target);
        }
    }

    /// <summary>The ENI is somewhere else, or gone: pods whose addresses it has may be where nothing else happens.</summary>
    public static void HomeChanged(AllocationState state, InterfaceRecord eni)
    {
        foreach (var record in state.Reservations.Values.Where(record => ReferenceEquals(record.Home, eni) || record.Key == eni.Reservation))
        {
            state.Mark(record.Target);
            Loosen(state, record);
        }
    }

    /// <summary>The name gets another address: what it had is somebody else's, by force.</summary>
    public static void GiveUp(AllocationState state, ReservationRecord record, string why)
    {
        ReservationPublisher.Say(state, record, false, "AddressLost", why);
        Homes.Leave(state, record);
        Name(state, record, []);
        state.Mark(record.Target);
    }

    private static void Relate(AllocationState state, ReservationRecord record)
    {
        var target = state.Pods.TryGetValue(record.PodKey, out var pod) && !pod.IsOver ? state.Nodes.GetValueOrDefault(pod.Pod.Spec.NodeName) : null;
        var before = record.Target;
        record.Target = target;
        if (before is not null && !ReferenceEquals(before, target) && !ReferenceEquals(before, record.HomeNode))
        {
            Part(state, record, before);
        }

        Join(state, record, target);
        Join(state, record, record.HomeNode);
        Loosen(state, record);
    }

    // Nobody looks into it for a node's sake: its time must come all the same.
    private static void Loosen(AllocationState state, ReservationRecord record)
    {
        if (record.IsLoose)
        {
            state.Due.Add(DueKind.Reservation, record.Key, state.Now);
        }
    }

    // Those that it had and has no more are anybody's.
    private static void Rename(AllocationState state, ReservationRecord record, IReadOnlyList<InetAddress> addresses)
    {
        if (!addresses.SequenceEqual(record.Addresses))
        {
            Homes.Leave(state, record);
            Name(state, record, addresses);
        }
    }

    private static void Join(AllocationState state, ReservationRecord record, NodeRecord? node)
    {
        if (node is not null)
        {
            node.Reservations.Add(record);
            state.Mark(node);
        }
    }

    private static void Part(AllocationState state, ReservationRecord record, NodeRecord? node)
    {
        node?.Reservations.Remove(record);
        state.Mark(node);
    }

    private static ReservationRecord Remembered(AddressReservation seen) => new(seen)
    {
        Addresses = seen.Status.Addresses,
        UnusedSince = seen.Status.UnusedSince,
        VSwitch = seen.Status.VSwitch,
        Zone = seen.Status.Zone,
    };
}
