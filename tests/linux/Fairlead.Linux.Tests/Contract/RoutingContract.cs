using Fairlead.Linux.Addresses;
using Fairlead.Linux.Interop;
using Fairlead.Linux.Links;
using Fairlead.Linux.Neighbours;
using Fairlead.Linux.Routes;
using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;
using Fairlead.Reconciliation;

namespace Fairlead.Linux.Tests.Contract;

/// <summary>What addresses, routes, rules, neighbours and FDB entries do, on both kernels.</summary>
public abstract class RoutingContract<TKernel> : KernelContract<TKernel>
    where TKernel : IKernel, new()
{
    private static readonly MacAddress PodMac = MacAddress.Parse("02:00:00:00:00:02");

    [Theory]
    [InlineData("10.244.1.7/32")]
    [InlineData("172.16.10.1/24")]
    [InlineData("fd10::7/128")]
    [InlineData("fd16::1/64")]
    public void Addresses_come_are_read_and_go(string text)
    {
        AddPair();
        var row = new AddressRow(Host, Cidr.Parse(text));
        Add(Addresses, (row, row));
        Assert.Equal(row, Assert.Single(Read(Addresses)).Key);
        // Twice is as good as once, in both directions.
        Add(Addresses, (row, row));
        Assert.Null(Try(Addresses, row, row, null).Error);
        Assert.Empty(Read(Addresses));
        Assert.Null(Try(Addresses, row, row, null).Error);
    }

    public static TheoryData<string> Shapes => ["link", "gateway", "onlink", "source", "metric", "table", "unreachable", "v6", "v6 gateway", "v6 metric", "v6 unreachable"];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Routes_come_are_read_change_and_go(string shape)
    {
        AddPair();
        Assert.Equal(0, Send(batch => AddressCodec.WriteReplace(batch, HostIndex, Cidr.Parse("172.16.10.1/24"), 0)).Code);
        Assert.Equal(0, Send(batch => AddressCodec.WriteReplace(batch, HostIndex, Cidr.Parse("fd16::1/64"), 0)).Code);
        var row = Shape(shape);
        Add(Routes, (row.Key, row));
        Assert.Equal(row, Assert.Single(Read(Routes)).Value);
        var changed = row.Key.Destination.IsV6 || row.Type != RouteType.Unicast ? row : row with { Gateway = InetAddress.Parse("172.16.10.77"), Scope = RouteScope.Universe, OnLink = false };
        Assert.Null(Try(Routes, row.Key, row, changed).Error);
        Assert.Equal(changed, Assert.Single(Read(Routes)).Value);
        Assert.Null(Try(Routes, row.Key, changed, null).Error);
        Assert.Empty(Read(Routes));
        Assert.Null(Try(Routes, row.Key, changed, null).Error);
    }

    [Fact]
    public void Each_message_of_a_batch_has_its_own_answer()
    {
        AddPair();
        var good = Route("10.244.1.7/32");
        var unreachable = Route("10.9.0.0/16") with { Gateway = InetAddress.Parse("10.1.2.3"), Scope = RouteScope.Universe };
        var noSource = Route("10.244.1.8/32") with { PreferredSource = InetAddress.Parse("10.1.2.3") };
        var noLink = Route("10.244.1.9/32") with { Link = new LinkKey(Netns.Node, "nowhere") };
        var last = Route("fd10::7/128");
        RouteRow[] rows = [good, unreachable, noSource, noLink, last];
        var outcomes = Routes.Apply([.. rows.Select(row => new Change<RouteKey, RouteRow>(row.Key, null, row))]);
        Assert.Equal([0, Errno.ENETUNREACH, Errno.EINVAL, Errno.ENODEV, 0], outcomes.Select(outcome => outcome.Error?.Code ?? 0));
        Assert.Equal([good, last], Read(Routes).Values.OrderBy(row => row.Key.Destination));
    }

    [Theory]
    [InlineData("0.0.0.0/0")]
    [InlineData("::/0")]
    public void A_route_that_is_gone_already_takes_no_other_with_it(string destination)
    {
        AddPair();
        var (route, last) = (Route(destination, table: 1000), Nowhere(destination) with { Key = Route(destination, table: 1000).Key with { Metric = 61937 } });
        Add(Routes, (last.Key, last));
        Assert.Null(Try(Routes, route.Key, route, null).Error);
        Assert.Equal(last, Assert.Single(Read(Routes)).Value);
    }

    [Fact]
    public void A_link_that_is_down_takes_no_routes()
    {
        AddPair();
        Assert.Equal(0, Send(batch => LinkCodec.WriteUp(batch, HostIndex, false)).Code);
        Assert.Equal(Errno.ENETDOWN, Try(Routes, Route("10.244.1.7/32").Key, null, Route("10.244.1.7/32")).Error?.Code);
        Assert.Equal(Errno.ENETDOWN, Try(Routes, Route("fd10::7/128").Key, null, Route("fd10::7/128")).Error?.Code);
    }

    [Fact]
    public void What_was_on_a_link_that_was_set_down_is_found_missing()
    {
        AddPair();
        RouteRow[] routes = [Route("10.244.1.7/32"), Route("10.244.1.8/32", table: 100), Route("fd10::7/128")];
        Add(Routes, [.. routes.Select(row => (row.Key, row))]);
        var neighbours = new[] { "10.244.1.7", "fd10::7" }.Select(text => new NeighbourKey(Host, InetAddress.Parse(text))).ToList();
        Add(Neighbours, [.. neighbours.Select(key => (key, new NeighbourRow(key, PodMac)))]);
        var address = new AddressRow(Host, Cidr.Parse("fd16::1/64"));
        Add(Addresses, (address, address));
        Assert.Equal(0, Send(batch => LinkCodec.WriteUp(batch, HostIndex, false)).Code);
        Assert.Equal(0, Send(batch => LinkCodec.WriteUp(batch, HostIndex, true)).Code);
        Assert.Empty(Read(Routes));
        Assert.Empty(Read(Neighbours));
        Assert.Empty(Read(Addresses));
    }

    [Fact]
    public void A_route_goes_with_the_address_that_is_its_source_in_IPv4_only()
    {
        AddPair();
        foreach (var text in new[] { "172.16.10.1/32", "fd16::1/128", "172.16.10.9/32" })
        {
            var address = new AddressRow(Host, Cidr.Parse(text));
            Add(Addresses, (address, address));
        }

        RouteRow[] routes =
        [
            Route("10.244.1.7/32") with { PreferredSource = InetAddress.Parse("172.16.10.1") }, Route("10.244.1.8/32"),
            Route("fd10::7/128") with { PreferredSource = InetAddress.Parse("fd16::1") },
        ];
        Add(Routes, [.. routes.Select(row => (row.Key, row))]);
        foreach (var address in Read(Addresses).Keys.Where(address => address.Address != Cidr.Parse("172.16.10.9/32")))
        {
            Assert.Null(Try(Addresses, address, address, null).Error);
        }

        Assert.Equal([routes[1], routes[2] with { PreferredSource = null }], Read(Routes).Values.OrderBy(row => row.Key.Destination));
    }

    [Fact]
    public void With_its_last_address_a_link_loses_all_that_it_had_of_IPv4()
    {
        AddPair();
        var address = new AddressRow(Host, Cidr.Parse("172.16.10.1/32"));
        Add(Addresses, (address, address));
        Add(Routes, (Route("10.244.1.8/32").Key, Route("10.244.1.8/32")), (Route("fd10::8/128").Key, Route("fd10::8/128")));
        var key = new NeighbourKey(Host, InetAddress.Parse("10.244.1.8"));
        Add(Neighbours, (key, new NeighbourRow(key, PodMac)));
        Assert.Null(Try(Addresses, address, address, null).Error);
        Assert.Equal([Route("fd10::8/128")], Read(Routes).Values);
        Assert.Empty(Read(Neighbours));
    }

    [Fact]
    public void Somebody_elses_routes_are_not_read_and_not_removed()
    {
        AddPair();
        const byte boot = 3;
        var row = Route("10.9.0.0/16");
        Assert.Equal(0, Send(batch => RouteCodec.WriteReplace(batch, row, HostIndex, boot)).Code);
        Assert.Empty(Read(Routes));
        Assert.Null(Try(Routes, row.Key, row, null).Error);
        using var kernel = KernelReader.Open(NodeNetns);
        Assert.Contains(kernel.Routes(), route => route.Destination == row.Key.Destination && route.Protocol == boot);
    }

    [Theory]
    [InlineData(false, 0u, 0u, 100u)]
    [InlineData(false, 0x100u, 0xf00u, 1000u)]
    [InlineData(true, 0x100u, 0xf00u, 100u)]
    public void Rules_come_are_read_and_go(bool v6, uint mark, uint mask, uint table)
    {
        var row = new RuleRow(v6, 500, table) { Mark = mark, MarkMask = mask };
        Add(Rules, (row, row));
        Assert.Equal(row, Assert.Single(Read(Rules)).Key);
        Assert.True(Assert.IsType<KernelException>(Try(Rules, row, null, row).Error).IsExists);
        Assert.Null(Try(Rules, row, row, null).Error);
        Assert.Empty(Read(Rules));
        Assert.Null(Try(Rules, row, row, null).Error);
    }

    [Theory]
    [InlineData("10.244.1.7")]
    [InlineData("fd10::7")]
    public void Neighbours_come_are_read_change_and_go(string text)
    {
        AddPair();
        var key = new NeighbourKey(Host, InetAddress.Parse(text));
        var row = new NeighbourRow(key, PodMac);
        Add(Neighbours, (key, row));
        Assert.Equal(row, Assert.Single(Read(Neighbours)).Value);
        var changed = row with { Mac = MacAddress.Parse("02:00:00:00:00:07") };
        Assert.Null(Try(Neighbours, key, row, changed).Error);
        Assert.Equal(changed, Assert.Single(Read(Neighbours)).Value);
        Assert.Null(Try(Neighbours, key, changed, null).Error);
        Assert.Empty(Read(Neighbours));
        Assert.Null(Try(Neighbours, key, changed, null).Error);
    }

    [Fact]
    public void Forwarding_entries_of_a_vxlan_and_of_a_bridge_come_are_read_and_go()
    {
        AddPair();
        var vxlan = Link("flvx", 701, new VxlanKind(42, InetAddress.Parse("172.16.10.1")));
        var bridge = Link("flbr", 702, new BridgeKind());
        Add(Links, (vxlan.Key, vxlan), (bridge.Key, bridge));
        Assert.Equal(0, Send(batch => LinkCodec.WriteChange(batch, HostIndex, master: 702)).Code);
        ForwardingRow[] rows =
        [
            new(new ForwardingKey(Host, MacAddress.Parse("02:00:00:00:00:41"), null)),
            new(new ForwardingKey(vxlan.Key, MacAddress.Parse("02:00:00:00:00:42"), InetAddress.Parse("172.16.10.2"))),
            new(new ForwardingKey(vxlan.Key, default, InetAddress.Parse("172.16.10.3"))),
            new(new ForwardingKey(vxlan.Key, default, InetAddress.Parse("172.16.10.4"))),
        ];
        Add(Forwarding, [.. rows.Select(row => (row.Key, row))]);
        Assert.Equal(rows.Select(row => $"{row}").Order(), Read(Forwarding).Values.Select(row => $"{row}").Order());
        Add(Forwarding, [.. rows.Select(row => (row.Key, row))]);
        Assert.All(Forwarding.Apply([.. rows.Select(row => new Change<ForwardingKey, ForwardingRow>(row.Key, row, null))]), outcome => Assert.Null(outcome.Error));
        Assert.Empty(Read(Forwarding));
    }

    private static LinkRow Link(string name, int index, LinkKind kind) => new()
    {
        Key = new LinkKey(Netns.Node, name),
        Index = index,
        Mac = new MacAddress(0x020000000000UL + (uint)index),
        Mtu = 1400,
        Alias = OurMark.AliasPrefix + name,
        Kind = kind,
    };

    private RouteRow Shape(string shape) => shape switch
    {
        "gateway" => Route("10.9.0.0/16") with { Gateway = InetAddress.Parse("172.16.10.2"), Scope = RouteScope.Universe },
        "onlink" => Route("0.0.0.0/0") with { Gateway = InetAddress.Parse("169.254.1.1"), OnLink = true, Scope = RouteScope.Universe },
        "source" => Route("10.9.0.0/16") with { PreferredSource = InetAddress.Parse("172.16.10.1") },
        "metric" => WithMetric(Route("10.9.0.0/16"), 77),
        "table" => Route("10.9.0.0/16", table: 1000),
        "unreachable" => Nowhere("10.9.0.0/16"),
        "v6" => Route("fd10::7/128"),
        "v6 gateway" => Route("::/0") with { Gateway = InetAddress.Parse("fe80::1"), OnLink = true },
        "v6 metric" => WithMetric(Route("fd10::/64", table: 1000), 77),
        "v6 unreachable" => Nowhere("fd10::/64"),
        _ => Route("10.9.0.0/16"),
    };

    private static RouteRow WithMetric(RouteRow row, uint metric) => row with { Key = row.Key with { Metric = metric } };

    private RouteRow Nowhere(string destination) => WithMetric(Route(destination), uint.MaxValue - 1) with
    {
        Type = RouteType.Unreachable,
        Link = new LinkKey(Netns.Node, "lo"),
        Scope = RouteScope.Universe,
    };
}

public sealed class RoutingOfTheFakeKernel : RoutingContract<TheFakeKernel>;

public sealed class RoutingOfTheRealKernel : RoutingContract<TheRealKernel>;
