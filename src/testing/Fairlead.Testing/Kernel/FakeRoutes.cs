using Fairlead.Linux.Interop;
using Fairlead.Linux.Netlink;
using Fairlead.Model.Addresses;

namespace Fairlead.Testing.Kernel;

/// <summary>Routes of all tables, with those that addresses bring.</summary>
internal sealed class FakeRoutes(FakeNamespace netns)
{
    // RTN_UNICAST, RTN_LOCAL, RTN_BLACKHOLE, RTN_UNREACHABLE, RTN_PROHIBIT; RTPROT_KERNEL; RT_TABLE_MAIN, RT_TABLE_LOCAL
    private const byte Local = 2;
    private const byte Kernel = 2;
    private const uint Main = 254;
    private const uint LocalTable = 255;
    private const byte ScopeLink = 253;
    private const byte ScopeHost = 254;
    private const int EHOSTUNREACH = 113;

    private readonly List<FakeRoute> _routes = [];

    public IEnumerable<byte[]> All(byte family) => _routes
        .Where(route => FakeFamily.IsAsked(family, route.Destination.IsV6)).Select(route => FakeRouteCodec.Describe(route, FakeRouteCodec.Message));

    public int New(FakeRequest request)
    {
        var wish = FakeRouteCodec.Read(request, out var errno);
        errno = errno != 0 ? errno : Refusal(wish);
        if (errno != 0)
        {
            return errno;
        }

        var there = _routes.FindIndex(route => route.HasSameKey(wish));
        if (there >= 0 && (request.Has(MessageFlags.Exclusive) || !request.Has(MessageFlags.Replace)))
        {
            return request.Has(MessageFlags.Append) ? Errno.EOPNOTSUPP : Errno.EEXIST;
        }

        if (there < 0 && !request.Has(MessageFlags.Create))
        {
            return Errno.ENOENT;
        }

        if (there >= 0)
        {
            _routes[there] = wish;
        }
        else
        {
            _routes.Add(wish);
        }

        Tell(wish, FakeRouteCodec.Message, request.Port);
        return 0;
    }

    public int Delete(FakeRequest request)
    {
        var wish = FakeRouteCodec.Read(request, out var errno);
        if (errno != 0)
        {
            return errno;
        }

        var found = _routes.Find(route => route.Destination == wish.Destination && route.Table == wish.Table
            && (wish.Metric == 0 || route.Metric == wish.Metric) && (wish.Protocol == 0 || route.Protocol == wish.Protocol)
            && (wish.Link == 0 || route.Link == wish.Link)
            // fib_table_delete asks for the type, ip6_route_del does not.
            && (wish.Type == 0 || wish.Destination.IsV6 || route.Type == wish.Type));
        if (found is null)
        {
            return Errno.ESRCH;
        }

        _routes.Remove(found);
        Tell(found, FakeRouteCodec.GoneMessage, request.Port);
        return 0;
    }

    /// <summary>IPv4 routes go without a word, those of IPv6 with one.</summary>
    public void LinkDown(int link, bool v6)
    {
        foreach (var route in _routes.FindAll(route => route.Link == link && route.Destination.IsV6 == v6))
        {
            _routes.Remove(route);
            if (route.Destination.IsV6)
            {
                Tell(route, FakeRouteCodec.GoneMessage);
            }
        }
    }

    /// <summary>The address itself is local; its prefix is on the link while that is up.</summary>
    public void AddressAdded(FakeLink link, Cidr prefix)
    {
        var v6 = prefix.IsV6;
        if (link.Up || !v6)
        {
            Put(new FakeRoute { Destination = prefix.Address.ToCidr(), Table = LocalTable, Type = Local, Scope = v6 ? (byte)0 : ScopeHost, Protocol = Kernel, Link = link.Index, Source = v6 ? null : prefix.Address });
        }

        if (link.Up && (v6 || !prefix.IsSingleAddress))
        {
            Put(new FakeRoute { Destination = prefix.Network, Table = Main, Metric = v6 ? 256u : 0, Scope = v6 ? (byte)0 : ScopeLink, Protocol = Kernel, Link = link.Index, Source = v6 ? null : prefix.Address });
        }
    }

    /// <summary>IPv4 routes that name the address as their source go with it, from all tables and links; those of IPv6 forget it.</summary>
    public void AddressGone(int link, Cidr prefix)
    {
        foreach (var route in _routes.FindAll(route => Goes(route, link, prefix)))
        {
            _routes.Remove(route);
            Tell(route, FakeRouteCodec.GoneMessage);
        }

        for (var i = 0; i < _routes.Count; i++)
        {
            _routes[i] = _routes[i].Source == prefix.Address ? _routes[i] with { Source = null } : _routes[i];
        }
    }

    private static bool Goes(FakeRoute route, int link, Cidr prefix) =>
        (route.Protocol == Kernel && route.Link == link && (route.Destination == prefix.Address.ToCidr() || (route.Destination == prefix.Network && prefix.IsV6)))
        || (!prefix.IsV6 && route.Source == prefix.Address);

    private int Refusal(FakeRoute wish)
    {
        if (wish.Type is not (1 or 6 or 7 or 8) && !(wish.IsLocal && wish.Destination.IsV6))
        {
            return Errno.EOPNOTSUPP;
        }

        if (!wish.Destination.IsNetwork || (wish.Source is { } source && !netns.Addresses.Has(source)))
        {
            return Errno.EINVAL;
        }

        return wish.IsUnicast || wish.IsLocal ? RefusalOfWay(wish) : wish.Link != 0 && !wish.Destination.IsV6 ? Errno.EINVAL : 0;
    }

    private int RefusalOfWay(FakeRoute wish)
    {
        if (wish.Link == 0)
        {
            return Errno.EOPNOTSUPP;
        }

        if (netns.Links.Find(wish.Link) is not { } link)
        {
            return Errno.ENODEV;
        }

        if (!link.Up)
        {
            return Errno.ENETDOWN;
        }

        return wish is { Gateway: { } gateway, OnLink: false } && !IsOnLink(gateway, link)
            ? gateway.IsV6 ? EHOSTUNREACH : Errno.ENETUNREACH
            : 0;
    }

    private bool IsOnLink(InetAddress gateway, FakeLink link) =>
        _routes.Exists(route => route is { IsUnicast: true, Gateway: null, Table: Main } && route.Link == link.Index && route.Destination.Contains(gateway));

    private void Put(FakeRoute route)
    {
        if (!_routes.Exists(known => known.HasSameKey(route) && known.Link == route.Link))
        {
            _routes.Add(route);
            Tell(route, FakeRouteCodec.Message);
        }
    }

    // RTNLGRP_IPV4_ROUTE, RTNLGRP_IPV6_ROUTE
    private void Tell(FakeRoute route, ushort type, uint port = 0) =>
        netns.Notify(route.Destination.IsV6 ? 11 : 7, FakeRouteCodec.Describe(route, type), port);
}
