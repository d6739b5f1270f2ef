using System.Collections.Concurrent;
using Fairlead.Linux.Namespaces;
using Fairlead.Linux.Netlink;
using Fairlead.Linux.Nftables;
using Fairlead.Linux.Watching;
using Fairlead.Model.Kernel;
using Fairlead.Model.Nftables;
using Fairlead.Reconciliation;

namespace Fairlead.Linux.Tests.Kernel;

/// <summary>Who changed nftables is told apart: our own deeds cost no reading.</summary>
public sealed class NftablesWatcherTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly NetworkNamespace _netns = RealKernel.NewNamespace();
    private readonly BlockingCollection<uint> _heard = [];

    public void Dispose() => _netns.Dispose();

    [Fact]
    public void A_transaction_of_ours_bears_our_port()
    {
        using var watcher = Watch();
        using var connection = new NftConnection(_netns.Open(NetlinkProtocol.Netfilter));
        using var reader = NftReader.Open(_netns);
        var key = new NftObjectKey(NftObjectKind.Table, new NftTableKey(NftFamily.Inet, OurMark.NftablesTable), "");
        Assert.Null(new NftObjectTarget(connection, reader).Apply([new Change<NftObjectKey, NftObjectRow>(key, null, new NftObjectRow(key))])[0].Error);
        Assert.True(_heard.TryTake(out var port, Patience));
        Assert.Equal(connection.Port, port);
    }

    [Fact]
    public void Somebody_elses_is_heard_too()
    {
        using var watcher = Watch();
        PeerProgram.Run(_netns, "iptables-nft", "-P FORWARD DROP");
        Assert.True(_heard.TryTake(out _, Patience));
    }

    private NftablesWatcher Watch()
    {
        var watcher = new NftablesWatcher(_netns, _heard.Add);
        watcher.Start();
        return watcher;
    }
}
