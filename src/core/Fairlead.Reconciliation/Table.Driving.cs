namespace Fairlead.Reconciliation;

/// <content>How wishes are carried out.</content>
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
            // Most tables have nothing to do in most rounds, and those that do have one row or two.
            var rows = new List<Row<TKey, TRow>>(_delta.Differing.Count);
            foreach (var row in _delta.Differing)
            {
                if (!row.IsBusy && row.NotBefore <= now && wanted(row))
                {
                    rows.Add(row);
                }
            }

            rows.Sort((one, other) => one.Sequence.CompareTo(other.Sequence));
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
