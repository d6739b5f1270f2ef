namespace Fairlead.Agent.Pods;

/// <summary>
/// Wakes who waits for something to be otherwise. Read the count, then look, then wait with that count: what comes between is not missed.
/// </summary>
internal sealed class News
{
    private readonly object _gate = new();
    private long _count;

    /// <summary>How often something was told.</summary>
    public long Count
    {
        get
        {
            lock (_gate)
            {
                return _count;
            }
        }
    }

    /// <summary>Something is otherwise now.</summary>
    public void Tell()
    {
        lock (_gate)
        {
            _count++;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Blocks until something was told after <paramref name="count"/>, or the time is over.</summary>
    public void Wait(long count, TimeSpan atMost)
    {
        lock (_gate)
        {
            if (_count == count)
            {
                // Rounded up: who wakes a moment early would find the same address still resting.
                Monitor.Wait(_gate, (int)Math.Ceiling(atMost.TotalMilliseconds));
            }
        }
    }
}
