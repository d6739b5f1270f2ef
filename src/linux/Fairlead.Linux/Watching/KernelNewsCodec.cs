using Fairlead.Linux.Addresses;
using Fairlead.Linux.Links;
using Fairlead.Linux.Neighbours;
using Fairlead.Linux.Netlink;
using Fairlead.Linux.Routes;
using Fairlead.Linux.Rules;

namespace Fairlead.Linux.Watching;

/// <summary>Notifications from octets.</summary>
public static class KernelNewsCodec
{
    // include/uapi/linux/rtnetlink.h
    private const ushort NewNetconf = 80;
    private const byte Bridge = 7; // AF_BRIDGE

    // include/uapi/linux/netconf.h: struct netconfmsg is one octet, padded.
    private const int NetconfHeader = 4;
    private const ushort NetconfIndex = 1;

    /// <summary>RTNLGRP_* of everything that rows are made of: link, neighbour, IPv4 and IPv6 addresses, routes, rules and settings.</summary>
    public static ReadOnlySpan<int> Groups => [1, 3, 5, 7, 8, 9, 11, 19, 24, 25];

    /// <summary>RTNLGRP_LINK.</summary>
    public static ReadOnlySpan<int> LinkGroup => [1];

    /// <returns>Null for what no row is made of.</returns>
    public static KernelNews? Read(NetlinkMessage message, int namespaceId)
    {
        var port = message.Port;
        return message.Type switch
        {
            // A port that leaves its bridge is said to be deleted; as a link it lives on, and is told of as such too.
            LinkCodec.NewLink or LinkCodec.DeleteLink when message.Payload[0] == Bridge => null,
            LinkCodec.NewLink or LinkCodec.DeleteLink =>
                new LinkNews(namespaceId, port, LinkCodec.Read(message), message.Type == LinkCodec.DeleteLink),
            AddressCodec.NewAddress or AddressCodec.DeleteAddress =>
                new AddressNews(namespaceId, port, AddressCodec.Read(message), message.Type == AddressCodec.DeleteAddress),
            RouteCodec.NewRoute or RouteCodec.DeleteRoute =>
                new RouteNews(namespaceId, port, RouteCodec.Read(message), message.Type == RouteCodec.DeleteRoute),
            RuleCodec.NewRule or RuleCodec.DeleteRule =>
                new RuleNews(namespaceId, port, RuleCodec.Read(message), message.Type == RuleCodec.DeleteRule),
            NeighbourCodec.NewNeighbour or NeighbourCodec.DeleteNeighbour =>
                new NeighbourNews(namespaceId, port, NeighbourCodec.Read(message), message.Type == NeighbourCodec.DeleteNeighbour),
            NewNetconf => new SettingNews(namespaceId, port, LinkOf(message)),
            _ => null,
        };
    }

    private static int LinkOf(NetlinkMessage message)
    {
        foreach (var attribute in message.Attributes(NetconfHeader))
        {
            if (attribute.Type == NetconfIndex && attribute.Value.Length == sizeof(int))
            {
                return attribute.I32;
            }
        }

        return -1;
    }
}
