using Fairlead.Allocation.Interfaces;
using Fairlead.Allocation.Shrinking;
using Fairlead.Allocation.State;
using Fairlead.Model.Addresses;

namespace Fairlead.Allocation.Fixed;

/// <summary>Makes way for reserved addresses: where they still are, and where they are to be.</summary>
internal static class Rooms
{
    /// <summary>Of two families, one may have been left behind; and what nobody had for a while may have been given to another ENI.</summary>
    /// <returns>Whether nobody of ours has it elsewhere.</returns>
    public static bool Clear(AllocationState state, InetAddress address, InterfaceRecord? wanted)
    {
        if (Holder(state, address, wanted) is not var (holder, record))
        {
            return true;
        }

        if (holder.IsSpare || holder is { Node: null, Stage: InterfaceStage.Available, Reservation: null })
        {
            // It waits for any node or for nobody, and the address for one: another is made.
            (holder.Doomed, state.Spares.IsDirty) = (true, true);
            state.DirtyInterfaces.Mark(holder);
        }
        else if (!Shrinker.IsPrimary(holder, record))
        {
            GoFrom(state, holder, record);
        }
        else
        {
            GoWhole(state, holder);
        }

        return false;
    }

    /// <summary>Another ENI has it, and pods of another name have what it would have to give for it.</summary>
    public static bool IsTaken(AllocationState state, InetAddress address, InterfaceRecord? wanted) =>
        Holder(state, address, wanted) is var (holder, record) && holder is { Doomed: false, Node: { Node: not null } node }
        && (Shrinker.IsPrimary(holder, record) ? !IsAlone(holder) : node.Leases.Within(record.Range));

    /// <summary>An ENI whose primary address is to be elsewhere goes as a whole, where nobody has anything of it.</summary>
    public static bool GoWhole(AllocationState state, InterfaceRecord eni)
    {
        if (eni is { Retiring: true, MakesWay: true })
        {
            return true;
        }

        if (!IsAlone(eni))
        {
            return false;
        }

        if (!eni.Retiring)
        {
            (eni.Retiring, eni.MakesWay) = (true, true);
            eni.Touch();
            state.Mark(eni);
        }

        return true;
    }

    /// <summary>No pod has anything of it, and no name but by what goes already.</summary>
    public static bool IsAlone(InterfaceRecord eni) =>
        eni.Reservation is null && (eni.Node?.Leases.On(eni.Id) ?? 0) == 0 && eni.Ranges.Skip(1).All(record => !record.Reserved || record.Retiring || record.Range.IsV6);

    /// <summary>Pods have something of it, or names that stay there: another's that is to move as well is waited for.</summary>
    public static bool IsHeld(AllocationState state, InterfaceRecord eni, ReservationRecord but) =>
        eni.Reservation is not null || (eni.Node?.Leases.On(eni.Id) ?? 0) > 0
        || eni.Ranges.Any(record => record is { Reserved: true, Retiring: false, Reservation: { } key } && key != but.Key && !record.Range.IsV6 && Stays(state, eni, key));

    private static bool Stays(AllocationState state, InterfaceRecord eni, string reservation) =>
        state.Reservations.GetValueOrDefault(reservation) is { } record
        && (record.Target is null || (ReferenceEquals(record.Target, eni.Node) && state.Pods.GetValueOrDefault(record.PodKey)?.Class == eni.Class));

    private static (InterfaceRecord Eni, RangeRecord Record)? Holder(AllocationState state, InetAddress address, InterfaceRecord? wanted)
    {
        foreach (var range in RangeBook.Around(address))
        {
            if (state.Owners.GetValueOrDefault(range) is { } holder && !ReferenceEquals(holder, wanted) && holder.Find(range) is { } record)
            {
                return (holder, record);
            }
        }

        return null;
    }

    /// <summary>An ENI that is full gives one of its free addresses for it.</summary>
    public static void Make(AllocationState state, NodeRecord node, InterfaceRecord eni, bool v6)
    {
        if (eni.Ranges.Any(record => record is { Reserved: true, Retiring: true } && record.Range.IsV6 == v6))
        {
            return;
        }

        var free = eni.Ranges.LastOrDefault(record => record.Range.IsV6 == v6 && record is { Retiring: false, Reserved: false } && !Shrinker.IsPrimary(eni, record) && !node.Leases.Within(record.Range));
        if (free is not null)
        {
            GoFrom(state, eni, free);
        }
    }

    // Reserved, it is not taken back when the stock wants more.
    private static void GoFrom(AllocationState state, InterfaceRecord eni, RangeRecord record)
    {
        record.Reserved = true;
        if (!record.Retiring)
        {
            record.Retiring = true;
            eni.Touch();
            state.Mark(eni);
        }
    }
}
