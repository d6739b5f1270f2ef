namespace Fairlead.Reconciliation;

/// <summary>A row that was written, the revision at which the writer waits for it, and which way it was written.</summary>
internal readonly record struct Written(IRow Row, long Revision, bool Wished);

/// <summary>
/// What a writer holds after a write: the rows written and the revisions they have. A CNI ADD waits for exactly its own rows,
/// not for the table to come to rest.
/// </summary>
public sealed class Ticket
{
    private readonly IReadOnlyList<Written> _rows;
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    // The kernel takes a thousand times longer than a spinning processor would wait.
    private readonly ManualResetEventSlim _ended = new(false, spinCount: 0);

    internal Ticket(long revision, IReadOnlyList<Written> rows)
    {
        Revision = revision;
        _rows = rows;
    }

    public long Revision { get; }

    /// <summary>
    /// Ends when the world is as the rows say. Fails with the row's <see cref="WorldException"/> when one is refused, of
    /// several with that of the one written first: the later ones mostly fail because of it. Fails with
    /// <see cref="SupersededException"/> when somebody wishes the opposite meanwhile. The reconciler keeps trying what was
    /// refused until the row is deleted.
    /// </summary>
    public Task Completion => _completion.Task;

    /// <summary>Waits for <see cref="Completion"/> and fails as it does.</summary>
    /// <returns>False when that took longer than <paramref name="patience"/>.</returns>
    public bool Wait(TimeSpan patience)
    {
        if (!_ended.Wait(patience))
        {
            return false;
        }

        _completion.Task.GetAwaiter().GetResult();
        return true;
    }

    /// <summary>Looks whether it is over. Called under the reconciler's lock.</summary>
    /// <returns>True when it is.</returns>
    internal bool Settle()
    {
        if (!Look())
        {
            return false;
        }

        _ended.Set();
        return true;
    }

    private bool Look()
    {
        var settled = true;
        foreach (var (row, revision, wished) in _rows)
        {
            if (row.Revision > revision && row.IsWished != wished)
            {
                return _completion.TrySetException(new SupersededException(revision, row.Revision));
            }

            if (row.Settled >= revision)
            {
                continue;
            }

            if (row.Error is { } error)
            {
                return _completion.TrySetException(error);
            }

            settled = false;
        }

        return settled && _completion.TrySetResult();
    }
}
