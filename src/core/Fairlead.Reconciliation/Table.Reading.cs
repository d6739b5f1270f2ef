using Fairlead.Model.Kernel;

namespace Fairlead.Reconciliation;

/// <content>How the world is read into the table.</content>
public sealed partial class Table<TKey, TRow>
{
    internal override void ReadFirst(TimeSpan now)
    {
        if (_hasBeenRead || _readNotBefore > now)
        {
            return;
        }

        try
        {
            Read(Scope.Everything);
            lock (_reconciler.Gate)
            {
                _hasBeenRead = true;
                _failedReads = 0;
                _dirty.Clean(now);
            }
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
        Apply(now, row => row.Desired is not null && row.Revision <= _reconciler.RoundRevision && !IsHeldUp(row));

    internal override void ApplyRemovals(TimeSpan now, bool prune) =>
        Apply(now, row => row.Desired is null && IsEligible(row, prune));

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
}
