using Fairlead.Linux.Interop;
using Fairlead.Linux.Links;
using Fairlead.Linux.Netlink;
using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;
using Fairlead.Reconciliation;

namespace Fairlead.Linux.Tests.Contract;

/// <summary>What links do, on both kernels.</summary>
public abstract class LinkContract<TKernel> : KernelContract<TKernel>
    where TKernel : IKernel, new()
{
    public static TheoryData<string> Kinds => ["bridge", "vxlan", "vxlan6", "macvlan"];

    [Fact]
    public void A_pair_is_read_as_it_was_written_and_prints_itself()
    {
        AddPair();
        Assert.Equal(Pair, Assert.Single(Read(Links)).Value);
        var text = Assert.Single(Ours);
        Assert.StartsWith("4711: flhost@if", text);
        Assert.EndsWith(": <UP,LOWER_UP> mtu 1400 group 64023 link/ether 02:00:00:00:00:01 addrgenmode none veth alias fairlead:c1/eth0", text);
    }

    [Fact]
    public void A_taken_index_is_an_error_and_leaves_the_other_link_alone()
    {
        AddPair();
        var other = Pair with { Key = new LinkKey(Netns.Node, "other"), Peer = Pair.Peer! with { Key = new LinkKey(Pod, "eth1") } };
        Assert.True(Assert.IsType<KernelException>(Try(Links, other.Key, null, other).Error).IsExists);
        Assert.Equal(Pair, Assert.Single(Read(Links)).Value);
    }

    [Fact]
    public void A_taken_name_in_the_pod_is_an_error_and_nothing_is_left_of_it()
    {
        AddPair();
        var other = Pair with { Key = new LinkKey(Netns.Node, "other"), Index = HostIndex + 1 };
        Assert.True(Assert.IsType<KernelException>(Try(Links, other.Key, null, other).Error).IsExists);
        Assert.Single(Read(Links));
    }

    [Fact]
    public void A_peer_that_is_to_be_up_at_birth_is_refused()
    {
        var batch = new NetlinkBatch();
        LinkCodec.WriteVeth(batch, Pair, Pair.Peer!, PodNetns.Descriptor);
        // ifi_flags of the peer's header, which follows IFLA_LINKINFO, its kind, its data and VETH_INFO_PEER.
        var octets = batch.Written.ToArray();
        var at = octets.AsSpan().IndexOf("veth"u8) + 4 + 4 + 4 + 8;
        octets[at] = 1;
        using var channel = NodeNetns.Open(NetlinkProtocol.Route);
        channel.Send(octets);
        var buffer = new byte[4096];
        var received = channel.Receive(buffer, TimeSpan.FromSeconds(10), out _);
        var messages = new NetlinkMessages(buffer.AsSpan(0, received));
        Assert.True(messages.MoveNext());
        Assert.Equal(Errno.ENOTCONN, messages.Current.ErrorCode);
        Assert.Empty(Read(Links));
    }

    [Fact]
    public void What_somebody_changes_is_seen_and_put_right()
    {
        AddPair();
        Assert.Equal(0, Send(batch => LinkCodec.WriteChange(batch, HostIndex, MacAddress.Parse("02:00:00:00:00:09"), 1300, 7, up: false)).Code);
        var found = Assert.Single(Read(Links)).Value;
        Assert.Equal((1300, 7u, false), (found.Mtu, found.Group, found.Up));
        Assert.Null(Try(Links, Host, found, Pair).Error);
        Assert.Equal(Pair, Assert.Single(Read(Links)).Value);
    }

    [Fact]
    public void A_port_of_somebodys_bridge_is_not_as_it_should_be()
    {
        AddPair();
        Assert.Equal(0, Send(batch => LinkCodec.WriteNew(batch, Row("br0", 600), new BridgeKind())).Code);
        Assert.Equal(0, Send(batch => LinkCodec.WriteChange(batch, HostIndex, master: 600)).Code);
        var found = Assert.Single(Read(Links)).Value;
        Assert.False(found.Up);
        Assert.Null(Try(Links, Host, found, Pair).Error);
        Assert.Equal(Pair, Assert.Single(Read(Links)).Value);
    }

    [Fact]
    public void Links_without_our_alias_are_nobodys_business()
    {
        Assert.Equal(0, Send(batch => LinkCodec.WriteNew(batch, Row("br0", 600), new BridgeKind())).Code);
        Assert.Empty(Read(Links));
    }

    [Fact]
    public void A_removed_pair_is_gone_from_both_sides_and_may_be_removed_twice()
    {
        AddPair();
        var row = Assert.Single(Read(Links)).Value;
        Assert.Null(Await(Try(Links, Host, row, null)));
        Assert.Empty(Read(Links));
        using var pod = KernelReader.Open(PodNetns);
        Assert.DoesNotContain(pod.Links(), link => link.Name == "eth0");
        Assert.Null(Await(new[] { Try(Links, Host, row, null) }.Where(outcome => outcome.Error is null).DefaultIfEmpty(Outcome.UnderWay(Task.FromResult<WorldException?>(null))).Single()));
    }

    [Fact]
    public void A_pod_that_is_gone_is_an_error_for_its_link_alone()
    {
        PodIsGone = true;
        var bridge = Row("br0", 600) with { Alias = OurMark.AliasPrefix + "bridge", Kind = new BridgeKind(), Group = 0 };
        var outcomes = Links.Apply([new Change<LinkKey, LinkRow>(Host, null, Pair), new Change<LinkKey, LinkRow>(bridge.Key, null, bridge)]);
        Assert.Equal(Errno.ENOENT, outcomes[0].Error?.Code);
        Assert.Null(outcomes[1].Error);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Links_of_other_kinds_are_read_as_they_were_written(string kind)
    {
        AddPair();
        var row = Row("fl0", 700) with { Alias = OurMark.AliasPrefix + "fl0", Kind = KindOf(kind, 42), Mtu = 1300 };
        Add(Links, (row.Key, row));
        Assert.Equal(row, Read(Links)[row.Key]);
        var changed = row with { Mtu = 1280 };
        Assert.Null(Try(Links, row.Key, row, changed).Error);
        Assert.Equal(changed, Read(Links)[row.Key]);
    }

    [Fact]
    public void A_vxlan_that_is_too_large_for_what_carries_it_is_made_smaller_without_a_word()
    {
        AddPair();
        var row = Row("fl0", 700) with { Alias = OurMark.AliasPrefix + "fl0", Kind = KindOf("vxlan6", 42), Mtu = 1350 };
        Add(Links, (row.Key, row));
        // 1400 - (IPv6 40 + UDP 8 + VXLAN 8 + inner Ethernet 14): the row is never as wished, and that is seen.
        Assert.Equal(1330, Read(Links)[row.Key].Mtu);
        Assert.Equal(Errno.EINVAL, Try(Links, row.Key, row with { Mtu = 1330 }, row).Error?.Code);
    }

    [Fact]
    public void A_link_of_another_kind_is_made_anew()
    {
        var row = Row("fl0", 700) with { Alias = OurMark.AliasPrefix + "fl0", Kind = KindOf("vxlan", 42) };
        Add(Links, (row.Key, row));
        var other = row with { Kind = KindOf("vxlan", 43) };
        Assert.Null(Await(Try(Links, row.Key, row, other)));
        Assert.Empty(Read(Links));
        Add(Links, (row.Key, other));
        Assert.Equal(other, Read(Links)[row.Key]);
    }

    private static LinkKind KindOf(string name, uint vni) => name switch
    {
        "bridge" => new BridgeKind(),
        "vxlan" => new VxlanKind(vni, InetAddress.Parse("172.16.10.1"), 8472, HostIndex, true) with { Lower = 0, Learning = false },
        "vxlan6" => new VxlanKind(vni, InetAddress.Parse("fd16::1"), 4789, HostIndex, true),
        _ => new MacvlanKind(HostIndex, MacvlanMode.Bridge),
    };

    private static LinkRow Row(string name, int index) => new()
    {
        Key = new LinkKey(Netns.Node, name),
        Index = index,
        Mac = MacAddress.Parse("02:00:00:00:00:0a"),
        Mtu = 1400,
    };
}

public sealed class LinksOfTheFakeKernel : LinkContract<TheFakeKernel>;

public sealed class LinksOfTheRealKernel : LinkContract<TheRealKernel>;
