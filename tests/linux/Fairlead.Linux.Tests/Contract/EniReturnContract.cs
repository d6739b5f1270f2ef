using Fairlead.Linux.Addresses;
using Fairlead.Linux.Interop;
using Fairlead.Linux.Links;
using Fairlead.Linux.Netlink;
using Fairlead.Linux.Routes;
using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;

namespace Fairlead.Linux.Tests.Contract;

/// <summary>What an ENI is that somebody or a refusal left half way, and what a trunk is whose members are in pods.</summary>
public abstract class EniReturnContract<TKernel> : OneEni<TKernel>
    where TKernel : IKernel, new()
{
    [Fact]
    public void One_that_came_into_the_pod_and_no_further_goes_home_though_it_was_last_seen_there()
    {
        // A veth takes 65,535 (ETH_MAX_MTU), which the kernel looks at when the link has moved.
        var tooLarge = InPod with { Mtu = 70_000 };
        var seen = Wished(EniRow.Free(Mac))!;
        Assert.Equal(Errno.EINVAL, Try(Enis, Mac, seen, tooLarge).Error?.Code);
        Assert.Equal(Mac, Link(Pod, "eth1").Mac);
        Assert.Null(Try(Enis, Mac, seen, null).Error);
        Assert.DoesNotContain(Links(Pod), link => link.Mac == Mac);
        Assert.Equal(EniRow.Free(Mac), Wished(EniRow.Free(Mac)));
        Place();
        Assert.Equal(InPod, Wished(InPod));
    }

    [Fact]
    public void One_that_is_at_home_is_not_looked_for_in_the_pod_that_it_was_to_go_to()
    {
        var seen = Wished(EniRow.Free(Mac))!;
        PodIsGone = true;
        Assert.Equal(Errno.ENOENT, Try(Enis, Mac, seen, InPod).Error?.Code);
        PodIsGone = false;
        AddPair();
        var pose = Link(Pod, "eth0").Index;
        Assert.Equal(0, Send(batch => LinkCodec.WriteChange(batch, pose, Mac), Pod).Code);
        Assert.Null(Try(Enis, Mac, seen, null).Error);
        Assert.Equal(pose, Link(Pod, "eth0").Index);
        Assert.Equal(EniRow.Free(Mac), Wished(EniRow.Free(Mac)));
    }

    [Fact]
    public void What_others_do_to_a_trunk_is_undone_while_it_is_up()
    {
        var trunk = EniRow.Free(Mac) with { Up = true };
        Add(Enis, (Mac, trunk));
        // Goes when the link is set down, be it for a moment, as what VLANs have in pods does.
        var route = new RouteRow { Key = new RouteKey(Netns.Node, 77, Cidr.Parse("2001:db8:7::/48"), 0), Link = new LinkKey(Netns.Node, "eth1") };
        Assert.Equal(0, Send(batch => RouteCodec.WriteReplace(batch, route, 7)).Code);
        Assert.Equal(0, Send(batch => AddressCodec.WriteReplace(batch, 7, Cidr.Parse("172.16.10.77/24"), protocol: 0)).Code);
        Assert.Equal(0, Send(batch => LinkCodec.WriteNew(batch, "br0", new BridgeKind())).Code);
        Assert.Equal(0, Send(batch => LinkCodec.WriteChange(batch, 7, MacAddress.Parse("02:00:00:00:00:66"), master: Link(Netns.Node, "br0").Index)).Code);
        Assert.Equal(0, Send(batch => LinkCodec.WriteAlias(batch, 7, EniRow.AliasPrefix + Mac)).Code);
        var found = Wished(trunk)!;
        Assert.Equal((true, "172.16.10.77/24", "02:00:00:00:00:66"), (found.Master != 0, Assert.Single(found.Foreign).ToString(), found.Mac.ToString()));
        Assert.Null(Try(Enis, Mac, found, trunk).Error);
        Assert.Equal(trunk, Wished(trunk));
        Assert.Equal("", Link(Netns.Node, "eth1").Alias);
        Assert.Single(Read(Routes).Keys, key => key == route.Key);
    }

    [Fact]
    public void What_others_put_on_a_trunk_goes_and_its_members_keep_their_routes()
    {
        var trunk = EniRow.Free(Mac) with { Up = true };
        var member = MacAddress.Parse("00:16:3e:00:00:07");
        var row = InPod with { Mac = member, Member = (Mac, 42) };
        Add(Enis, (Mac, trunk));
        var born = Try(Enis, member, null, row).Error;
        Assert.SkipWhen(born?.Code == Errno.EOPNOTSUPP, "this kernel has no 802.1Q");
        Assert.Null(born);
        var route = new RouteRow { Key = new RouteKey(Pod, RouteCodec.MainTable, Cidr.Parse("2001:db8:7::/48"), 0), Link = Eth0 };
        Add(Routes, (route.Key, route));
        Assert.Equal(0, Send(batch => AddressCodec.WriteReplace(batch, 7, Cidr.Parse("172.16.10.77/24"), protocol: 0)).Code);
        Assert.Null(Try(Enis, Mac, Wished(trunk), trunk).Error);
        Assert.Equal(trunk, Wished(trunk));
        Assert.Contains(route.Key, Read(Routes).Keys);

        // As the kernel does it to whoever sets the trunk down.
        Assert.Equal(0, Send(batch => LinkCodec.WriteUp(batch, 7, false)).Code);
        Assert.False(Link(Pod, "eth0").IsUp);
        Assert.Null(Try(Enis, Mac, Wished(trunk), trunk).Error);
        Assert.True(Link(Pod, "eth0").IsUp);
        Assert.DoesNotContain(route.Key, Read(Routes).Keys);
    }
}

public sealed class EniReturnOnTheFakeKernel : EniReturnContract<TheFakeKernel>;

public sealed class EniReturnOnTheRealKernel : EniReturnContract<TheRealKernel>;
