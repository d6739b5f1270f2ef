using System.Text;
using Fairlead.Model.Kernel;
using Fairlead.Model.Kernel.Observed;
using Fairlead.Model.Nftables;
using Fairlead.Planning.Paths.Routing;

namespace Fairlead.Planning.Paths.Filtering;

/// <summary>What `meta`, `ct` and `fib` put into registers. Null where the kernel would end the rule.</summary>
internal static class NftLoads
{
    private const int NameLength = 16;

    // NF_CT_STATE_*: include/uapi/linux/netfilter/nf_conntrack_common.h; nft_ct_get_eval of net/netfilter/nft_ct.c.
    private const uint Invalid = 1;
    private const uint Established = 2;
    private const uint New = 8;

    public static ByteString? Meta(NftMetaKey key, PacketContext context) => key switch
    {
        NftMetaKey.Length => NftValue.HostOrder((uint)context.Packet.Length),
        NftMetaKey.Protocol => NftValue.NetworkOrder(context.Arp is not null ? (ushort)0x0806 : context.Packet.IsV6 ? (ushort)0x86dd : (ushort)0x0800),
        NftMetaKey.Mark => NftValue.HostOrder(context.Packet.Mark),
        NftMetaKey.InputIndex => NftValue.HostOrder((uint)(context.Input?.Index ?? 0)),
        NftMetaKey.OutputIndex => NftValue.HostOrder((uint)(context.Output?.Index ?? 0)),
        NftMetaKey.InputName => Name(context.Input),
        NftMetaKey.OutputName => Name(context.Output),
        NftMetaKey.NfProtocol => NftValue.Octet((byte)(context.Arp is not null ? NftFamily.Arp : context.Packet.IsV6 ? NftFamily.Ip6 : NftFamily.Ip)),
        NftMetaKey.TransportProtocol => NftValue.Octet(context.Packet.Protocol),
        // PACKET_HOST 0; what loops through lo is PACKET_LOOPBACK only on its way out.
        NftMetaKey.PacketType => NftValue.Octet(0),
        NftMetaKey.InputGroup => context.Input is { } input ? NftValue.HostOrder(input.Group) : null,
        NftMetaKey.OutputGroup => context.Output is { } output ? NftValue.HostOrder(output.Group) : null,
        _ => throw new NftDoubtException($"meta key {(uint)key}"),
    };

    public static ByteString? Conntrack(NftConntrackKey key, Tracking? tracking) => (key, tracking) switch
    {
        (NftConntrackKey.State, null) => NftValue.HostOrder(Invalid),
        (NftConntrackKey.State, _) => NftValue.HostOrder(tracking.IsAnswer ? Established : New),
        (_, null) => null,
        (NftConntrackKey.Direction, _) => NftValue.Octet(tracking.IsAnswer ? (byte)1 : (byte)0),
        (NftConntrackKey.Status, _) => NftValue.HostOrder(tracking.Status),
        (NftConntrackKey.Mark, _) => NftValue.HostOrder(tracking.Mark),
        _ => throw new NftDoubtException($"ct key {(uint)key}"),
    };

    public static ByteString? Fib(NftFib fib, PacketContext context)
    {
        const uint source = 1, destination = 2, mark = 4, input = 8, output = 16, present = 32;
        const uint index = 1, name = 2, type = 3;
        var address = (fib.Flags & source) != 0 ? context.Packet.Source : context.Packet.Destination;
        if (fib.Result == type && (fib.Flags & (input | output)) == 0)
        {
            return NftValue.HostOrder((uint)context.Routes.TypeOf(address));
        }

        if (fib.Result is not (index or name) || (fib.Flags & output) != 0 || (fib.Flags & (source | destination)) == 0)
        {
            throw new NftDoubtException($"fib with flags {fib.Flags} and result {fib.Result}");
        }

        var other = (fib.Flags & source) != 0 ? context.Packet.Destination : context.Packet.Source;
        var query = new RouteQuery(other, address, context.Input?.Name ?? "lo", (fib.Flags & mark) != 0 ? context.Packet.Mark : 0)
        {
            OutputLink = (fib.Flags & input) != 0 ? context.Input?.Index ?? 0 : 0,
        };
        var answer = context.Routes.Find(query);
        var link = answer.Type is RouteType.Unicast or RouteType.Local ? answer.Route?.LinkIndex ?? 0 : 0;
        return (fib.Flags & present) != 0 ? NftValue.Octet(link == 0 ? (byte)0 : (byte)1)
            : fib.Result == index ? NftValue.HostOrder((uint)link)
            : Name(context.Netns.FindLink(link));
    }

    private static ByteString Name(ObservedLink? link)
    {
        var octets = new byte[NameLength];
        Encoding.UTF8.GetBytes(link?.Name ?? "", octets);
        return new ByteString(octets);
    }
}
