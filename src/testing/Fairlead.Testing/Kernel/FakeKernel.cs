using Fairlead.Linux.Netlink;

namespace Fairlead.Testing.Kernel;

/// <summary>
/// A kernel that behaves, at the level of netlink messages: targets, connections, readers and watchers of Fairlead.Linux run on it
/// as on the real one, and the tests of both are the same. It knows what Fairlead uses of links, addresses, routes, rules,
/// neighbours, FDB, nftables and settings, with the side effects that the real one has; whatever else it is asked, attribute or
/// message, it answers with EOPNOTSUPP and never with success. It forwards no packets, gives no link an address of its own accord
/// and tracks no connections.
/// </summary>
public sealed class FakeKernel
{
    private readonly List<FakeNamespace> _namespaces = [];
    private readonly List<FakeChannel> _watchers = [];
    private uint _port = 1u << 31;
    private int _made;

    /// <summary>What goes wrong, when a test says so.</summary>
    public KernelFaults Faults { get; } = new();

    /// <summary>Whether it has nftables tables that outlive their owner: Linux 6.9.</summary>
    public bool HasPersistentTables { get; init; } = true;

    /// <summary>The rtnl lock and all others in one.</summary>
    internal object Gate { get; } = new();

    public FakeNamespace NewNamespace()
    {
        lock (Gate)
        {
            var made = new FakeNamespace(this, ++_made);
            _namespaces.Add(made);
            return made;
        }
    }

    /// <summary>Every watcher has more to hear than it can hold: what waits is lost, and the next look says ENOBUFS.</summary>
    public void OverrunWatchers()
    {
        lock (Gate)
        {
            _watchers.ForEach(watcher => watcher.Overrun());
        }
    }

    internal FakeNamespace First => _namespaces[0];

    internal IEnumerable<FakeLink> Links => _namespaces.SelectMany(netns => netns.Links.All);

    internal FakeNamespace? Find(int descriptor) => _namespaces.Find(netns => netns.Descriptor == descriptor);

    internal void Forget(FakeNamespace netns) => _namespaces.Remove(netns);

    // The real one draws them at random from 2^31.
    internal uint NextPort() => ++_port;

    internal void Watch(FakeChannel watcher) => _watchers.Add(watcher);

    internal void Unwatch(FakeChannel watcher) => _watchers.Remove(watcher);

    /// <summary>Tells the watchers of the namespace, and those that hear all and have a number for it.</summary>
    internal void Notify(FakeNamespace origin, int group, byte[] message, uint port = 0)
    {
        if (Faults.LosesNews())
        {
            return;
        }

        FakeMessage.Stamp(message, MessageFlags.None, 0, port);
        foreach (var watcher in _watchers)
        {
            watcher.Hear(origin, group, message);
        }
    }
}
