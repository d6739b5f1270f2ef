using Fairlead.Linux.Enis;
using Fairlead.Linux.Interop;
using Fairlead.Linux.Links;
using Fairlead.Linux.Netlink;
using Fairlead.Linux.Nftables;
using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;
using Fairlead.Model.Nftables;
using Fairlead.Reconciliation;
using static Fairlead.Model.Nftables.NftExpressions;

namespace Fairlead.Linux.Tests.Contract;

/// <summary>Our table inside a pod, and who can change it, on both kernels.</summary>
public abstract class PodGuardContract<TKernel> : KernelContract<TKernel>
    where TKernel : IKernel, new()
{
    private static readonly NftTableKey Table = new(NftFamily.Inet, OurMark.NftablesTable);

    private static readonly NftObjectKey TableKey = new(NftObjectKind.Table, Table, "");

    private readonly PodGuardTarget _guards;

    protected PodGuardContract() => _guards = new PodGuardTarget(this);

    private static PodGuardRow Row { get; } = Guard(6, 17);

    private static PodGuardRow Plain { get; } =
        Row with { Objects = [.. Row.Objects.Select(row => row.Key.Kind == NftObjectKind.Table ? row with { Flags = NftTableFlags.None } : row)] };

    /// <summary>Whether this kernel has tables that only their owner can change (6.9): another than ours is made, and read again.</summary>
    private bool KernelOwnsTables
    {
        get
        {
            var table = new NftTableKey(NftFamily.Inet, "asked");
            Assert.Equal(0, InPod(null, new NftObjectRow(new NftObjectKey(NftObjectKind.Table, table, "")) { Flags = NftTableFlags.Owner | NftTableFlags.Persist }));
            using var reader = NftReader.Open(PodNetns);
            return (NftObjectRow.From(reader.Read(table.Name)).Single().Flags & NftTableFlags.Persist) != 0;
        }
    }

    [Fact]
    public void It_is_read_as_it_was_written_changed_as_a_whole_and_goes_again()
    {
        Add(_guards, (Pod, Row));
        Assert.Equal(Row, Wished(Row));
        var other = Guard(22);
        Assert.Null(Try(_guards, Pod, Row, other).Error);
        Assert.Equal(other, Wished(other));
        Assert.Equal(KernelOwnsTables, _guards.Holds(Pod));
        Assert.Null(Try(_guards, Pod, other, null).Error);
        Assert.Null(Wished(other));
        Assert.False(_guards.Holds(Pod));
        Assert.Null(Try(_guards, Pod, other, null).Error);
    }

    [Fact]
    public void Nobody_else_can_change_it_while_its_maker_lives()
    {
        RequireOwnedTables();
        Add(_guards, (Pod, Row));
        Assert.Equal(Errno.EPERM, Delete());
        Assert.Equal(Row, Wished(Row));
    }

    [Fact]
    public void It_outlives_its_maker_and_the_next_one_adopts_it()
    {
        Add(_guards, (Pod, Row));
        _guards.Dispose();
        using var next = new PodGuardTarget(this);
        var orphan = KernelOwnsTables ? Wished(Row)! : Plain;
        Assert.NotEqual(Row, orphan);
        Assert.Null(Try(next, Pod, orphan, Row).Error);
        Assert.Equal(Row, Wished(Row));
        Assert.Equal(KernelOwnsTables ? Errno.EPERM : 0, Delete());
        Assert.Equal(0, next.PutBack);
    }

    [Fact]
    public void An_orphan_that_was_deleted_is_put_back_and_counted_in_a_pod_that_has_its_ENI()
    {
        var mac = MacAddress.Parse("00:16:3e:00:00:05");
        Assert.Equal(0, Send(batch => LinkCodec.WriteVeth(
            batch,
            new LinkRow { Key = new LinkKey(Netns.Node, "eth1"), Index = 7, Mac = mac, Mtu = 1500 },
            new VethPeer { Key = new LinkKey(Netns.Node, "port"), Mac = MacAddress.Parse("ee:ff:ff:ff:ff:ff"), Mtu = 1500 },
            NodeNetns.Descriptor)).Code);
        Add(_guards, (Pod, Row));
        Assert.Equal(0, _guards.PutBack);
        Add(new EniTarget(Connections), (mac, new EniRow { Mac = mac, Netns = Pod, Name = "eth0", Up = true }));
        _guards.Dispose();
        Assert.Equal(0, Delete());
        using var next = new PodGuardTarget(this);
        Add(next, (Pod, Row));
        Assert.Equal(Row, Wished(Row));
        Assert.Equal(1, next.PutBack);
    }

    [Fact]
    public void A_plain_table_of_the_same_name_gives_way()
    {
        Assert.Equal(0, InPod(null, new NftObjectRow(TableKey)));
        Add(_guards, (Pod, Row));
        Assert.Equal(Row, Wished(Row));
        Assert.Equal(KernelOwnsTables ? Errno.EPERM : 0, Delete());
    }

    [Fact]
    public void A_table_of_the_pods_is_no_reason_to_make_do_with_a_plain_one()
    {
        RequireOwnedTables();
        Assert.Equal(0, InPod(null, new NftObjectRow(TableKey)));
        Add(_guards, (Pod, Row));
        Assert.Equal(Errno.EPERM, Delete());
    }

    [Fact]
    public void A_pod_that_is_gone_is_an_error_to_guard_and_none_to_leave()
    {
        PodIsGone = true;
        Assert.Equal(Errno.ENOENT, Try(_guards, Pod, null, Row).Error?.Code);
        Assert.Null(Try(_guards, Pod, Row, null).Error);
    }

    private void RequireOwnedTables() => Assert.SkipUnless(KernelOwnsTables, "this kernel has no nftables tables that only their owner can change (6.9)");

    /// <summary>What is in the pod; a plain table stands for the wished one only where the kernel has no other.</summary>
    private PodGuardRow? Wished(PodGuardRow row)
    {
        using var reader = new PodGuardTarget(this, KernelOwnsTables);
        return reader.Read(Scope.Everything, new Dictionary<Netns, PodGuardRow> { [Pod] = row }).GetValueOrDefault(Pod);
    }

    private int Delete() => InPod(new NftObjectRow(TableKey), null);

    /// <summary>By a program of the pod's.</summary>
    private int InPod(NftObjectRow? before, NftObjectRow? after)
    {
        using var connection = new NftConnection(PodNetns.Open(NetlinkProtocol.Netfilter));
        using var reader = NftReader.Open(PodNetns);
        return Try(new NftObjectTarget(connection, reader), (before ?? after)!.Key, before, after).Error?.Code ?? 0;
    }

    private static PodGuardRow Guard(params int[] protocols)
    {
        var chain = new NftChain(new NftName(Table, "guard"), new NftHook("filter", NftHook.Postrouting, 300, NftVerdictKind.Accept));
        NftRule[] rules = [.. protocols.Select((protocol, i) => new NftRule(chain.Key, $"{protocol}", i, [.. TransportProtocol((byte)protocol), .. Counter(), .. Drop()]))];
        return PodGuardRow.Of(Pod, NftObjectRow.From(new NftRuleset(
            [new NftTable(Table, NftTableFlags.Owner | NftTableFlags.Persist)], [chain], [], [], [.. rules])));
    }
}

public sealed class PodGuardsOfTheFakeKernel : PodGuardContract<TheFakeKernel>;

public sealed class PodGuardsOfTheRealKernel : PodGuardContract<TheRealKernel>;
