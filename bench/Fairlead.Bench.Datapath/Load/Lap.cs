using System.Diagnostics;

namespace Fairlead.Bench.Datapath.Load;

/// <summary>Takes the time of every operation of a slice. Its median knows nothing of the few in which the processor was taken away.</summary>
internal sealed class Lap
{
    // A slice of 100 ms of the quickest operation has 100,000.
    private readonly long[] _ticks = new long[1 << 18];
    private int _count;
    private long _last;
    private long _end;

    public void Start(TimeSpan slice)
    {
        _count = 0;
        _last = Stopwatch.GetTimestamp();
        _end = _last + (long)(slice.TotalSeconds * Stopwatch.Frequency);
    }

    /// <summary>One operation is over.</summary>
    /// <returns>Whether there is time for another.</returns>
    public bool Next()
    {
        var now = Stopwatch.GetTimestamp();
        _ticks[_count++] = now - _last;
        _last = now;
        return now < _end && _count < _ticks.Length;
    }

    /// <summary>As <see cref="Next()"/>, for an operation that moved another amount than usual.</summary>
    /// <param name="share">Its amount in usual ones; 0 where nothing moved, which is not counted.</param>
    public bool Next(double share)
    {
        var now = Stopwatch.GetTimestamp();
        if (share > 0)
        {
            _ticks[_count++] = (long)((now - _last) / share);
        }

        _last = now;
        return now < _end && _count < _ticks.Length;
    }

    /// <summary>Median in nanoseconds.</summary>
    public double Median()
    {
        if (_count == 0)
        {
            return double.NaN;
        }

        Array.Sort(_ticks, 0, _count);
        return _ticks[_count / 2] * 1e9 / Stopwatch.Frequency;
    }
}
