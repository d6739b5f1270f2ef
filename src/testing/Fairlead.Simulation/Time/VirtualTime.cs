namespace Fairlead.Simulation.Time;

/// <summary>What is to happen and when. Events of the same moment happen in the order in which they were put in, so a run is the same each time.</summary>
public sealed class VirtualTime
{
    private readonly PriorityQueue<Action, (long Ticks, long Number)> _queue = new();
    private long _number;

    public DateTimeOffset Now { get; private set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Events that have happened.</summary>
    public long Steps { get; private set; }

    /// <summary>When something happens next; null where nothing is to.</summary>
    public DateTimeOffset? Next => _queue.TryPeek(out _, out var at) ? new DateTimeOffset(at.Ticks, TimeSpan.Zero) : null;

    public void After(TimeSpan wait, Action happening) => At(Now + wait, happening);

    /// <summary>What is past happens next.</summary>
    public void At(DateTimeOffset time, Action happening) => _queue.Enqueue(happening, (Math.Max(time.UtcTicks, Now.UtcTicks), _number++));

    /// <returns>False where nothing happens before that time; then it is that time.</returns>
    public bool Step(DateTimeOffset until)
    {
        if (!_queue.TryPeek(out _, out var at) || at.Ticks > until.UtcTicks)
        {
            Now = until > Now ? until : Now;
            return false;
        }

        var happening = _queue.Dequeue();
        Now = new DateTimeOffset(at.Ticks, TimeSpan.Zero);
        Steps++;
        happening();
        return true;
    }
}
