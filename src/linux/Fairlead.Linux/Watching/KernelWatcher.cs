using Fairlead.Linux.Namespaces;
using Fairlead.Linux.Netlink;

namespace Fairlead.Linux.Watching;

/// <summary>
/// Hears what changes in a namespace and in all that have an nsid there, on a thread of its own. Whoever listens notes what it
/// hears and acts later: while it acted, the socket would overflow.
/// </summary>
public sealed class KernelWatcher : IDisposable
{
    private readonly Action<KernelNews> _hear;
    private readonly WatchThread _thread;

    /// <summary>Subscribes at once, so that nothing is missed between this and the first full read; hears after <see cref="Start"/>.</summary>
    /// <exception cref="KernelException">The kernel refused the subscription.</exception>
    public KernelWatcher(INetworkNamespace netns, Action<KernelNews> hear)
        : this(netns.OpenWatch(NetlinkProtocol.Route, allNamespaces: true, KernelNewsCodec.Groups), hear)
    {
    }

    private KernelWatcher(INetlinkChannel channel, Action<KernelNews> hear)
    {
        _hear = hear;
        _thread = new WatchThread(channel, "kernel news", Hear, () => hear(new NewsLost()));
    }

    /// <summary>Hears of links of this one namespace and of nothing else.</summary>
    /// <exception cref="KernelException">The kernel refused the subscription.</exception>
    public static KernelWatcher OfLinks(INetworkNamespace netns, Action<KernelNews> hear) =>
        new(netns.OpenWatch(NetlinkProtocol.Route, allNamespaces: false, KernelNewsCodec.LinkGroup), hear);

    public void Start() => _thread.Start();

    public void Dispose() => _thread.Dispose();

    private void Hear(NetlinkMessage message, int namespaceId)
    {
        if (KernelNewsCodec.Read(message, namespaceId) is { } news)
        {
            _hear(news);
        }
    }
}
