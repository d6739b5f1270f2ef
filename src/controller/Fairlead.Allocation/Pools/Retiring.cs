using Fairlead.Allocation.Shrinking;
using Fairlead.Allocation.State;
using Fairlead.Resources.Network;

namespace Fairlead.Allocation.Pools;

/// <summary>Begins the handshake by which something is taken from a node.</summary>
internal static class Retiring
{
    /// <param name="families">Whose addresses the stock has: of two, IPv6 goes with IPv4.</param>
    public static void Begin(NodeRecord node, InterfaceRecord eni, Retirement retirement, AddressFamilies families)
    {
        if (retirement.Whole)
        {
            Whole(eni);
            return;
        }

        Ranges(node, eni, retirement.Count, v6: families == AddressFamilies.Ipv6);
        if (families == AddressFamilies.Dual)
        {
            Ranges(node, eni, retirement.Count, v6: true);
        }

        eni.Touch();
    }

    public static void Whole(InterfaceRecord eni)
    {
        eni.Retiring = true;
        eni.Touch();
    }

    private static void Ranges(NodeRecord node, InterfaceRecord eni, int count, bool v6)
    {
        var left = count;
        // The last ones first: the oldest addresses of an ENI are those that pods have had longest.
        foreach (var record in eni.Ranges.Reverse())
        {
            if (left <= 0)
            {
                break;
            }

            if (record.Range.IsV6 == v6 && !record.Retiring && !record.Reserved && record.Units <= left && !Shrinker.IsPrimary(eni, record) && !node.Leases.Within(record.Range))
            {
                record.Retiring = true;
                left -= record.Units;
            }
        }
    }
}
