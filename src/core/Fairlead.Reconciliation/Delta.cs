namespace Fairlead.Reconciliation;

/// <summary>
/// What is wished and what is there, by key, and the keys at which they differ. Every add-and-remove loop of Fairlead is this one.
/// <code>
///        desired          actual
///      ┌─────────────┬────┬──────────┐
///      │ to create   │ =  │ to remove│     ≠ in the middle: to update
///      └─────────────┴────┴──────────┘
/// </code>
/// Keeping the differing keys beside the two sides makes a step cost what changed, not what exists.
/// </summary>
internal sealed class Delta<TKey, TRow>
    where TKey : notnull
    where TRow : class, IEquatable<TRow>
{
    private readonly Dictionary<TKey, Row<TKey, TRow>> _rows = [];
    private readonly HashSet<Row<TKey, TRow>> _differing = [];

    public IReadOnlyCollection<Row<TKey, TRow>> Rows => _rows.Values;

    /// <summary>Rows at which the two sides differ.</summary>
    public IReadOnlyCollection<Row<TKey, TRow>> Differing => _differing;

    public Row<TKey, TRow>? Find(TKey key) => _rows.GetValueOrDefault(key);

    public Row<TKey, TRow> At(TKey key)
    {
        if (!_rows.TryGetValue(key, out var row))
        {
            _rows.Add(key, row = new Row<TKey, TRow>(key));
        }

        return row;
    }

    public void Wish(Row<TKey, TRow> row, TRow? desired)
    {
        row.Desired = desired;
        Compare(row);
    }

    public void See(Row<TKey, TRow> row, TRow? actual)
    {
        row.Actual = actual;
        Compare(row);
    }

    /// <summary>The row's carrier takes it along: for whoever waits it is over, and finding it gone is no drift.</summary>
    public void Forget(Row<TKey, TRow> row)
    {
        row.Desired = null;
        row.IsForgotten = true;
        row.WasDone = false;
        row.Settled = row.Revision;
        Compare(row);
    }

    /// <summary>To be called after either side or the row's being busy has changed.</summary>
    public void Compare(Row<TKey, TRow> row)
    {
        if (row.Differs)
        {
            _differing.Add(row);
            return;
        }

        _differing.Remove(row);
        if (row.IsBusy)
        {
            // What is with the target may yet turn the world away from a wish that was changed back meanwhile.
            return;
        }

        row.Settled = row.Revision;
        row.Error = null;
        row.Attempts = 0;
        row.IsForgotten = false;
        row.WasDone = row.Desired is not null;
        if (row.Desired is null)
        {
            _rows.Remove(row.Key);
        }
    }
}
