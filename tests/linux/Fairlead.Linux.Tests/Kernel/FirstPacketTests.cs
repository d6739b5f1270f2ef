using System.Diagnostics;
using Fairlead.Linux.Links;
using Fairlead.Linux.Namespaces;
using Fairlead.Linux.Netlink;
using Fairlead.Linux.Packets;
using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;
using Fairlead.Reconciliation;

namespace Fairlead.Linux.Tests.Kernel;

/// <summary>When the target says that a pair is made, its node end sends: a frame sent in the same moment arrives.</summary>
public sealed class FirstPacketTests : IDisposable
{
    // IEEE 802: for experiments, in nobody's way.
    private const ushort EtherType = 0x88b5;

    private static readonly Netns Pod = new("c1/eth0");
    private readonly NetworkNamespace _node = RealKernel.NewNamespace();
    private readonly NetworkNamespace _pod = RealKernel.NewNamespace();

    public void Dispose()
    {
        _node.Dispose();
        _pod.Dispose();
    }

    [Fact]
    public void The_first_frame_after_creation_arrives()
    {
        using var connections = new NetnsConnections(new Two(_node, _pod));
        using var dying = new DyingLinks(_node, OurMark.DyingGroup);
        var target = new LinkTarget(connections, dying, OurMark.DyingGroup);
        using var sender = PacketSocket.Open(_node, EtherType, [FilterInstruction.Take(0)]);
        using var receiver = PacketSocket.Open(_pod, EtherType, [FilterInstruction.Take(64)]);
        var lost = Enumerable.Range(0, 10).Count(number => !Arrives(target, sender, receiver, number));
        Assert.True(lost == 0, $"{lost} of 10 first frames were lost");
    }

    private static bool Arrives(LinkTarget target, PacketSocket sender, PacketSocket receiver, int number)
    {
        var row = Row(number);
        Assert.Null(target.Apply([new Change<LinkKey, LinkRow>(row.Key, null, row)])[0].Error);
        byte[] frame = [.. row.Peer!.Mac.ToBytes(), .. row.Mac.ToBytes(), EtherType >> 8, EtherType & 0xff, .. new byte[46]];
        Assert.True(sender.Send(frame, row.Index));
        var watch = Stopwatch.StartNew();
        var buffer = new byte[64];
        while (watch.ElapsedMilliseconds < 200)
        {
            if (receiver.Receive(buffer, out _) > 0)
            {
                return true;
            }
        }

        return false;
    }

    private static LinkRow Row(int number) => new()
    {
        Key = new LinkKey(Netns.Node, $"fl{number}"),
        Index = 4000 + number,
        Mac = MacAddress.Parse("02:00:00:00:00:01"),
        Mtu = 1500,
        Alias = OurMark.AliasPrefix + Pod,
        Peer = new VethPeer { Key = new LinkKey(Pod, $"eth{number}"), Mac = MacAddress.Parse("02:00:00:00:00:02"), Mtu = 1500 },
    };

    private sealed class Two(NetworkNamespace node, NetworkNamespace pod) : INetnsResolver
    {
        public IReadOnlyList<Netns> Known => [Netns.Node, Pod];

        public INetworkNamespace? Resolve(Netns netns) => netns.IsNode ? node : pod;
    }
}
