using Fairlead.Linux.Interop;
using Fairlead.Linux.Netlink;

namespace Fairlead.Linux.Watching;

/// <summary>Reads notifications on a thread of its own.</summary>
internal sealed class WatchThread : IDisposable
{
    // How long a stop waits for the thread at most.
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    private readonly INetlinkChannel _channel;
    private readonly Action<NetlinkMessage, int> _hear;
    private readonly Action _lost;
    private readonly Thread _thread;
    private volatile bool _stopping;

    public WatchThread(INetlinkChannel channel, string name, Action<NetlinkMessage, int> hear, Action lost)
    {
        _channel = channel;
        _hear = hear;
        _lost = lost;
        _thread = new Thread(Run) { IsBackground = true, Name = name };
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
        var lost = false;
        while (!_stopping)
        {
            try
            {
                var received = _channel.Receive(buffer, lost ? TimeSpan.Zero : Look, out var namespaceId);
                if (received == 0 && lost)
                {
                    // Until the socket was empty the kernel has gone on dropping news, and does not say so twice (NETLINK_S_CONGESTED).
                    lost = false;
                    _lost();
                }

                foreach (var message in new NetlinkMessages(buffer.AsSpan(0, received)))
                {
                    _hear(message, namespaceId);
                }
            }
            catch (KernelException error) when (error.Code is Errno.ENOBUFS or Errno.EBADMSG)
            {
                // News that cannot be read are as good as lost.
                lost = true;
                _lost();
            }
        }
    }
}
