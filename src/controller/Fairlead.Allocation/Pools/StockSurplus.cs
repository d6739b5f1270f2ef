namespace Fairlead.Allocation.Pools;

/// <summary>
/// How much of a stock has been too much all the time. Two batches or more go when their time is over; a single one stays for six times
/// as long: numbers of pods go up and down by a few, and each batch that goes and comes again is two calls.
/// </summary>
internal sealed class StockSurplus
{
    private const int Patience = 6;

    private DateTimeOffset? _manySince;
    private DateTimeOffset? _oneSince;
    private int _many;
    private int _one;

    /// <param name="surplus">Addresses now.</param>
    /// <param name="check">When to look again though nothing changes.</param>
    /// <returns>Addresses that are to go now.</returns>
    public int See(int surplus, int batch, TimeSpan after, DateTimeOffset now, out DateTimeOffset? check)
    {
        Track(surplus, 2 * batch, now, ref _manySince, ref _many);
        Track(surplus, batch, now, ref _oneSince, ref _one);
        check = null;
        if (_manySince + after <= now)
        {
            return _many - batch;
        }

        if (_oneSince + (after * Patience) <= now)
        {
            return _one;
        }

        check = _manySince + after ?? _oneSince + (after * Patience);
        return 0;
    }

    public void Reset() => _manySince = _oneSince = null;

    private static void Track(int surplus, int least, DateTimeOffset now, ref DateTimeOffset? since, ref int lowest)
    {
        lowest = since is null ? surplus : Math.Min(lowest, surplus);
        since = surplus < least ? null : since ?? now;
    }
}
