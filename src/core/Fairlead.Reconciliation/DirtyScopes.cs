using Fairlead.Model.Kernel;

namespace Fairlead.Reconciliation;

/// <summary>Which parts of the world are to be read again, and when: those that there is news of, and everything in turn.</summary>
internal sealed class DirtyScopes(ReconcilerOptions options)
{
    // More separate reads than this cost more than one of everything.
    private const int Most = 256;

    private readonly List<(Scope Scope, TimeSpan Due)> _waiting = [];
    private readonly Queue<(Scope Scope, TimeSpan Due)> _round = new();
    private TimeSpan _nextRound;

    public TimeSpan NextDue
    {
        get
        {
            var due = _round.TryPeek(out var next) && next.Due < _nextRound ? next.Due : _nextRound;
            foreach (var entry in _waiting)
            {
                due = Min(due, entry.Due);
            }

            return due;
        }
    }

    /// <summary>Called when everything has just been read.</summary>
    public void Clean(TimeSpan now)
    {
        _waiting.Clear();
        _round.Clear();
        _nextRound = now;
    }

    public void Mark(Scope scope, TimeSpan due)
    {
        if (_waiting.Exists(entry => entry.Scope.Contains(scope) && entry.Due <= due))
        {
            return;
        }

        _waiting.RemoveAll(entry => scope.Contains(entry.Scope) && entry.Due >= due);
        if (_waiting.Count >= Most)
        {
            due = Min(due, _waiting.Min(entry => entry.Due));
            _waiting.Clear();
            scope = Scope.Everything;
        }

        _waiting.Add((scope, due));
    }

    /// <summary>The next scope that is due, or null.</summary>
    /// <param name="namespaces">All that the next round should visit.</param>
    public Scope? Take(TimeSpan now, Func<IReadOnlyList<Netns>> namespaces)
    {
        var index = _waiting.FindIndex(entry => entry.Due <= now);
        if (index >= 0)
        {
            var scope = _waiting[index].Scope;
            _waiting.RemoveAt(index);
            return scope;
        }

        if (_nextRound <= now && _round.Count == 0)
        {
            BeginRound(now, namespaces());
        }

        return _round.TryPeek(out var next) && next.Due <= now ? _round.Dequeue().Scope : null;
    }

    // One namespace at a time and evenly over the period: an ADD in between waits for one namespace and not for 250, and 250
    // are never open at once.
    private void BeginRound(TimeSpan now, IReadOnlyList<Netns> namespaces)
    {
        for (var i = 0; i < namespaces.Count; i++)
        {
            _round.Enqueue((Scope.Of(namespaces[i]), now + (options.FullReadEvery * (i + 1) / namespaces.Count)));
        }

        _nextRound = now + options.FullReadEvery;
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
