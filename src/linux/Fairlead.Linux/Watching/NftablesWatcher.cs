using Fairlead.Linux.Namespaces;
using Fairlead.Linux.Netlink;
using Fairlead.Linux.Nftables;

namespace Fairlead.Linux.Watching;

/// <summary>Hears that somebody changed nftables in a namespace. What was changed is read, not told: a transaction may hold anything.</summary>
public sealed class NftablesWatcher : IDisposable
{
    // NFNLGRP_NFTABLES of include/uapi/linux/netfilter/nfnetlink.h.
    private const int Group = 7;

    private readonly Action<uint> _hear;
    private readonly WatchThread _thread;

    /// <summary>Subscribes at once; hears after <see cref="Start"/>.</summary>
    /// <param name="hear">The netlink port of whoever changed it; 0 where that is not known.</param>
    /// <exception cref="KernelException">The kernel refused the subscription.</exception>
    public NftablesWatcher(INetworkNamespace netns, Action<uint> hear)
    {
        _hear = hear;
        _thread = new WatchThread(netns.OpenWatch(NetlinkProtocol.Netfilter, allNamespaces: false, [Group]), "nftables news", Hear, () => hear(0));
    }

    public void Start() => _thread.Start();

    public void Dispose() => _thread.Dispose();

    private void Hear(NetlinkMessage message, int namespaceId)
    {
        // Ends every transaction, whatever it held.
        if (message.Type == NftMessage.NewGeneration)
        {
            _hear(message.Port);
        }
    }
}
