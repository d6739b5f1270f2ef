using Fairlead.Model.Kernel;

namespace Fairlead.Reconciliation;

/// <summary>Which parts of the world are to be read again, and when.</summary>
internal sealed class DirtyScopes(ReconcilerOptions options)
{
    // More separate reads than this cost more than one of everything.
    private const int Most = 256;

    private readonly List<(Scope Scope, TimeSpan Due)> _waiting = [];
    private TimeSpan _nextFullRead;

    public TimeSpan NextDue => _waiting.Count == 0 ? _nextFullRead : Min(_waiting.Min(entry => entry.Due), _nextFullRead);

    /// <summary>Called when everything has just been read.</summary>
    public void Clean(TimeSpan now)
    {
        _waiting.Clear();
        _nextFullRead = now + options.FullReadEvery;
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

    /// <summary>
    /// The next scope that is due, or null. A periodic full read goes one namespace at a time, so that an ADD that comes in the
    /// middle of it waits for one namespace and not for 250.
    /// </summary>
    public Scope? Take(TimeSpan now, Func<IEnumerable<Netns>> namespaces)
    {
        if (_nextFullRead <= now)
        {
            _nextFullRead = now + options.FullReadEvery;
            foreach (var netns in namespaces())
            {
                Mark(Scope.Of(netns), now);
            }
        }

        var index = _waiting.FindIndex(entry => entry.Due <= now);
        if (index < 0)
        {
            return null;
        }

        var scope = _waiting[index].Scope;
        _waiting.RemoveAt(index);
        return scope;
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
