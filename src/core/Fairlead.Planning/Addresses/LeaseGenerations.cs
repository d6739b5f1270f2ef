namespace Fairlead.Planning.Addresses;

/// <summary>Numbers of leases, larger than all of an earlier run without a file to remember them. Not for several threads.</summary>
internal sealed class LeaseGenerations(TimeProvider clock)
{
    private ulong _last;

    /// <summary>Microseconds since 1970, but always more than the last.</summary>
    public ulong Next()
    {
        var time = (ulong)(clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / 10;
        return _last = Math.Max(_last + 1, time);
    }
}
