namespace Fairlead.Vpc.Packets.Fabric;

/// <summary>Does on a thread of its own what must not be done where it was heard of.</summary>
/// <param name="repair">Says whether something is amiss still, and it should be tried again before long.</param>
internal sealed class RepairThread(Func<bool> repair) : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(250);

    // Not disposed of: whoever hears of something late may still set it.
    private readonly AutoResetEvent _signal = new(false);
    private Thread? _thread;
    private volatile bool _stopping;

    public void Start()
    {
        _thread = new Thread(Run) { IsBackground = true, Name = "fabric repair" };
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
            _signal.WaitOne(repair() ? Soon : Timeout.InfiniteTimeSpan);
        }
    }
}
