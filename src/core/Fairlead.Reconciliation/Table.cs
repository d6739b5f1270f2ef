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
    private readonly Reconciler _reconciler;
    private readonly ITarget<TKey, TRow> _target;
    private readonly Delta<TKey, TRow> _delta = new();
    private readonly DirtyScopes _dirty;
    private readonly HashSet<Row<TKey, TRow>> _removing = [];
    private readonly HashSet<Row<TKey, TRow>> _forgotten = [];
    private readonly ConcurrentQueue<(Row<TKey, TRow> Row, long Revision, Task<WorldException?> Completion)> _finished = new();
    private ImmutableArray<TableRow<TKey, TRow>>? _snapshot;
    private DriftCounters _drift;
    private bool _hasBeenRead;
    private int _failedReads;
    private TimeSpan _readNotBefore;

    internal Table(Reconciler reconciler, ITarget<TKey, TRow> target)
    {
        _reconciler = reconciler;
        _target = target;
        _dirty = new DirtyScopes(_reconciler.Options);
    }

    public override string Name => _target.Name;

    public override DriftCounters Drift
    {
        get
        {
            lock (_reconciler.Gate)
            {
                return _drift;
            }
        }
    }

    internal override bool HasBeenRead => _hasBeenRead;

    /// <summary>All rows as they are now; the same object until one changes.</summary>
    public ImmutableArray<TableRow<TKey, TRow>> Snapshot()
    {
        lock (_reconciler.Gate)
        {
            return _snapshot ??=
            [
                .. _delta.Rows.Select(Show),
            ];
        }
    }

    /// <summary>One row as it is now; null for one that nobody wishes and nobody found.</summary>
    public TableRow<TKey, TRow>? Find(TKey key)
    {
        lock (_reconciler.Gate)
        {
            return _delta.Find(key) is { } row ? Show(row) : null;
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
        lock (_reconciler.Gate)
        {
            _dirty.Mark(scope, _reconciler.Now + _reconciler.Options.DirtyDelay);
        }

        _reconciler.Signal();
    }

    /// <summary>Under the lock.</summary>
    internal Written Wish(TKey key, TRow? wish, long revision, long sequence)
    {
        _snapshot = null;
        var row = _delta.At(key);
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
        if (row.IsForgotten && wish is not null)
        {
            // What is still there goes with its carrier, so it is not what is wished now, however equal.
            row.Actual = null;
            row.Revision = revision;
        }

        row.IsForgotten = false;
        _delta.Wish(row, wish);
        return new Written(row, row.Revision, wish is not null);
    }

    /// <summary>Under the lock.</summary>
    internal Written Forget(TKey key, long revision)
    {
        _snapshot = null;
        var row = _delta.At(key);
        row.Revision = revision;
        row.RemovalAsked = false;
        row.Error = null;
        row.NotBefore = _reconciler.Now + _reconciler.Options.ForgottenFor;
        _forgotten.Add(row);
        _delta.Forget(row);
        return new Written(row, revision, false);
    }

    private static TableRow<TKey, TRow> Show(Row<TKey, TRow> row) =>
        new(row.Key, row.Desired, row.Actual, row.Status, row.Revision, row.Attempts, row.Error?.Message) { WasDone = row.WasDone };
}
