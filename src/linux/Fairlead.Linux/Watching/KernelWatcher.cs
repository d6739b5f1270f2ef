using Fairlead.Linux.Interop;
using Fairlead.Linux.Namespaces;
using Fairlead.Linux.Netlink;

namespace Fairlead.Linux.Watching;

/// <summary>
/// Hears what changes in a namespace and in all that have an nsid there, on a thread of its own. Whoever listens notes what it
/// hears and acts later: while it acted, the socket would overflow.
/// </summary>
public sealed class KernelWatcher : IDisposable
{
    // How long a stop waits for the thread at most.
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    private readonly INetlinkChannel _channel;
    private readonly Action<KernelNews> _hear;
    private readonly Thread _thread;
    private volatile bool _stopping;

    /// <summary>Subscribes at once, so that nothing is missed between this and the first full read; hears after <see cref="Start"/>.</summary>
    /// <exception cref="KernelException">The kernel refused the subscription.</exception>
    public KernelWatcher(INetworkNamespace netns, Action<KernelNews> hear)
    {
        _channel = netns.OpenWatch(NetlinkProtocol.Route, allNamespaces: true, KernelNewsCodec.Groups);
        _hear = hear;
        _thread = new Thread(Run) { IsBackground = true, Name = "kernel news" };
    }

    public void Start() => _thread.Start();

    public void Dispose()
    {
        _stopping = true;
        if (_thread.ThreadState.HasFlag(ThreadState.Unstarted) is false)
        {
            _thread.Join();
        }

        _channel.Dispose();
    }

    private void Run()
    {
        var buffer = new byte[64 << 10];
        while (!_stopping)
        {
            try
            {
                var received = _channel.Receive(buffer, Look, out var namespaceId);
                foreach (var message in new NetlinkMessages(buffer.AsSpan(0, received)))
                {
                    if (KernelNewsCodec.Read(message, namespaceId) is { } news)
                    {
                        _hear(news);
                    }
                }
            }
            catch (KernelException error) when (error.Code == Errno.ENOBUFS)
            {
                _hear(new NewsLost());
            }
        }
    }
}
