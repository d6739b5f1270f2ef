namespace Fairlead.Reconciliation;

/// <summary>
/// Writes to any number of tables that become visible together: one revision, and one batch per target. Made by
/// <see cref="Reconciler.Write"/>; for one thread.
/// </summary>
public sealed class WriteBatch
{
    private readonly Reconciler _reconciler;
    private readonly List<Func<long, long, Written>> _writes = [];

    internal WriteBatch(Reconciler reconciler) => _reconciler = reconciler;

    public int Count => _writes.Count;

    /// <summary>The row is wished. One that is equal already but was refused is tried again at once.</summary>
    public WriteBatch Upsert<TKey, TRow>(Table<TKey, TRow> table, TKey key, TRow row)
        where TKey : notnull
        where TRow : class, IEquatable<TRow>
    {
        _writes.Add((revision, sequence) => table.Wish(key, row, revision, sequence));
        return this;
    }

    /// <summary>The row is to go from the world. One that nobody knows is gone already.</summary>
    public WriteBatch Delete<TKey, TRow>(Table<TKey, TRow> table, TKey key)
        where TKey : notnull
        where TRow : class, IEquatable<TRow>
    {
        _writes.Add((revision, sequence) => table.Wish(key, null, revision, sequence));
        return this;
    }

    /// <summary>
    /// The row is wished no longer, and goes without our doing with what carries it: the addresses and routes of a link that
    /// is deleted in the same batch. Should it stay behind, it is pruned after <see cref="ReconcilerOptions.ForgottenFor"/>.
    /// </summary>
    public WriteBatch Forget<TKey, TRow>(Table<TKey, TRow> table, TKey key)
        where TKey : notnull
        where TRow : class, IEquatable<TRow>
    {
        _writes.Add((revision, _) => table.Forget(key, revision));
        return this;
    }

    /// <summary>From one plan to the next: what is only in <paramref name="before"/> goes, what is new or otherwise in <paramref name="after"/> comes.</summary>
    public WriteBatch Replace<TKey, TRow>(
        Table<TKey, TRow> table, IReadOnlyDictionary<TKey, TRow> before, IReadOnlyDictionary<TKey, TRow> after)
        where TKey : notnull
        where TRow : class, IEquatable<TRow>
    {
        foreach (var (key, row) in after)
        {
            if (!before.TryGetValue(key, out var old) || !old.Equals(row))
            {
                Upsert(table, key, row);
            }
        }

        foreach (var key in before.Keys.Where(key => !after.ContainsKey(key)))
        {
            Delete(table, key);
        }

        return this;
    }

    /// <summary>Makes the writes visible and wakes the reconciler.</summary>
    public Ticket Commit() => _reconciler.Commit(_writes);
}
