using Fairlead.Allocation.State;

namespace Fairlead.Allocation.Pools;

/// <summary>
/// Takes back what was to go and is needed after all. It gets another generation: an acknowledgement of the first does not count any
/// more, should it come yet.
/// </summary>
internal static class Recall
{
    /// <returns>Whether anything was there.</returns>
    public static bool Run(NodeRecord node, string ofClass, int missing)
    {
        var left = missing;
        foreach (var eni in SharedPool.Interfaces(node, ofClass).Where(eni => eni is { Doomed: false, Stage: InterfaceStage.Attached }))
        {
            eni.MakesWay &= node.Leases.On(eni.Id) == 0;
            if (eni.MakesWay)
            {
                continue;
            }

            if (left > 0 && eni is { Retiring: true, IsBusy: false })
            {
                Whole(node, eni);
                left -= eni.Ranges.Where(record => !record.Retiring).Sum(record => record.Units);
            }

            left -= Ranges(node, eni, left);
        }

        return left < missing;
    }

    public static void Whole(NodeRecord node, InterfaceRecord eni)
    {
        (eni.Retiring, eni.Acknowledged, eni.MakesWay) = (false, false, false);
        eni.Generation = node.NextGeneration();
        eni.Touch();
    }

    /// <summary>These ranges, and the ENI where it was to go as a whole.</summary>
    public static void Run(NodeRecord node, InterfaceRecord eni, IEnumerable<RangeRecord> going)
    {
        if (eni.Retiring)
        {
            Whole(node, eni);
        }

        foreach (var record in going)
        {
            One(node, record);
        }

        eni.Touch();
    }

    private static int Ranges(NodeRecord node, InterfaceRecord eni, int missing)
    {
        var found = 0;
        foreach (var record in eni.Ranges.Where(record => record is { Retiring: true, Releasing: false, Reserved: false }))
        {
            if (found >= missing || eni.Retiring)
            {
                break;
            }

            One(node, record);
            found += record.Units;
        }

        if (found > 0)
        {
            eni.Touch();
        }

        return found;
    }

    private static void One(NodeRecord node, RangeRecord record)
    {
        (record.Retiring, record.Acknowledged) = (false, false);
        record.Generation = node.NextGeneration();
    }
}
