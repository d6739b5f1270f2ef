namespace Fairlead.Reconciliation;

/// <summary>Takes what was read into the delta and counts what is otherwise than it was left.</summary>
internal static class Absorption
{
    public static DriftCounters Absorb<TKey, TRow>(
        Delta<TKey, TRow> delta, ITarget<TKey, TRow> target, Scope scope, IReadOnlyDictionary<TKey, TRow> read)
        where TKey : notnull
        where TRow : class, IEquatable<TRow>
    {
        var drift = default(DriftCounters);
        foreach (var row in delta.Rows.Where(row => IsGone(row, target, scope, read)).ToList())
        {
            drift += row.WasDone ? new DriftCounters(1, 0, 0) : default;
            delta.See(row, null);
        }

        foreach (var (key, found) in read)
        {
            if (target.IsWithin(scope, key, found))
            {
                drift += See(delta, key, found);
            }
        }

        return drift;
    }

    private static bool IsGone<TKey, TRow>(
        Row<TKey, TRow> row, ITarget<TKey, TRow> target, Scope scope, IReadOnlyDictionary<TKey, TRow> read)
        where TKey : notnull
        where TRow : class, IEquatable<TRow> =>
        !row.IsBusy && row.Actual is { } actual && target.IsWithin(scope, row.Key, actual) && !read.ContainsKey(row.Key);

    private static DriftCounters See<TKey, TRow>(Delta<TKey, TRow> delta, TKey key, TRow found)
        where TKey : notnull
        where TRow : class, IEquatable<TRow>
    {
        var row = delta.At(key);
        if (row.IsBusy || found.Equals(row.Actual))
        {
            return default;
        }

        var drift = !row.IsWished && row.Actual is null ? new DriftCounters(0, 0, 1)
            : row.WasDone ? new DriftCounters(0, 1, 0)
            : default;
        delta.See(row, found);
        return drift;
    }
}
