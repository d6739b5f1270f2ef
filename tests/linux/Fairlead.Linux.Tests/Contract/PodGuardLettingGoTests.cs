using Fairlead.Linux.Namespaces;
using Fairlead.Linux.Netlink;
using Fairlead.Linux.Nftables;
using Fairlead.Model.Kernel;
using Fairlead.Model.Nftables;
using Fairlead.Reconciliation;

namespace Fairlead.Linux.Tests.Contract;

/// <summary>A pod's namespace is let go of on another thread than the reconciler's, which may be writing there.</summary>
public sealed class PodGuardLettingGoTests : IDisposable
{
    private static readonly Netns Pod = new("c1/eth0");

    private readonly SlowNamespace _pod = new(new TheFakeKernel().NewNamespace());

    public void Dispose() => _pod.Dispose();

    [Fact]
    public async Task What_the_reconciler_is_writing_by_is_closed_when_it_has_written()
    {
        using var guards = new PodGuardTarget(new OnePod(_pod));
        var (one, other) = (Guard(6), Guard(17));
        Assert.Null(guards.Apply([new Change<Netns, PodGuardRow>(Pod, null, one)])[0].Error);
        _pod.Slow = true;
        var write = Task.Run(() => guards.Apply([new Change<Netns, PodGuardRow>(Pod, one, other)])[0], TestContext.Current.CancellationToken);
        Assert.True(_pod.Writing.Wait(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
        var letGo = Task.Run(() => guards.LetGo(Pod), TestContext.Current.CancellationToken);
        await Task.WhenAny(letGo, Task.Delay(100, TestContext.Current.CancellationToken));
        _pod.Slow = false;
        _pod.GoOn.Set();
        Assert.Null((await write).Error);
        await letGo;
        Assert.False(_pod.ClosedWhileWriting);
        Assert.False(guards.Holds(Pod));
    }

    private static PodGuardRow Guard(byte protocol)
    {
        var table = new NftTableKey(NftFamily.Inet, OurMark.NftablesTable);
        var chain = new NftChain(new NftName(table, "guard"), new NftHook("filter", NftHook.Postrouting, 300, NftVerdictKind.Accept));
        var rule = new NftRule(chain.Key, $"{protocol}", 0, [.. NftExpressions.TransportProtocol(protocol), .. NftExpressions.Drop()]);
        return PodGuardRow.Of(Pod, NftObjectRow.From(new NftRuleset(
            [new NftTable(table, NftTableFlags.Owner | NftTableFlags.Persist)], [chain], [], [], [rule])));
    }

    private sealed class OnePod(INetworkNamespace pod) : INetnsResolver
    {
        public IReadOnlyList<Netns> Known => [Pod];

        public INetworkNamespace? Resolve(Netns netns) => pod;
    }

    /// <summary>A namespace of the fake kernel that answers transactions when it is told to.</summary>
    private sealed class SlowNamespace(INetworkNamespace inner) : INetworkNamespace
    {
        public volatile bool Slow;
        public volatile bool ClosedWhileWriting;

        public ManualResetEventSlim Writing { get; } = new();

        public ManualResetEventSlim GoOn { get; } = new();

        public NetnsIdentity Identity => inner.Identity;

        public int Descriptor => inner.Descriptor;

        public INetlinkChannel Open(NetlinkProtocol protocol) => new Channel(this, inner.Open(protocol));

        public INetlinkChannel OpenWatch(NetlinkProtocol protocol, bool allNamespaces, ReadOnlySpan<int> groups) => inner.OpenWatch(protocol, allNamespaces, groups);

        public string? ReadSysctl(string path) => inner.ReadSysctl(path);

        public void WriteSysctl(string path, string value) => inner.WriteSysctl(path, value);

        public void Dispose()
        {
            inner.Dispose();
            Writing.Dispose();
            GoOn.Dispose();
        }

        private sealed class Channel(SlowNamespace netns, INetlinkChannel channel) : INetlinkChannel
        {
            private volatile bool _writing;

            public uint Port => channel.Port;

            public void Send(ReadOnlySpan<byte> messages)
            {
                // A transaction begins with such a message, of type NFNL_MSG_BATCH_BEGIN.
                if (netns.Slow && messages[4] == 0x10)
                {
                    _writing = true;
                    netns.Writing.Set();
                    Assert.True(netns.GoOn.Wait(TimeSpan.FromSeconds(20)));
                }

                channel.Send(messages);
                _writing = false;
            }

            public int Receive(Span<byte> buffer, TimeSpan timeout, out int namespaceId) => channel.Receive(buffer, timeout, out namespaceId);

            public void Dispose()
            {
                netns.ClosedWhileWriting |= _writing;
                channel.Dispose();
            }
        }
    }
}
