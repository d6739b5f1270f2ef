using Fairlead.Resources.Network;

namespace Fairlead.Allocation.Collection;

/// <summary>What of ours nobody owns, since when, and what was said of it.</summary>
internal sealed class LeakBook
{
    private readonly SortedDictionary<(string Kind, string Id), LeakedResource> _leaks = [];
    private IReadOnlyList<LeakedResource>? _snapshot;

    /// <summary>The same list until one of them changes.</summary>
    public IReadOnlyList<LeakedResource> All => _snapshot ??= [.. _leaks.Values];

    /// <returns>Since when it has had no owner.</returns>
    public DateTimeOffset See(string kind, string id, string reason, DateTimeOffset now)
    {
        var known = _leaks.GetValueOrDefault((kind, id));
        if (known?.Reason != reason)
        {
            known = new LeakedResource(kind, id, reason, known?.Since ?? now);
            _leaks[(kind, id)] = known;
            _snapshot = null;
        }

        return known!.Since;
    }

    public bool Forget(string kind, string id)
    {
        if (!_leaks.Remove((kind, id)))
        {
            return false;
        }

        _snapshot = null;
        return true;
    }

    public void Keep(string kind, IReadOnlyCollection<string> ids)
    {
        foreach (var key in _leaks.Keys.Where(key => key.Kind == kind && !ids.Contains(key.Id)).ToList())
        {
            Forget(key.Kind, key.Id);
        }
    }
}
