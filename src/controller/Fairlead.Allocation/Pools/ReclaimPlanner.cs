namespace Fairlead.Allocation.Pools;

/// <summary>What goes when there has been too much: from the emptiest ENI first, whole ones where nobody has anything of them.</summary>
internal static class ReclaimPlanner
{
    /// <param name="surplus">Addresses that have been too much all the time; never more than that goes.</param>
    public static IReadOnlyList<Retirement> Plan(PoolView view, int surplus)
    {
        var going = new List<Retirement>();
        var left = Math.Min(surplus, view.Supply - view.Target);
        foreach (var eni in Emptiest(view))
        {
            if (left <= 0)
            {
                break;
            }

            if (eni is { Leased: 0, IsPinned: false } && eni.Units <= left)
            {
                going.Add(new Retirement(eni.Id, Whole: true, eni.Units));
                left -= eni.Units;
            }
            else if (Math.Min(left, eni.Releasable) / view.Unit * view.Unit is > 0 and var count)
            {
                going.Add(new Retirement(eni.Id, Whole: false, count));
                left -= count;
            }
        }

        return going;
    }

    private static IEnumerable<PoolInterface> Emptiest(PoolView view) => view.Interfaces
        .Where(eni => eni is { CanGive: true, IsGoing: false })
        .OrderBy(eni => eni.Leased).ThenBy(eni => eni.Units).ThenByDescending(eni => eni.Id, StringComparer.Ordinal);
}
