using Fairlead.Linux.Addresses;
using Fairlead.Linux.Links;
using Fairlead.Linux.Namespaces;
using Fairlead.Linux.Neighbours;
using Fairlead.Linux.Netlink;
using Fairlead.Linux.Routes;
using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;

namespace Fairlead.Linux.Tests.Kernel;

/// <summary>The messages that wire a pod, on the real kernel, in two namespaces that nobody else sees.</summary>
public sealed class PodWiringTests : IDisposable
{
    private const int HostIndex = 4711;
    private static readonly MacAddress HostMac = MacAddress.Parse("02:00:00:00:00:01");
    private static readonly MacAddress PodMac = MacAddress.Parse("02:00:00:00:00:02");
    private readonly NetworkNamespace _node = RealKernel.NewNamespace();
    private readonly NetworkNamespace _pod = RealKernel.NewNamespace();

    public void Dispose()
    {
        _node.Dispose();
        _pod.Dispose();
    }

    [Fact]
    public void A_pair_is_born_with_its_peer_in_the_pod()
    {
        Wire();
        using var node = KernelReader.Open(_node);
        using var pod = KernelReader.Open(_pod);
        var link = Assert.Single(node.Links(), link => link.Index == HostIndex);
        Assert.Equal(("flhost", "veth", 1400, OurMark.PodGroup, "fairlead:c1/eth0", true, (byte)1),
            (link.Name, link.Kind, link.Mtu, link.Group, link.Alias, link.IsUp, link.AddressGeneration));
        Assert.Equal(HostMac, link.Mac);
        Assert.Equal(PodMac, Assert.Single(pod.Links(), peer => peer.Name == "eth0").Mac);
    }

    [Fact]
    public void A_taken_index_is_an_error_and_leaves_the_other_link_alone()
    {
        Wire();
        var batch = new NetlinkBatch();
        LinkCodec.WriteVeth(batch, Row("other", MacAddress.Parse("02:00:00:00:00:09")), Peer("eth1"), _pod.Descriptor);
        using var connection = new NetlinkConnection(_node.Open(NetlinkProtocol.Route));
        var error = Assert.Throws<KernelException>(() => connection.ExecuteOne(batch, "creating", "link other"));
        Assert.True(error.IsExists);
        using var node = KernelReader.Open(_node);
        Assert.Equal("flhost", Assert.Single(node.Links(), link => link.Index == HostIndex).Name);
    }

    [Theory]
    [InlineData("10.244.1.7/32", "10.244.1.7")]
    [InlineData("fd10:244:1::7/128", "fd10:244:1::7")]
    public void Routes_neighbours_and_addresses_are_read_as_they_were_written(string cidr, string address)
    {
        Wire();
        var key = new RouteKey(Netns.Node, RouteCodec.MainTable, Cidr.Parse(cidr), 0);
        var batch = new NetlinkBatch();
        RouteCodec.WriteReplace(batch, new RouteRow { Key = key, Link = new LinkKey(Netns.Node, "flhost"), Scope = cidr.Contains(':') ? RouteScope.Universe : RouteScope.Link }, HostIndex);
        NeighbourCodec.WriteReplace(batch, HostIndex, InetAddress.Parse(address), PodMac);
        using var connection = new NetlinkConnection(_node.Open(NetlinkProtocol.Route));
        Assert.All(connection.Execute(batch), result => Assert.True(result.IsSuccess, result.Text));

        using var node = KernelReader.Open(_node);
        var route = Assert.Single(node.Routes(), route => route.IsOurs);
        Assert.Equal(key, RouteCodec.KeyOf(Netns.Node, route));
        Assert.Equal(HostIndex, route.LinkIndex);
        Assert.Contains(node.Neighbours(), neighbour => neighbour.IsPermanent && neighbour.Mac == PodMac && neighbour.Address == InetAddress.Parse(address));

        batch.Clear();
        RouteCodec.WriteDelete(batch, key);
        NeighbourCodec.WriteDelete(batch, HostIndex, InetAddress.Parse(address));
        Assert.All(connection.Execute(batch), result => Assert.True(result.IsSuccess, result.Text));
        Assert.DoesNotContain(node.Routes(), route => route.IsOurs);
    }

    [Fact]
    public void Pod_addresses_have_no_duplicate_detection_and_the_default_route_goes_on_link()
    {
        Wire();
        using var reader = KernelReader.Open(_pod);
        var index = reader.Links().Single(link => link.Name == "eth0").Index;
        var batch = new NetlinkBatch();
        LinkCodec.WriteUp(batch, index, true);
        AddressCodec.WriteReplace(batch, index, Cidr.Parse("10.244.1.7/32"));
        AddressCodec.WriteReplace(batch, index, Cidr.Parse("fd10:244:1::7/128"));
        foreach (var gateway in new[] { "169.254.1.1", "fe80::1" })
        {
            var hop = InetAddress.Parse(gateway);
            NeighbourCodec.WriteReplace(batch, index, hop, HostMac);
            RouteCodec.WriteReplace(batch, new RouteRow
            {
                Key = new RouteKey(new Netns("c1/eth0"), RouteCodec.MainTable, Cidr.Default(hop.IsV6), 0),
                Link = new LinkKey(new Netns("c1/eth0"), "eth0"),
                Gateway = hop,
                OnLink = true,
            }, index);
        }

        using var connection = new NetlinkConnection(_pod.Open(NetlinkProtocol.Route));
        Assert.All(connection.Execute(batch), result => Assert.True(result.IsSuccess, $"{result.Code} {result.Text}"));
        Assert.DoesNotContain(reader.Addresses(), address => address.LinkIndex == index && address.Scope == 0 && address.IsTentative);
        Assert.Equal(2, reader.Routes().Count(route => route.Destination.Length == 0 && route.IsOnLink && route.IsOurs));
    }

    [Fact]
    public void Links_of_one_group_go_together_with_their_peers()
    {
        Wire();
        using var connection = new NetlinkConnection(_node.Open(NetlinkProtocol.Route));
        var batch = new NetlinkBatch();
        LinkCodec.WriteChange(batch, HostIndex, group: OurMark.DyingGroup);
        LinkCodec.WriteDeleteGroup(batch, OurMark.DyingGroup);
        Assert.All(connection.Execute(batch), result => Assert.True(result.IsSuccess, result.Text));
        using var pod = KernelReader.Open(_pod);
        Assert.DoesNotContain(pod.Links(), link => link.Name == "eth0");
    }

    [Fact]
    public void A_setting_is_that_of_the_namespace()
    {
        _node.WriteSysctl("net/ipv4/ip_forward", "1");
        Assert.Equal("1", _node.ReadSysctl("net/ipv4/ip_forward"));
        Assert.Equal("0", _pod.ReadSysctl("net/ipv4/ip_forward"));
        Assert.Null(_node.ReadSysctl("net/ipv4/no_such_setting"));
    }

    private static LinkRow Row(string name, MacAddress mac) => new()
    {
        Key = new LinkKey(Netns.Node, name),
        Index = HostIndex,
        Mac = mac,
        Mtu = 1400,
        Group = OurMark.PodGroup,
    };

    private static VethPeer Peer(string name) => new() { Key = new LinkKey(new Netns("c1/eth0"), name), Mac = PodMac, Mtu = 1400 };

    private void Wire()
    {
        var batch = new NetlinkBatch();
        LinkCodec.WriteVeth(batch, Row("flhost", HostMac), Peer("eth0"), _pod.Descriptor);
        LinkCodec.WriteIdentity(batch, HostIndex, "fairlead:c1/eth0");
        LinkCodec.WriteUp(batch, HostIndex, true);
        using var connection = new NetlinkConnection(_node.Open(NetlinkProtocol.Route));
        connection.ExecuteOne(batch, "creating", "link flhost");
    }
}
