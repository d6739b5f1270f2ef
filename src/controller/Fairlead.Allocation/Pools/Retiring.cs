using Fairlead.Allocation.Shrinking;
using Fairlead.Allocation.State;

namespace Fairlead.Allocation.Pools;

/// <summary>Begins the handshake by which something is taken from a node.</summary>
internal static class Retiring
{
    public static void Begin(NodeRecord node, InterfaceRecord eni, Retirement retirement)
    {
        if (retirement.Whole)
        {
            Whole(eni);
            return;
        }

        var left = retirement.Count;
        // The last ones first: the oldest addresses of an ENI are those that pods have had longest.
        foreach (var record in eni.Ranges.Reverse())
        {
            if (left <= 0)
            {
                break;
            }

            if (!record.Retiring && !record.Reserved && record.Units <= left && !Shrinker.IsPrimary(eni, record) && !node.Leases.Within(record.Range))
            {
                record.Retiring = true;
                left -= record.Units;
            }
        }

        eni.Touch();
    }

    public static void Whole(InterfaceRecord eni)
    {
        eni.Retiring = true;
        eni.Touch();
    }
}
