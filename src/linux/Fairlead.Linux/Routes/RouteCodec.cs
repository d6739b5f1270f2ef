using System.Buffers.Binary;
using Fairlead.Linux.Netlink;
using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;
using Fairlead.Model.Kernel.Observed;

namespace Fairlead.Linux.Routes;

/// <summary>Routes to and from octets: struct rtmsg and RTA_* of include/uapi/linux/rtnetlink.h.</summary>
public static class RouteCodec
{
    public const ushort NewRoute = 24;
    public const ushort DeleteRoute = 25;
    public const ushort GetRoute = 26;

    /// <summary>RT_TABLE_MAIN.</summary>
    public const uint MainTable = 254;

    // IP6_RT_PRIO_USER of include/uapi/linux/ipv6_route.h.
    private const uint DefaultMetric6 = 1024;

    private const int HeaderLength = 12;
    private const uint FlagOnLink = 0x4;

    private const ushort AttributeDestination = 1;
    private const ushort AttributeLink = 4;
    private const ushort AttributeGateway = 5;
    private const ushort AttributePriority = 6;
    private const ushort AttributePreferredSource = 7;
    private const ushort AttributeMultipath = 9;
    private const ushort AttributeTable = 15;

    /// <summary>Adds or replaces: a route with the same destination, table and metric is changed in place.</summary>
    /// <param name="protocol">Who the route says it is from: us, unless it is made for somebody else.</param>
    public static void WriteReplace(NetlinkBatch batch, RouteRow row, int linkIndex, byte protocol = OurMark.RouteProtocol)
    {
        var header = Begin(batch, NewRoute, MessageFlags.Ack | MessageFlags.Create | MessageFlags.Replace, row.Key);
        header[5] = protocol;
        header[6] = (byte)row.Scope;
        header[7] = (byte)row.Type;
        BinaryPrimitives.WriteUInt32LittleEndian(header[8..], row.OnLink ? FlagOnLink : 0);
        WriteKey(batch, row.Key);
        if (HasLink(row.Type))
        {
            // A route that leads nowhere has no link; IPv4 refuses one with EINVAL.
            batch.Attribute(AttributeLink, (uint)linkIndex);
        }

        if (row.Gateway is { } gateway)
        {
            WriteAddress(batch, AttributeGateway, gateway);
        }

        if (row.PreferredSource is { } source)
        {
            WriteAddress(batch, AttributePreferredSource, source);
        }

        batch.EndMessage();
    }

    /// <summary>Others lead nowhere.</summary>
    public static bool HasLink(RouteType type) => type is RouteType.Unicast or RouteType.Local;

    /// <summary>Removes the route with this key that is of the protocol: ours, unless another is said.</summary>
    /// <param name="type">Where it is known: without a metric the kernel takes the first of any metric, be it another kind of route.</param>
    public static void WriteDelete(NetlinkBatch batch, RouteKey key, byte protocol = OurMark.RouteProtocol, RouteType type = default)
    {
        var header = Begin(batch, DeleteRoute, MessageFlags.Ack, key);
        header[5] = protocol;
        // RT_SCOPE_NOWHERE: any scope (ip route del sends the same).
        header[6] = 255;
        header[7] = (byte)type;
        WriteKey(batch, key.Destination.IsV6 && key.Metric == 0 ? key with { Metric = DefaultMetric6 } : key);
        batch.EndMessage();
    }

    public static void WriteDump(NetlinkBatch batch, bool v6)
    {
        batch.BeginMessage(GetRoute, MessageFlags.Dump);
        batch.Reserve(HeaderLength)[0] = (byte)(v6 ? AddressFamilyNumber.Inet6 : AddressFamilyNumber.Inet);
        batch.EndMessage();
    }

    /// <summary>IPv6 routes without a metric have 1024: both ways of saying it are one key.</summary>
    public static uint NormalMetric(bool v6, uint metric) => v6 && metric == DefaultMetric6 ? 0 : metric;

    /// <summary>The kernel's two default scopes are one for IPv6, which knows no scopes.</summary>
    public static RouteKey KeyOf(Netns netns, ObservedRoute route) =>
        new(netns, route.Table, route.Destination, NormalMetric(route.Destination.IsV6, route.Metric));

    public static ObservedRoute Read(NetlinkMessage message)
    {
        var header = message.Header(HeaderLength);
        var v6 = header[0] == (byte)AddressFamilyNumber.Inet6;
        var route = new ObservedRoute
        {
            Destination = new Cidr(v6 ? InetAddress.V6(0) : InetAddress.V4(0), 0),
            Table = header[4],
            Protocol = header[5],
            Scope = header[6],
            Type = (RouteType)header[7],
            Flags = BinaryPrimitives.ReadUInt32LittleEndian(header[8..]),
        };
        foreach (var attribute in message.Attributes(HeaderLength))
        {
            route = attribute.Type switch
            {
                AttributeDestination => route with { Destination = attribute.Prefix(header[1]) },
                AttributeTable => route with { Table = attribute.U32 },
                AttributeLink => route with { LinkIndex = attribute.I32 },
                AttributeGateway => route with { Gateway = attribute.Address },
                AttributePriority => route with { Metric = attribute.U32 },
                AttributePreferredSource => route with { PreferredSource = attribute.Address },
                AttributeMultipath => WithNextHops(route, attribute.Value),
                _ => route,
            };
        }

        return route;
    }

    private static ObservedRoute WithNextHops(ObservedRoute route, ReadOnlySpan<byte> hops)
    {
        // struct rtnexthop: length (2), flags (1), hops (1), ifindex (4), then attributes.
        var count = 0;
        while (hops.Length >= 8)
        {
            var length = BinaryPrimitives.ReadUInt16LittleEndian(hops);
            if (length < 8 || length > hops.Length)
            {
                break;
            }

            if (count++ == 0)
            {
                route = route with { LinkIndex = BinaryPrimitives.ReadInt32LittleEndian(hops[4..]), Flags = route.Flags | hops[2] };
                foreach (var attribute in new NetlinkAttributes(hops[8..length]))
                {
                    route = attribute.Type == AttributeGateway ? route with { Gateway = attribute.Address } : route;
                }
            }

            hops = hops[Math.Min((length + 3) & ~3, hops.Length)..];
        }

        return route with { OtherNextHops = Math.Max(0, count - 1) };
    }

    private static Span<byte> Begin(NetlinkBatch batch, ushort type, MessageFlags flags, RouteKey key)
    {
        batch.BeginMessage(type, flags);
        var header = batch.Reserve(HeaderLength);
        header[0] = (byte)(key.Destination.IsV6 ? AddressFamilyNumber.Inet6 : AddressFamilyNumber.Inet);
        header[1] = key.Destination.Length;
        // RT_TABLE_UNSPEC where the number needs RTA_TABLE.
        header[4] = key.Table < 256 ? (byte)key.Table : (byte)0;
        return header;
    }

    private static void WriteKey(NetlinkBatch batch, RouteKey key)
    {
        if (key.Destination.Length > 0)
        {
            WriteAddress(batch, AttributeDestination, key.Destination.First);
        }

        batch.Attribute(AttributeTable, key.Table);
        if (key.Metric != 0)
        {
            batch.Attribute(AttributePriority, key.Metric);
        }
    }

    private static void WriteAddress(NetlinkBatch batch, ushort type, InetAddress address)
    {
        Span<byte> octets = stackalloc byte[address.Length];
        address.WriteTo(octets);
        batch.Attribute(type, octets);
    }
}
