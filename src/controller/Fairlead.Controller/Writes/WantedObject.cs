using Fairlead.Allocation.Deeds;

namespace Fairlead.Controller.Writes;

/// <summary>What one part of the store is to be, and how far we are with it.</summary>
internal sealed class WantedObject(StoreWrite wanted)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    // Repairs further apart than this are none of a quarrel.
    private static readonly TimeSpan Peace = 2 * Longest;

    private int _failures;
    private int _repairs;
    private TimeSpan _repairedAt;
    private bool _wasIn;

    public StoreWrite Wanted { get; private set; } = wanted;

    public bool IsRunning { get; set; }

    /// <summary>Something came while it was being written: look again.</summary>
    public bool IsDue { get; set; }

    /// <summary>Done when a wish comes: it need not wait for what befell the one before.</summary>
    public TaskCompletionSource Woken { get; private set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Want(StoreWrite write)
    {
        (Wanted, _failures, _repairs, _wasIn) = (write, 0, 0, false);
        Woken.TrySetResult();
        Woken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>How long to wait before it is tried: after failures, and where somebody else writes it otherwise again and again.</summary>
    public TimeSpan Wait(TimeSpan now)
    {
        var setbacks = Math.Max(_failures, now - _repairedAt < Peace ? _repairs : 0);
        var doubled = First * (1L << Math.Clamp(setbacks - 1, 0, 20));
        return setbacks == 0 ? TimeSpan.Zero : doubled < Longest ? doubled : Longest;
    }

    /// <summary>Notes what became of a write of what is wanted.</summary>
    public void Settle(WriteResult result, TimeSpan now)
    {
        _failures = result == WriteResult.Failed ? _failures + 1 : 0;
        IsDue |= result == WriteResult.Failed;
        if (result == WriteResult.Written && _wasIn)
        {
            _repairs = now - _repairedAt < Peace ? _repairs + 1 : 1;
            _repairedAt = now;
        }

        _wasIn |= result is WriteResult.Written or WriteResult.Kept;
    }
}
