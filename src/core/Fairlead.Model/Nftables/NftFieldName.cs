using System.Buffers.Binary;

namespace Fairlead.Model.Nftables;

/// <summary>What an expression loads, in `nft`'s words, and how constants that it is compared with are written.</summary>
/// <param name="AddressLength">Of an address of which only the first octets are loaded, as nft does for /8, /16 and /24: all its octets.</param>
internal sealed record NftFieldName(string Name, NftType? Type, int AddressLength = 0)
{
    public bool IsAddress => Type == NftType.Ipv4Address || Type == NftType.Ipv6Address;

    public static NftFieldName? Of(NftExpression expression) => expression switch
    {
        NftMeta meta => Meta(meta.Key),
        NftPayload payload => Payload(payload),
        NftConntrack conntrack => new NftFieldName($"ct {conntrack.Key.ToString().ToLowerInvariant()}", NftType.Mark),
        NftFib { Result: 3, Flags: 2 } => new NftFieldName("fib daddr type", null),
        NftFib fib => new NftFieldName($"fib {fib.Flags} {fib.Result}", null),
        _ => null,
    };

    public string Constant(ByteString value)
    {
        if (AddressLength > 0 && value.Length < AddressLength)
        {
            var octets = new byte[AddressLength];
            value.Span.CopyTo(octets);
            return $"{Addresses.InetAddress.FromBytes(octets)}/{8 * value.Length}";
        }

        if (Type is { } type)
        {
            return NftFields.Text(type, value.Span);
        }

        return (Name, value.Length) switch
        {
            ("meta nfproto", 1) => value.Span[0] == (byte)NftFamily.Ip6 ? "ipv6" : "ipv4",
            // RTN_LOCAL of include/uapi/linux/rtnetlink.h.
            ("fib daddr type", 4) when BinaryPrimitives.ReadUInt32LittleEndian(value.Span) == 2 => "local",
            (_, 1) => $"{value.Span[0]}",
            (_, 4) => $"{BinaryPrimitives.ReadUInt32LittleEndian(value.Span)}",
            _ => $"0x{value}",
        };
    }

    public override string ToString() => Name;

    private static NftFieldName Meta(NftMetaKey key) => key switch
    {
        NftMetaKey.InputIndex => new("iif", NftType.InterfaceIndex),
        NftMetaKey.OutputIndex => new("oif", NftType.InterfaceIndex),
        NftMetaKey.InputGroup => new("iifgroup", null),
        NftMetaKey.OutputGroup => new("oifgroup", null),
        NftMetaKey.NfProtocol => new("meta nfproto", null),
        NftMetaKey.TransportProtocol => new("meta l4proto", NftType.InetProtocol),
        NftMetaKey.Mark => new("meta mark", NftType.Mark),
        _ => new($"meta {key.ToString().ToLowerInvariant()}", null),
    };

    private static NftFieldName? Payload(NftPayload payload) => (payload.Base, payload.Offset, payload.Length) switch
    {
        (NftPayloadBase.Link, 6, 6) => new("ether saddr", NftType.EtherAddress),
        (NftPayloadBase.Network, 12, 4) => new("ip saddr", NftType.Ipv4Address),
        (NftPayloadBase.Network, 16, 4) => new("ip daddr", NftType.Ipv4Address),
        (NftPayloadBase.Network, 8, 16) => new("ip6 saddr", NftType.Ipv6Address),
        (NftPayloadBase.Network, 24, 16) => new("ip6 daddr", NftType.Ipv6Address),
        (NftPayloadBase.Network, 12, < 4) => new("ip saddr", null, 4),
        (NftPayloadBase.Network, 16, < 4) => new("ip daddr", null, 4),
        (NftPayloadBase.Network, 8, > 4 and < 16) => new("ip6 saddr", null, 16),
        (NftPayloadBase.Network, 24, < 16) => new("ip6 daddr", null, 16),
        (NftPayloadBase.Transport, 0, 2) => new("th sport", NftType.InetService),
        (NftPayloadBase.Transport, 2, 2) => new("th dport", NftType.InetService),
        (NftPayloadBase.Transport, 0, 1) => new("icmp type", null),
        var (start, offset, length) => new($"@{start.ToString().ToLowerInvariant()},{offset * 8},{length * 8}", null),
    };
}
