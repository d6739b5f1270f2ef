namespace Fairlead.Allocation.State;

/// <summary>What a due time is for.</summary>
internal enum DueKind
{
    Node,
    Interface,
    Look,
    Listing,
    VSwitches,
    Routes,
    Start,
    Collection,
    Reservation,
    Spares,
}

/// <summary>When something is to be looked into again though nobody says anything: by time, then in the order of entry.</summary>
internal sealed class DueTimes
{
    private readonly PriorityQueue<(DueKind Kind, string Name), (DateTimeOffset At, long Order)> _queue = new();
    private readonly Dictionary<(DueKind, string), DateTimeOffset> _earliest = [];
    private long _order;

    public DateTimeOffset? Next
    {
        get
        {
            DropStale();
            return _queue.TryPeek(out _, out var due) ? due.At : null;
        }
    }

    /// <summary>Of one thing only the earliest time counts.</summary>
    public void Add(DueKind kind, string name, DateTimeOffset at)
    {
        var key = (kind, name);
        if (_earliest.TryGetValue(key, out var known) && known <= at)
        {
            return;
        }

        _earliest[key] = at;
        _queue.Enqueue(key, (at, ++_order));
    }

    public bool TryTake(DateTimeOffset now, out DueKind kind, out string name)
    {
        DropStale();
        (kind, name) = (default, "");
        if (!_queue.TryPeek(out var key, out var due) || due.At > now)
        {
            return false;
        }

        _queue.Dequeue();
        _earliest.Remove(key);
        (kind, name) = key;
        return true;
    }

    private void DropStale()
    {
        while (_queue.TryPeek(out var key, out var due) && (!_earliest.TryGetValue(key, out var at) || at != due.At))
        {
            _queue.Dequeue();
        }
    }
}
