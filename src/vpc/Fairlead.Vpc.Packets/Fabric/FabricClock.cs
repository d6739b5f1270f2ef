using Fairlead.Vpc.Cloud;

namespace Fairlead.Vpc.Packets.Fabric;

/// <summary>Lets happen in the cloud what is due, when it is due, and does on the same thread what must not be done where it was heard of.</summary>
/// <param name="woken">Called when somebody called <see cref="Wake"/> or something was due; says whether it should be called again before long.</param>
internal sealed class FabricClock(EmulatedCloud cloud, TimeProvider clock, Func<bool> woken) : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    // Not disposed of: whoever hears of something late may still set it.
    private readonly AutoResetEvent _signal = new(false);
    private Thread? _thread;
    private volatile bool _stopping;

    public void Start()
    {
        _thread = new Thread(Run) { IsBackground = true, Name = "cloud clock" };
        _thread.Start();
    }

    public void Wake() => _signal.Set();

    public void Dispose()
    {
        _stopping = true;
        _signal.Set();
        _thread?.Join();
    }

    private void Run()
    {
        while (!_stopping)
        {
            cloud.Elapse();
            var longest = woken() ? Soon : Longest;
            _signal.WaitOne(UntilDue(longest));
        }
    }

    private TimeSpan UntilDue(TimeSpan longest)
    {
        var wait = (cloud.State.NextDue ?? DateTimeOffset.MaxValue) - clock.GetUtcNow();
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait < longest ? wait : longest;
    }
}
