using System.Text.Json.Nodes;
using Fairlead.Kubernetes.Store.Kinds;
using Fairlead.Kubernetes.Store.Objects;

namespace Fairlead.Kubernetes.Store.State;

/// <summary>The state as it will be when what is being written is on the disk. Used by one thread.</summary>
internal sealed class WriteScope(StoreState state, DateTimeOffset now)
{
    private readonly List<StoreEvent> _events = [];

    public StoreState State { get; private set; } = state;

    public DateTimeOffset Now { get; } = now;

    public IReadOnlyList<StoreEvent> Events => _events;

    public StoredObject? Find(ServedKind kind, ObjectKey key) => State.Find(kind, key);

    /// <summary>Creates or replaces.</summary>
    public StoredObject Put(ServedKind kind, ObjectKey key, JsonObject json)
    {
        var next = StoredObject.Write(kind, key, State.Version + 1, json, Now);
        Add(new StoreEvent(Find(kind, key), next));
        return next;
    }

    /// <returns>What it was last.</returns>
    public StoredObject Remove(StoredObject current, JsonObject? last = null)
    {
        var gone = StoredObject.Write(current.Kind, current.Key, State.Version + 1, last ?? current.Read(), Now, isGone: true);
        Add(new StoreEvent(Find(current.Kind, current.Key), gone));
        return gone;
    }

    /// <summary>To come back to with <see cref="Return"/>.</summary>
    public (StoreState State, int Events) Mark() => (State, _events.Count);

    public void Return((StoreState State, int Events) mark)
    {
        State = mark.State;
        _events.RemoveRange(mark.Events, _events.Count - mark.Events);
    }

    private void Add(StoreEvent change)
    {
        State = State.With(change);
        _events.Add(change);
    }
}
