namespace Fairlead.Linux.Netlink;

/// <summary>
/// Numbers for requests on one channel, none used twice in a row: an answer that comes after its request was given up (a time-out, a
/// message that could not be read) must not pass for the answer to the next.
/// </summary>
internal sealed class SequenceNumbers
{
    private int _next = 1;

    /// <returns>The first of so many numbers.</returns>
    public int Take(int count)
    {
        if (_next > int.MaxValue - count)
        {
            _next = 1;
        }

        var first = _next;
        _next += count;
        return first;
    }
}
