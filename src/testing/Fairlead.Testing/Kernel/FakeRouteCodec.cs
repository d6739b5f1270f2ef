using System.Buffers.Binary;
using Fairlead.Linux.Interop;
using Fairlead.Linux.Netlink;
using Fairlead.Model.Addresses;

namespace Fairlead.Testing.Kernel;

/// <summary>struct rtmsg and RTA_* as the kernel takes and gives them.</summary>
internal static class FakeRouteCodec
{
    public const ushort Message = 24;
    public const ushort GoneMessage = 25;
    private const int HeaderLength = 12;

    // IP6_RT_PRIO_USER
    private const uint DefaultMetric6 = 1024;

    public static FakeRoute Read(FakeRequest request, out int errno)
    {
        var header = request.Header(HeaderLength);
        var v6 = header[0] == (byte)AddressFamilyNumber.Inet6;
        var route = new FakeRoute
        {
            Destination = Cidr.Default(v6),
            Table = header[4],
            Protocol = header[5],
            Scope = v6 ? (byte)0 : header[6],
            Type = header[7],
            OnLink = (BinaryPrimitives.ReadUInt32LittleEndian(header[8..]) & 0x4) != 0,
        };
        // Source routing and type of service.
        errno = header[2] != 0 || header[3] != 0 ? Errno.EOPNOTSUPP : 0;
        foreach (var attribute in request.Message.Attributes(HeaderLength))
        {
            route = attribute.Type switch
            {
                1 => route with { Destination = attribute.Prefix(header[1]) },
                4 => route with { Link = attribute.I32 },
                5 => route with { Gateway = attribute.Address },
                6 => route with { Metric = attribute.U32 },
                7 => route with { Source = attribute.Address },
                15 => route with { Table = attribute.U32 },
                _ => Unknown(route, ref errno),
            };
        }

        return v6 && route.Metric == 0 && request.Message.Type == Message ? route with { Metric = DefaultMetric6 } : route;
    }

    public static byte[] Describe(FakeRoute route, ushort type) => FakeMessage.Build(type, batch =>
    {
        var header = batch.Reserve(HeaderLength);
        header[0] = FakeFamily.Of(route.Destination.IsV6);
        header[1] = route.Destination.Length;
        header[4] = route.Table < 256 ? (byte)route.Table : (byte)252;
        (header[5], header[6], header[7]) = (route.Protocol, route.Scope, route.Type);
        BinaryPrimitives.WriteUInt32LittleEndian(header[8..], route.OnLink ? 0x4u : 0);
        batch.Attribute(15, route.Table);
        Write(batch, 1, route.Destination.Length > 0 ? route.Destination.Address : null);
        Write(batch, 5, route.Gateway);
        Write(batch, 7, route.Source);
        if (route.Metric != 0)
        {
            batch.Attribute(6, route.Metric);
        }

        // IPv6 says lo of what leads nowhere.
        if (route.Link != 0 || route.Destination.IsV6)
        {
            batch.Attribute(4, route.Link != 0 ? (uint)route.Link : 1u);
        }
    });

    private static void Write(NetlinkBatch batch, ushort type, InetAddress? address)
    {
        if (address is { } given)
        {
            batch.Attribute(type, given.ToBytes());
        }
    }

    private static FakeRoute Unknown(FakeRoute route, ref int errno)
    {
        errno = Errno.EOPNOTSUPP;
        return route;
    }
}
