using Fairlead.Linux.Interop;
using Fairlead.Linux.Links;
using Fairlead.Linux.Netlink;
using Fairlead.Model.Kernel;

namespace Fairlead.Linux.Namespaces;

/// <summary>
/// Route sockets into the namespaces that rows name. The node's stays open; those of pods are kept until
/// <see cref="ReleasePods"/>, for an open socket keeps a namespace alive that its runtime has deleted.
/// </summary>
public sealed class NetnsConnections(INetnsResolver resolver) : IDisposable
{
    private readonly Dictionary<Netns, NetlinkConnection> _open = [];
    private readonly Dictionary<LinkKey, int> _indexes = [];
    private readonly RecentPorts _ports = new();
    private readonly Lock _lock = new();

    public INetnsResolver Resolver { get; } = resolver;

    /// <returns>The connection, or null where the namespace is gone.</returns>
    public NetlinkConnection? Find(Netns netns)
    {
        lock (_lock)
        {
            if (_open.TryGetValue(netns, out var known))
            {
                return known;
            }

            if (Resolver.Resolve(netns) is not { } found)
            {
                return null;
            }

            var opened = new NetlinkConnection(found.Open(NetlinkProtocol.Route));
            _ports.Add(opened.Port);
            return _open[netns] = opened;
        }
    }

    /// <summary>
    /// Whether a notification with this port tells of what these connections did. Ports of closed ones count too, for news of
    /// their last deeds come later; the kernel draws them at random from 2^31, so another's is hardly ever among them.
    /// </summary>
    public bool IsOurPort(uint port)
    {
        lock (_lock)
        {
            return _ports.Contains(port);
        }
    }

    /// <exception cref="KernelException">ENOENT: the namespace is gone.</exception>
    public NetlinkConnection Get(Netns netns) =>
        Find(netns) ?? throw new KernelException("entering", $"network namespace of {netns}", Errno.ENOENT);

    /// <summary>Index of a link by its name; asked of the kernel once, for links of ours never change theirs.</summary>
    /// <exception cref="KernelException">ENODEV: there is no such link.</exception>
    public int IndexOf(LinkKey link)
    {
        lock (_lock)
        {
            if (_indexes.TryGetValue(link, out var known))
            {
                return known;
            }
        }

        var index = LinkLookup.IndexOf(Get(link.Netns), link.Name);
        Remember(link, index);
        return index;
    }

    public void Remember(LinkKey link, int index)
    {
        lock (_lock)
        {
            _indexes[link] = index;
        }
    }

    public void Forget(LinkKey link)
    {
        lock (_lock)
        {
            _indexes.Remove(link);
        }
    }

    /// <summary>Closes the sockets in pods and forgets their links' indexes.</summary>
    public void ReleasePods()
    {
        lock (_lock)
        {
            foreach (var netns in _open.Keys.Where(netns => !netns.IsNode).ToList())
            {
                _open[netns].Dispose();
                _open.Remove(netns);
            }

            foreach (var link in _indexes.Keys.Where(link => !link.Netns.IsNode).ToList())
            {
                _indexes.Remove(link);
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var connection in _open.Values)
            {
                connection.Dispose();
            }

            _open.Clear();
        }
    }
}
