namespace Fairlead.Allocation.Pools;

/// <summary>
/// Plans for the whole demand at once: ENIs that are there get more first, for that takes no attach; what is left comes on new ENIs,
/// each made with all that it is to have.
/// </summary>
internal static class PoolPlanner
{
    public static PoolPlan Plan(PoolView view)
    {
        var missing = view.Target - view.Supply;
        if (missing <= 0)
        {
            return PoolPlan.Nothing;
        }

        var grow = new List<(string, int)>();
        // The fullest first: what is emptier may become free and go.
        foreach (var eni in view.Interfaces.Where(CanGrow).OrderByDescending(eni => eni.Leased).ThenBy(eni => eni.Id, StringComparer.Ordinal))
        {
            var unit = eni.Unit > 0 ? eni.Unit : view.Unit;
            var count = Math.Min(eni.Room, Up(missing, unit));
            if (count > 0)
            {
                grow.Add((eni.Id, count));
                missing -= count * unit;
            }
        }

        return new PoolPlan(grow, Create(view, ref missing), Math.Max(0, missing));
    }

    private static List<int> Create(PoolView view, ref int missing)
    {
        var create = new List<int>();
        for (var places = view.MostInterfaces - view.Interfaces.Count; places > 0 && missing > 0 && view.PerInterface > 0; places--)
        {
            var units = Math.Min(view.PerInterface, missing);
            create.Add(units);
            missing -= units;
        }

        return create;
    }

    private static bool CanGrow(PoolInterface eni) => eni is { IsSettled: true, IsGoing: false, Room: > 0 };

    private static int Up(int addresses, int unit) => (addresses + unit - 1) / unit;
}
