using Fairlead.Linux.Links;
using Fairlead.Linux.Namespaces;
using Fairlead.Linux.Netlink;
using Fairlead.Linux.Watching;
using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;
using Fairlead.Reconciliation;

namespace Fairlead.Linux.Tests.Kernel;

/// <summary>Whoever waits for a link's end hears of it when nobody can find the link any more.</summary>
public sealed class DyingLinksTests : IDisposable
{
    private const int Links = 40;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly NetworkNamespace _node = RealKernel.NewNamespace();
    private readonly NetworkNamespace _pod = RealKernel.NewNamespace();
    private readonly NetlinkConnection _connection;

    public DyingLinksTests() => _connection = new NetlinkConnection(_node.Open(NetlinkProtocol.Route));

    public void Dispose()
    {
        _connection.Dispose();
        _node.Dispose();
        _pod.Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task When_its_end_is_told_of_the_link_is_gone(bool isHeard)
    {
        using var dying = new DyingLinks(_node, OurMark.DyingGroup);
        using var watcher = new KernelWatcher(_node, news =>
        {
            if (isHeard && news is LinkNews { NamespaceId: < 0, IsGone: true } gone)
            {
                dying.NoteGone(gone.Link.Index);
            }
        });
        watcher.Start();
        var ends = new List<Task>();
        for (var number = 0; number < Links; number++)
        {
            var index = Make(number);
            ends.Add(IsGoneAfter(dying.Bury(index), index));
        }

        await Task.WhenAll(ends).WaitAsync(Patience);
    }

    [Fact]
    public async Task One_that_is_buried_twice_ends_twice()
    {
        using var dying = new DyingLinks(_node, OurMark.DyingGroup);
        var index = Make(0);
        await Task.WhenAll(dying.Bury(index), dying.Bury(index)).WaitAsync(Patience);
    }

    private async Task IsGoneAfter(Task<WorldException?> end, int index)
    {
        Assert.Null(await end);
        Assert.DoesNotContain(index, Indexes());
    }

    private int Make(int number)
    {
        var row = new LinkRow
        {
            Key = new LinkKey(Netns.Node, $"fl{number}"), Index = 5000 + number, Mac = MacAddress.Parse("02:00:00:00:00:01"), Mtu = 1500, Group = OurMark.DyingGroup,
        };
        var batch = new NetlinkBatch();
        LinkCodec.WriteVeth(
            batch, row, new VethPeer { Key = new LinkKey(new Netns("pod"), $"eth{number}"), Mac = MacAddress.Parse("02:00:00:00:00:02"), Mtu = 1500 }, _pod.Descriptor);
        _connection.ExecuteOne(batch, "making", "a veth pair");
        return row.Index;
    }

    private IEnumerable<int> Indexes()
    {
        using var reader = KernelReader.Open(_node);
        return reader.Links().Select(link => link.Index).ToList();
    }
}
