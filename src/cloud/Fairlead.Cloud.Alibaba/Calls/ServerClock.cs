using System.Net.Http.Headers;

namespace Fairlead.Cloud.Alibaba.Calls;

/// <summary>The cloud's time: it refuses requests that are 15 minutes off, so a host whose clock is wrong learns by how much.</summary>
internal sealed class ServerClock(TimeProvider clock)
{
    // Less than this is on the way, or was learned already.
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(30);

    private long _offset;
    private int _revision;

    public DateTimeOffset Now => clock.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _offset));

    /// <summary>Grows whenever something was learned: what was signed before may be signed again.</summary>
    public int Revision => Volatile.Read(ref _revision);

    public void Learn(HttpResponseHeaders headers)
    {
        if (headers.Date is { } theirs && (theirs - Now).Duration() > Slack)
        {
            Interlocked.Exchange(ref _offset, (theirs - clock.GetUtcNow()).Ticks);
            Interlocked.Increment(ref _revision);
        }
    }
}
