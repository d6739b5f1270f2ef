namespace Fairlead.Allocation.Exclusive;

/// <summary>Divides a node's places among classes: pods that wait before stock, and what nobody needs makes room.</summary>
internal static class ExclusivePlanner
{
    /// <param name="places">ENIs that may still be made.</param>
    public static ExclusivePlan Plan(IReadOnlyList<ExclusiveView> classes, int places)
    {
        var create = new Dictionary<string, int>();
        var left = Math.Max(0, places);
        var unserved = 0;
        foreach (var view in classes)
        {
            var count = Math.Min(Math.Max(0, view.Waiting - view.Free), left);
            Add(create, view.Class, count);
            left -= count;
            unserved += Math.Max(0, view.Waiting - view.Free) - count;
        }

        foreach (var view in classes)
        {
            var count = Math.Min(Math.Max(0, view.Missing - create.GetValueOrDefault(view.Class)), left);
            Add(create, view.Class, count);
            left -= count;
        }

        return new ExclusivePlan(
            [.. create.Where(entry => entry.Value > 0).Select(entry => (entry.Key, entry.Value))],
            [.. classes.SelectMany(view => Enumerable.Repeat(view.Class, Math.Max(0, view.Free - view.Waiting))).Take(unserved)]);
    }

    private static void Add(Dictionary<string, int> create, string ofClass, int count) =>
        create[ofClass] = create.GetValueOrDefault(ofClass) + count;
}
