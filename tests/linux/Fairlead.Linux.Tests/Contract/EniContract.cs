using Fairlead.Linux.Addresses;
using Fairlead.Linux.Enis;
using Fairlead.Linux.Interop;
using Fairlead.Linux.Links;
using Fairlead.Linux.Netlink;
using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;
using Fairlead.Model.Kernel.Observed;
using Fairlead.Reconciliation;
using Fairlead.Testing.Kernel;

namespace Fairlead.Linux.Tests.Contract;

/// <summary>How ENIs come into pods and home again, on both kernels.</summary>
public abstract class EniContract<TKernel> : OneEni<TKernel>
    where TKernel : IKernel, new()
{
    [Fact]
    public void It_comes_into_the_pod_under_its_name_and_home_without_it()
    {
        Place();
        Assert.Equal(InPod, Wished(InPod));
        Assert.Equal(EniRow.AliasPrefix + Mac, Link(Pod, "eth0").Alias);
        Assert.DoesNotContain(Links(Netns.Node), link => link.Mac == Mac);

        Assert.Null(Try(Enis, Mac, InPod, null).Error);
        var home = Links(Netns.Node).Single(link => link.Mac == Mac);
        Assert.Equal(("eni00163e000005", false, "", 0u), (home.Name, home.IsUp, home.Alias, home.Group));
        Assert.Equal(EniRow.Free(Mac), Wished(EniRow.Free(Mac)));
    }

    [Fact]
    public void It_comes_home_with_nothing_on_it()
    {
        Place();
        Add(Addresses, Row("192.0.2.5/32"), Row("2001:db8::5/128"));
        Assert.Equal(0, Send(batch => LinkCodec.WriteChange(batch, Link(Pod, "eth0").Index, group: 9), Pod).Code);
        Assert.Null(Try(Enis, Mac, InPod, null).Error);
        var home = Links(Netns.Node).Single(link => link.Mac == Mac);
        Assert.Equal(0u, home.Group);
        Assert.DoesNotContain(ReadAddresses(), address => address.LinkIndex == home.Index);
        // And can go there again.
        Place();
        Assert.Equal(InPod, Wished(InPod));
    }

    [Fact]
    public void What_others_put_on_one_that_nobody_has_is_seen_taken_away_and_counted()
    {
        Assert.Equal(0, Send(batch => AddressCodec.WriteReplace(batch, 7, Cidr.Parse("172.16.10.77/24"), protocol: 0)).Code);
        Assert.Equal(0, Send(batch => LinkCodec.WriteUp(batch, 7, true)).Code);
        var found = Wished(EniRow.Free(Mac))!;
        Assert.True(found.Up);
        Assert.Equal("172.16.10.77/24", Assert.Single(found.Foreign).ToString());
        Assert.Null(Try(Enis, Mac, found, EniRow.Free(Mac)).Error);
        Assert.Equal(EniRow.Free(Mac), Wished(EniRow.Free(Mac)));
        Assert.Equal(1, Enis.ForeignRemoved);
    }

    [Fact]
    public void Another_name_another_mac_or_a_link_that_is_down_are_put_right_in_the_pod()
    {
        Place();
        var index = Link(Pod, "eth0").Index;
        Assert.Equal(0, Send(batch => LinkCodec.WriteChange(batch, index, MacAddress.Parse("02:00:00:00:00:66"), 1400, up: false), Pod).Code);
        Assert.Equal(0, Send(batch => LinkCodec.WriteRename(batch, index, "mine"), Pod).Code);
        var found = Wished(InPod)!;
        Assert.Equal(("mine", 1400, false, "02:00:00:00:00:66"), (found.Name, found.Mtu, found.Up, found.Mac.ToString()));
        Assert.Null(Try(Enis, Mac, found, InPod).Error);
        Assert.Equal(InPod, Wished(InPod));
    }

    [Fact]
    public void One_that_is_up_in_the_pod_gets_its_size_and_its_name_again()
    {
        Place();
        var index = Link(Pod, "eth0").Index;
        Assert.Equal(0, Send(batch => LinkCodec.WriteChange(batch, index, mtu: 1400), Pod).Code);
        Assert.Null(Try(Enis, Mac, Wished(InPod), InPod).Error);
        Assert.Equal(InPod, Wished(InPod));
        Assert.Equal(0, Send(batch => LinkCodec.WriteUp(batch, index, false), Pod).Code);
        Assert.Equal(0, Send(batch => LinkCodec.WriteRename(batch, index, "mine"), Pod).Code);
        Assert.Equal(0, Send(batch => LinkCodec.WriteUp(batch, index, true), Pod).Code);
        Assert.Null(Try(Enis, Mac, Wished(InPod), InPod).Error);
        Assert.Equal(InPod, Wished(InPod));
    }

    [Fact]
    public void What_the_pod_put_it_into_gives_it_back()
    {
        Place();
        Assert.Equal(0, Send(batch => LinkCodec.WriteNew(batch, "br0", new BridgeKind()), Pod).Code);
        Assert.Equal(0, Send(batch => LinkCodec.WriteChange(batch, Link(Pod, "eth0").Index, master: Link(Pod, "br0").Index), Pod).Code);
        Assert.NotEqual(0, Wished(InPod)!.Master);
        Assert.Null(Try(Enis, Mac, Wished(InPod), InPod).Error);
        Assert.Equal(InPod, Wished(InPod));
    }

    [Fact]
    public void A_name_that_is_taken_in_the_pod_is_an_error_and_the_eni_can_still_go_home()
    {
        AddPair();
        Assert.True(Assert.IsType<KernelException>(Try(Enis, Mac, null, InPod).Error).IsExists);
        Assert.Null(Try(Enis, Mac, Wished(InPod), null).Error);
        Assert.Contains(Links(Netns.Node), link => link.Mac == Mac);
    }

    [Fact]
    public void One_that_is_not_there_is_an_error_to_place_and_none_to_bring_home()
    {
        var other = MacAddress.Parse("00:16:3e:00:00:99");
        Assert.Equal(Errno.ENODEV, Try(Enis, other, null, InPod with { Mac = other }).Error?.Code);
        Assert.Equal(Errno.ENODEV, Try(Enis, other, null, EniRow.Free(other)).Error?.Code);
        Assert.Null(Try(Enis, other, InPod with { Mac = other }, null).Error);
        Assert.Empty(Enis.Read(Scope.Everything, new Dictionary<MacAddress, EniRow> { [other] = EniRow.Free(other) }));
    }

    [Fact]
    public void A_pod_that_is_gone_is_an_error_and_leaves_the_eni_at_home()
    {
        PodIsGone = true;
        Assert.Equal(Errno.ENOENT, Try(Enis, Mac, null, InPod).Error?.Code);
        Assert.Equal(Netns.Node, Wished(InPod)!.Netns);
    }

    [Fact]
    public void One_in_a_pod_that_nobody_wishes_there_is_found_by_its_mark()
    {
        Place();
        Assert.Equal(Pod, Read(Enis)[Mac].Netns);
        Assert.Equal(Pod, Enis.Read(Scope.Of(Pod), new Dictionary<MacAddress, EniRow>())[Mac].Netns);
    }

    [Fact]
    public void What_a_pod_marks_itself_is_not_taken_for_the_nodes_own()
    {
        AddPair();
        Assert.Equal(0, Send(batch => AddressCodec.WriteReplace(batch, 7, Cidr.Parse("172.16.10.2/24"), protocol: 0)).Code);
        var index = Link(Pod, "eth0").Index;
        Assert.Equal(0, Send(batch => LinkCodec.WriteAlias(batch, index, EniRow.AliasPrefix + Mac), Pod).Code);
        Assert.Empty(Read(Enis));
        Assert.Empty(Enis.Read(Scope.Of(Pod), new Dictionary<MacAddress, EniRow>()));
        // Nor where something is wished of the ENI that is not there at the moment.
        Assert.Equal(0, Send(batch => LinkCodec.WriteMove(batch, 7, Fabric.Descriptor)).Code);
        Assert.Null(Wished(EniRow.Free(Mac)));
        Assert.Equal(Errno.ENODEV, Try(Enis, Mac, null, EniRow.Free(Mac)).Error?.Code);
        Assert.Equal(Errno.ENODEV, Try(Enis, MacAddress.Parse("00:16:3e:00:00:07"), null, InPod with { Member = (Mac, 42) }).Error?.Code);
        Assert.Equal(index, Link(Pod, "eth0").Index);
    }

    [Fact]
    public void What_stands_on_an_eni_is_not_taken_for_it()
    {
        Assert.Equal(0, Send(batch => LinkCodec.WriteNew(batch, new LinkRow
        {
            Key = new LinkKey(Netns.Node, "onit"), Index = 90, Mac = Mac, Mtu = 1500, Kind = new MacvlanKind(7, MacvlanMode.Bridge),
        }, new MacvlanKind(7, MacvlanMode.Bridge))).Code);
        Assert.Equal(EniRow.Free(Mac), Wished(EniRow.Free(Mac)));
        Assert.Equal(7, Links(Netns.Node).Single(link => EniMark.Is(link, Mac)).Index);
    }

    [Fact]
    public void Its_index_in_the_pod_can_be_chosen_and_a_taken_one_is_refused()
    {
        Assert.Equal(0, Send(batch => EniCodec.WritePlace(batch, 7, InPod, PodNetns.Descriptor, 4242)).Code);
        Assert.Equal(4242, Link(Pod, "eth0").Index);
        Assert.Null(Try(Enis, Mac, InPod, null).Error);
        var home = Links(Netns.Node).Single(link => link.Mac == Mac).Index;
        // 1 is lo in every namespace.
        Assert.Equal(Errno.EBUSY, Send(batch => EniCodec.WritePlace(batch, home, InPod, PodNetns.Descriptor, 1)).Code);
    }

    private IReadOnlyList<ObservedAddress> ReadAddresses()
    {
        using var reader = KernelReader.Open(NodeNetns);
        return reader.Addresses();
    }

    private static (AddressRow, AddressRow) Row(string address)
    {
        var row = new AddressRow(Eth0, Cidr.Parse(address));
        return (row, row);
    }
}

public sealed class EnisOfTheFakeKernel : EniContract<TheFakeKernel>
{
    [Fact]
    public void A_device_whose_namespace_ends_is_in_the_first_one_and_found_by_its_mac()
    {
        var mac = MacAddress.Parse("00:16:3e:00:00:06");
        ((FakeNamespace)NodeNetns).PlugIn("eth2", mac);
        var row = InPod with { Mac = mac };
        Add(Enis, (mac, row));
        Connections.ReleasePods();
        ((FakeNamespace)PodNetns).Vanish();
        PodIsGone = true;
        Assert.Equal(Netns.Node, Enis.Read(Scope.Of(Netns.Node), new Dictionary<MacAddress, EniRow> { [mac] = row })[mac].Netns);
        Assert.Null(Try(Enis, mac, row, null).Error);
        Assert.Equal(EniRow.Free(mac), Enis.Read(Scope.Everything, new Dictionary<MacAddress, EniRow> { [mac] = EniRow.Free(mac) })[mac]);
    }

    [Fact]
    public void A_device_is_what_its_hardware_says_and_not_what_its_mark_does()
    {
        var own = MacAddress.Parse("00:16:3e:00:00:06");
        ((FakeNamespace)NodeNetns).PlugIn("eth2", own);
        Assert.Equal(0, Send(batch => LinkCodec.WriteAlias(batch, Link(Netns.Node, "eth2").Index, EniRow.AliasPrefix + Mac)).Code);
        Assert.Empty(Read(Enis));
        Assert.Equal(7, Links(Netns.Node).Single(link => EniMark.Is(link, Mac)).Index);
    }

    [Fact]
    public void A_member_is_born_in_the_pod_on_the_trunk_and_ends_with_its_row()
    {
        var member = MacAddress.Parse("00:16:3e:00:00:07");
        var row = InPod with { Mac = member, Member = (Mac, 42) };
        var trunk = EniRow.Free(Mac) with { Up = true };
        Add(Enis, (Mac, trunk));
        Add(Enis, (member, row));
        var link = Link(Pod, "eth0");
        Assert.Equal(("vlan", true, member), (link.Kind, link.IsUp, link.Mac));
        Assert.Equal(new VlanKind(7, 42), link.Detail);
        var read = Enis.Read(Scope.Everything, new Dictionary<MacAddress, EniRow> { [Mac] = trunk, [member] = row });
        Assert.Equal((trunk, row), (read[Mac], read[member]));
        Assert.Null(Try(Enis, member, row, null).Error);
        Assert.DoesNotContain(Links(Pod), there => there.Kind == "vlan");
        Assert.Equal(trunk, Wished(trunk));
    }
}

public sealed class EnisOfTheRealKernel : EniContract<TheRealKernel>;
