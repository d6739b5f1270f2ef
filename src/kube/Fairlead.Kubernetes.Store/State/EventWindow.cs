using Fairlead.Kubernetes.Store.Objects;

namespace Fairlead.Kubernetes.Store.State;

/// <summary>The last changes, from which a watch goes on where it was interrupted. Not for several threads.</summary>
/// <param name="mostEvents">How many are kept.</param>
/// <param name="mostOctets">Of their JSON; at least one event is kept however long it is.</param>
internal sealed class EventWindow(int mostEvents, long mostOctets)
{
    // What goes, goes in groups: each time costs a statement.
    private const int Slack = 8;

    private readonly LinkedList<StoreEvent> _events = new();
    private long _octets;

    /// <summary>Whoever has seen this version, or a later one, misses nothing of what is here.</summary>
    public long Start { get; private set; }

    public void StartAt(long version) => Start = version;

    public void Append(StoreEvent change)
    {
        _events.AddLast(change);
        _octets += change.After.Text.Length;
    }

    /// <summary>What is too much when these come; nothing while it is little.</summary>
    public IReadOnlyList<StoreEvent> Surplus(IReadOnlyList<StoreEvent> coming)
    {
        var (count, octets) = (_events.Count + coming.Count, _octets + coming.Sum(change => (long)change.After.Text.Length));
        if (count <= mostEvents + (mostEvents / Slack) && octets <= mostOctets + (mostOctets / Slack))
        {
            return [];
        }

        var surplus = new List<StoreEvent>();
        foreach (var change in _events)
        {
            if (count <= mostEvents && octets <= mostOctets)
            {
                break;
            }

            surplus.Add(change);
            count--;
            octets -= change.After.Text.Length;
        }

        return surplus;
    }

    /// <summary>Forgets the first ones.</summary>
    public void Drop(int count)
    {
        for (; count > 0; count--)
        {
            var first = _events.First!.Value;
            _events.RemoveFirst();
            _octets -= first.After.Text.Length;
            Start = first.Version;
        }
    }

    /// <returns>What came after a version, oldest first.</returns>
    public IEnumerable<StoreEvent> After(long version)
    {
        // Whoever asks was interrupted a moment ago: the end is near.
        var node = _events.Last;
        while (node is not null && node.Value.Version > version)
        {
            node = node.Previous;
        }

        for (node = node is null ? _events.First : node.Next; node is not null; node = node.Next)
        {
            yield return node.Value;
        }
    }
}
