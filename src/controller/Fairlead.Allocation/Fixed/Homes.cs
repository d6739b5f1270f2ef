using Fairlead.Allocation.State;
using Fairlead.Model.Addresses;

namespace Fairlead.Allocation.Fixed;

/// <summary>Which ENI, or whose slice, has reserved addresses.</summary>
internal static class Homes
{
    /// <summary>Looks for whoever has all of them.</summary>
    /// <param name="serves">Which ENIs will do.</param>
    public static void Find(AllocationState state, ReservationRecord record, Func<InterfaceRecord, bool>? serves = null)
    {
        if (record.Home is not null || record.HomeNode is { Node: not null } || record.Addresses.Count == 0)
        {
            return;
        }

        var eni = state.Owners.GetValueOrDefault(record.Addresses[0].ToCidr()) is { } owner && Has(record, owner) && serves?.Invoke(owner) != false ? owner : null;
        if (eni is not null)
        {
            Take(state, record, eni);
        }
        else if (SliceHome.Find(state, record) is { } node)
        {
            Reservations.MoveHome(state, record, null, node);
        }
    }

    /// <summary>From now on nobody else gets them, and they are not part of the stock.</summary>
    public static void Take(AllocationState state, ReservationRecord record, InterfaceRecord eni)
    {
        if (eni.Use == Resources.Network.InterfaceUse.Shared)
        {
            foreach (var range in Ranges(record, eni))
            {
                (range.Reserved, range.Reservation) = (true, record.Key);
            }
        }
        else
        {
            eni.Reservation = record.Key;
        }

        record.VSwitch = eni.VSwitch;
        record.Zone = eni.Zone;
        Reservations.MoveHome(state, record, eni, NodeOf(eni));
    }

    /// <summary>The node of the cluster that has it; null while it waits for its pod.</summary>
    public static NodeRecord? NodeOf(InterfaceRecord eni) => eni.Node is { Node: not null } node ? node : null;

    /// <summary>They are anybody's again.</summary>
    public static void Free(AllocationState state, ReservationRecord record)
    {
        if (record.Home is not { } eni)
        {
            return;
        }

        eni.Reservation = eni.Reservation == record.Key ? null : eni.Reservation;
        foreach (var range in Ranges(record, eni))
        {
            (range.Reserved, range.Reservation) = (false, null);
        }

        if (state.Orphans.Contains(eni))
        {
            // It waited for the pod, and now for nobody.
            state.Due.Add(DueKind.Collection, "", state.Now);
        }
    }

    /// <summary>They are anybody's again where they are, and it looks for another home.</summary>
    public static void Leave(AllocationState state, ReservationRecord record)
    {
        Free(state, record);
        Reservations.MoveHome(state, record, null, null);
    }

    /// <summary>Its ENI vanished, and before anybody knew, another got its address: no pod is cut off for it.</summary>
    public static void Lose(AllocationState state, ReservationRecord record) =>
        Reservations.GiveUp(state, record, $"{ReservationPublisher.Text(record)} went to another ENI while none had it, and pods use that: the pod gets another address");

    /// <summary>What was made or assigned for a reservation: that may have gone, or been given other addresses, while it was on its way.</summary>
    public static void Settle(AllocationState state, InterfaceRecord eni)
    {
        foreach (var range in eni.Ranges)
        {
            if (range is { Reserved: true, Reservation: not null } && !IsWanted(state, range.Reservation, range.Range))
            {
                (range.Reserved, range.Reservation) = (false, null);
            }
        }

        if (eni.Reservation is not { } key)
        {
            return;
        }

        if (state.Reservations.GetValueOrDefault(key) is not { } record || !record.Addresses.Any(address => eni.Find(address.ToCidr()) is not null))
        {
            eni.Reservation = null;
        }
        else if (record.Home is null && !eni.Doomed)
        {
            Complete(state, record, eni);
            if (Has(record, eni))
            {
                Take(state, record, eni);
            }
        }
    }

    private static IEnumerable<RangeRecord> Ranges(ReservationRecord record, InterfaceRecord eni) =>
        record.Addresses.Select(address => eni.Find(address.ToCidr())).OfType<RangeRecord>();

    // Only the IPv4 address of an ENI can be named when it is made: the name gets the IPv6 address that came with it.
    private static void Complete(AllocationState state, ReservationRecord record, InterfaceRecord eni)
    {
        var known = record.Addresses.Where(address => eni.Find(address.ToCidr()) is not null || record.Resource.Spec.Addresses.Contains(address)).ToList();
        var others = eni.Ranges.Where(range => range.Range.IsSingleAddress).Select(range => range.Range.Address).Where(address => !known.Exists(had => had.IsV6 == address.IsV6)).DistinctBy(address => address.IsV6);
        Reservations.Name(state, record, [.. known, .. others]);
    }

    /// <summary>
    /// A shared ENI has more, or comes to a node: what is a name's and was on no ENI, the cloud may give by chance to anybody. From this
    /// moment on it is kept for its name.
    /// </summary>
    public static void Come(AllocationState state, InterfaceRecord eni)
    {
        if (!state.IsReady || eni is not { Use: Resources.Network.InterfaceUse.Shared, IsSpare: false, Doomed: false, Node: { } node })
        {
            return;
        }

        var single = eni.Ranges.Where(range => range.Range.IsSingleAddress).Select(range => range.Range.Address);
        foreach (var record in single.SelectMany(state.ReservedAddresses.Of).Where(record => record.IsAway).Distinct().ToList())
        {
            var found = Ranges(record, eni).Where(range => !node.Leases.Within(range.Range)).ToList();
            found.ForEach(range => (range.Reserved, range.Reservation) = (true, record.Key));
            if (found.Count > 0 && found.Count == record.Addresses.Count)
            {
                Take(state, record, eni);
            }
        }
    }

    /// <summary>Whether a name has the address, and no ENI.</summary>
    public static bool IsAway(AllocationState state, InetAddress address) =>
        state.ReservedAddresses.Of(address).Any(record => record.IsAway);

    /// <summary>Whether what is assigned for a reservation is still its own.</summary>
    public static bool IsWanted(AllocationState state, string? reservation, Cidr range) =>
        reservation is not null && state.Reservations.GetValueOrDefault(reservation) is { } record && record.Addresses.Any(address => address.ToCidr() == range);

    /// <summary>Whether another reservation is of one of its addresses too: people may write what they like.</summary>
    public static bool IsContested(AllocationState state, ReservationRecord record) =>
        record.Addresses.SelectMany(state.ReservedAddresses.Of).Any(other => !ReferenceEquals(other, record));

    public static bool Has(ReservationRecord record, InterfaceRecord eni) =>
        eni is { Doomed: false, IsSpare: false } && record.Addresses.Count > 0 && record.Addresses.All(address => eni.Find(address.ToCidr()) is not null);
}
