using Fairlead.Model.Kernel;

namespace Fairlead.Reconciliation;

/// <content>What the reconciler's thread does with the table.</content>
public sealed partial class Table<TKey, TRow>
{
    internal override bool HasPending(bool prune) =>
        _delta.Differing.Any(row => row.IsBusy || (row.Error is null && IsEligible(row, prune)));

    internal override TimeSpan NextDue(bool prune)
    {
        if (!_hasBeenRead)
        {
            return _readNotBefore;
        }

        var due = _dirty.NextDue;
        foreach (var row in _delta.Differing)
        {
            if (!row.IsBusy && IsEligible(row, prune) && row.NotBefore < due && !IsHeldUp(row))
            {
                due = row.NotBefore;
            }
        }

        return due;
    }

    internal override void ReadFirst(TimeSpan now)
    {
        if (_hasBeenRead || _readNotBefore > now)
        {
            return;
        }

        try
        {
            Read(Scope.Everything);
            _hasBeenRead = true;
            _dirty.Clean(now);
        }
        catch (WorldException error)
        {
            _readNotBefore = now + Backoff.After(++_failedReads, _reconciler.Options.FirstRetry, _reconciler.Options.LongestRetry);
            RefuseAll(error);
        }
    }

    internal override bool ReadNext(TimeSpan now)
    {
        Scope? scope;
        lock (_reconciler.Gate)
        {
            scope = _hasBeenRead ? _dirty.Take(now, Namespaces) : null;
        }

        if (scope is not { } due)
        {
            return false;
        }

        try
        {
            Read(due);
            _failedReads = 0;
        }
        catch (WorldException)
        {
            lock (_reconciler.Gate)
            {
                _dirty.Mark(due, now + Backoff.After(++_failedReads, _reconciler.Options.FirstRetry, _reconciler.Options.LongestRetry));
            }
        }

        return true;
    }

    internal override void ApplyWished(TimeSpan now) =>
        Apply(now, row => row.Desired is not null && !IsHeldUp(row));

    internal override void ApplyRemovals(TimeSpan now, bool prune) =>
        Apply(now, row => row.Desired is null && IsEligible(row, prune));

    internal override bool HoldsUp(Scope scope) =>
        _removing.Any(row => row.Desired is { } desired && _target.IsWithin(scope, row.Key, desired));

    internal override void DropForgotten(Func<Scope, bool> isCarried)
    {
        if (_forgotten.Count == 0)
        {
            return;
        }

        _snapshot = null;
        _forgotten.RemoveWhere(row => !row.IsForgotten || row.Actual is null);
        foreach (var row in _forgotten.Where(row => !row.IsBusy && isCarried(_target.ScopeOf(row.Key, row.Actual!))).ToList())
        {
            _forgotten.Remove(row);
            _delta.See(row, null);
        }
    }

    internal override void FinishRemovals(TimeSpan now)
    {
        while (_finished.TryDequeue(out var removal))
        {
            var (row, revision, completion) = removal;
            lock (_reconciler.Gate)
            {
                _snapshot = null;
                row.RemovalUnderWay = false;
                _removing.Remove(row);
                // A removal that ends by an exception other than the world's refusal is a bug, and thrown here.
                Settle(row, null, revision, completion.GetAwaiter().GetResult(), now);
            }
        }
    }

    private bool IsHeldUp(Row<TKey, TRow> row) =>
        row.Desired is { } desired && _reconciler.IsHeldUp(this, _target.ScopeOf(row.Key, desired));

    private static bool IsEligible(Row<TKey, TRow> row, bool prune) => row.Desired is not null || row.RemovalAsked || prune;

    // In one order for all tables, so that they visit the same namespace at the same time.
    private IReadOnlyList<Netns> Namespaces() =>
    [
        .. _delta.Rows.Select(row => _target.ScopeOf(row.Key, (row.Desired ?? row.Actual)!).Netns ?? Netns.Node)
            .Append(Netns.Node).Distinct().OrderBy(netns => netns.Attachment, StringComparer.Ordinal),
    ];

    // A table that cannot be read cannot be written to either; whoever waits for a row of it should hear why.
    private void RefuseAll(WorldException error)
    {
        lock (_reconciler.Gate)
        {
            _snapshot = null;
            foreach (var row in _delta.Differing)
            {
                row.Error = error;
                row.Attempts++;
            }
        }
    }

    private void Read(Scope scope)
    {
        Dictionary<TKey, TRow> wished;
        lock (_reconciler.Gate)
        {
            wished = _delta.Rows
                .Where(row => row.Desired is { } desired && _target.IsWithin(scope, row.Key, desired))
                .ToDictionary(row => row.Key, row => row.Desired!);
        }

        var read = _target.Read(scope, wished);
        lock (_reconciler.Gate)
        {
            _snapshot = null;
            _drift += Absorption.Absorb(_delta, _target, scope, read);
        }
    }

    private void Apply(TimeSpan now, Func<Row<TKey, TRow>, bool> wanted)
    {
        var (rows, changes, revisions) = Take(now, wanted);
        if (rows.Count == 0)
        {
            return;
        }

        IReadOnlyList<Outcome> outcomes;
        try
        {
            outcomes = _target.Apply(changes);
        }
        catch (WorldException error)
        {
            outcomes = [.. changes.Select(_ => Outcome.Failed(error))];
        }

        lock (_reconciler.Gate)
        {
            _snapshot = null;
            for (var i = 0; i < rows.Count; i++)
            {
                rows[i].InFlight = false;
                Commit(rows[i], changes[i], revisions[i], outcomes[i], now);
            }
        }
    }

    private (List<Row<TKey, TRow>> Rows, List<Change<TKey, TRow>> Changes, List<long> Revisions) Take(
        TimeSpan now, Func<Row<TKey, TRow>, bool> wanted)
    {
        lock (_reconciler.Gate)
        {
            List<Row<TKey, TRow>> rows =
                [.. _delta.Differing.Where(row => !row.IsBusy && row.NotBefore <= now && wanted(row)).OrderBy(row => row.Sequence)];
            rows.ForEach(row => row.InFlight = true);
            return (
                rows,
                rows.ConvertAll(row => new Change<TKey, TRow>(row.Key, row.Actual, row.Desired)),
                rows.ConvertAll(row => row.Revision));
        }
    }

    private void Commit(Row<TKey, TRow> row, Change<TKey, TRow> change, long revision, Outcome outcome, TimeSpan now)
    {
        if (outcome.Completion is not { } completion)
        {
            Settle(row, change.Desired, revision, outcome.Error, now);
            return;
        }

        row.RemovalUnderWay = true;
        _removing.Add(row);
        completion.ContinueWith(
            ended =>
            {
                _finished.Enqueue((row, revision, ended));
                _reconciler.Signal();
            },
            CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private void Settle(Row<TKey, TRow> row, TRow? applied, long revision, WorldException? error, TimeSpan now)
    {
        if (error is null)
        {
            var before = row.Actual;
            _delta.See(row, applied);
            if (applied is null && before is not null)
            {
                _reconciler.CarrierGone(this, scope => _target.IsWithin(scope, row.Key, before));
            }

            return;
        }

        // What is there after a refusal is not known for certain, so it is read before the next attempt.
        var known = row.Desired ?? row.Actual ?? applied;
        _dirty.Mark(known is null ? Scope.Everything : _target.ScopeOf(row.Key, known), now + _reconciler.Options.DirtyDelay);
        if (row.Revision == revision)
        {
            row.Error = error;
            row.NotBefore = now + Backoff.After(++row.Attempts, _reconciler.Options.FirstRetry, _reconciler.Options.LongestRetry);
        }

        _delta.Compare(row);
    }
}
