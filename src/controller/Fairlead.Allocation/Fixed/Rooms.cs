using Fairlead.Allocation.Shrinking;
using Fairlead.Allocation.State;
using Fairlead.Model.Addresses;

namespace Fairlead.Allocation.Fixed;

/// <summary>Makes way for reserved addresses: where they still are, and where they are to be.</summary>
internal static class Rooms
{
    /// <summary>Of two families, one may have been left behind, on another ENI of ours.</summary>
    /// <returns>Whether nobody of ours has it elsewhere.</returns>
    public static bool Clear(AllocationState state, InetAddress address, InterfaceRecord? wanted)
    {
        var range = address.ToCidr();
        var holder = state.Interfaces.Values.FirstOrDefault(eni => !ReferenceEquals(eni, wanted) && eni.Find(range) is not null);
        if (holder?.Find(range) is not { } record)
        {
            return true;
        }

        if (!Shrinker.IsPrimary(holder, record))
        {
            GoFrom(state, holder, record);
        }

        return false;
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
