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
                (eni.Retiring, eni.Acknowledged) = (false, false);
                eni.Generation = node.NextGeneration();
                eni.Touch();
                left -= eni.Ranges.Where(record => !record.Retiring).Sum(record => record.Units);
            }

            left -= Ranges(node, eni, left);
        }

        return left < missing;
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

            (record.Retiring, record.Acknowledged) = (false, false);
            record.Generation = node.NextGeneration();
            found += record.Units;
        }

        if (found > 0)
        {
            eni.Touch();
        }

        return found;
    }
}
