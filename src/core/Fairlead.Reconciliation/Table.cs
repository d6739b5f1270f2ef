using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Fairlead.Reconciliation;

/// <summary>
/// The rows of one target: what is wished, what is there, and how far it has come. Any thread may write (through a
/// <see cref="WriteBatch"/>) and read; only the reconciler's thread calls the target, and never under the lock.
/// </summary>
public sealed partial class Table<TKey, TRow> : ReconciledTable
    where TKey : notnull
    where TRow : class, IEquatable<TRow>
{
    private readonly Reconciler reconciler;
    private readonly ITarget<TKey, TRow> target;
    private readonly Delta<TKey, TRow> delta = new();
    private readonly DirtyScopes dirty;
    private readonly HashSet<Row<TKey, TRow>> removing = [];
    private readonly ConcurrentQueue<(Row<TKey, TRow> Row, long Revision, Task<WorldException?> Completion)> finished = new();
    private ImmutableArray<TableRow<TKey, TRow>>? snapshot;
    private DriftCounters drift;
    private bool hasBeenRead;
    private int failedReads;
    private TimeSpan readNotBefore;

    internal Table(Reconciler reconciler, ITarget<TKey, TRow> target)
    {
        this.reconciler = reconciler;
        this.target = target;
        dirty = new DirtyScopes(reconciler.Options);
    }

    public override string Name => target.Name;

    public override DriftCounters Drift
    {
        get
        {
            lock (reconciler.Gate)
            {
                return drift;
            }
        }
    }

    internal override bool HasBeenRead => hasBeenRead;

    /// <summary>All rows as they are now; the same object until one changes.</summary>
    public ImmutableArray<TableRow<TKey, TRow>> Snapshot()
    {
        lock (reconciler.Gate)
        {
            return snapshot ??=
            [
                .. delta.Rows.Select(row => new TableRow<TKey, TRow>(
                    row.Key, row.Desired, row.Actual, row.Status, row.Revision, row.Attempts, row.Error?.Message)),
            ];
        }
    }

    /// <summary>One row as it is now; null for one that nobody wishes and nobody found.</summary>
    public TableRow<TKey, TRow>? Find(TKey key)
    {
        lock (reconciler.Gate)
        {
            return delta.Find(key) is { } row
                ? new TableRow<TKey, TRow>(row.Key, row.Desired, row.Actual, row.Status, row.Revision, row.Attempts, row.Error?.Message)
                : null;
        }
    }

    public override IReadOnlyList<TableLine> Lines() =>
    [
        .. Snapshot()
            .Select(row => new TableLine(
                $"{row.Key}", $"{row.Wanted}", $"{row.Kernel}", row.Status, row.Revision, row.Error))
            .OrderBy(line => line.Key, StringComparer.Ordinal),
    ];

    public override void MarkDirty(Scope scope)
    {
        lock (reconciler.Gate)
        {
            dirty.Mark(scope, reconciler.Now + reconciler.Options.DirtyDelay);
        }

        reconciler.Signal();
    }

    /// <summary>Under the lock.</summary>
    internal Written Wish(TKey key, TRow? wish, long revision, long sequence)
    {
        snapshot = null;
        var row = delta.At(key);
        if (row.Revision == 0 || !Equals(row.Desired, wish))
        {
            row.Revision = revision;
        }

        // Written again is tried again, at once and with a clean record.
        row.Sequence = sequence;
        row.Error = null;
        row.Attempts = 0;
        row.NotBefore = TimeSpan.Zero;
        row.RemovalAsked = wish is null;
        delta.Wish(row, wish);
        return new Written(row, row.Revision, wish is not null);
    }

    /// <summary>Under the lock.</summary>
    internal Written Forget(TKey key, long revision)
    {
        snapshot = null;
        var row = delta.At(key);
        row.Revision = revision;
        row.RemovalAsked = false;
        delta.Forget(row);
        return new Written(row, row.Settled, false);
    }
}
