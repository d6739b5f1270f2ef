using Fairlead.Allocation.State;

namespace Fairlead.Allocation.Fixed;

/// <summary>Which ENI, or whose slice, has reserved addresses.</summary>
internal static class Homes
{
    /// <summary>Looks for whoever has all of them.</summary>
    public static void Find(AllocationState state, ReservationRecord record)
    {
        if (record.Home is not null || record.Addresses.Count == 0)
        {
            return;
        }

        var eni = state.Owners.GetValueOrDefault(record.Addresses[0].ToCidr()) is { } owner && Has(record, owner) ? owner : null;
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
            foreach (var range in record.Addresses.Select(address => eni.Find(address.ToCidr())).OfType<RangeRecord>())
            {
                range.Reserved = true;
            }
        }
        else
        {
            eni.Reservation = record.Key;
        }

        record.VSwitch = eni.VSwitch;
        record.Zone = eni.Zone;
        Reservations.MoveHome(state, record, eni, eni.Node);
    }

    /// <summary>They are anybody's again.</summary>
    public static void Free(ReservationRecord record)
    {
        if (record.Home is not { } eni)
        {
            return;
        }

        eni.Reservation = eni.Reservation == record.Key ? null : eni.Reservation;
        foreach (var range in record.Addresses.Select(address => eni.Find(address.ToCidr())).OfType<RangeRecord>())
        {
            range.Reserved = false;
        }
    }

    public static bool Has(ReservationRecord record, InterfaceRecord eni) =>
        eni is { Doomed: false, IsSpare: false } && record.Addresses.Count > 0 && record.Addresses.All(address => eni.Find(address.ToCidr()) is not null);
}
