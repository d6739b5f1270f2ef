using Fairlead.Linux.Netlink;
using Fairlead.Model.Nftables;

namespace Fairlead.Linux.Nftables;

/// <summary>Octets to expressions; what has no record here is kept as <see cref="NftUnknown"/>.</summary>
internal static class NftExpressionReader
{
    public static NftExpression Read(NetlinkAttribute element)
    {
        var name = "";
        var attributes = default(NetlinkAttribute);
        var found = false;
        foreach (var part in element.Nested)
        {
            if (part.Type == 1)
            {
                name = part.Text;
            }
            else if (part.Type == 2)
            {
                attributes = part;
                found = true;
            }
        }

        var fields = found ? new Fields(attributes) : new Fields();
        return Known(name, fields) ?? new NftUnknown(name, found ? new ByteString(attributes.Value) : default);
    }

    private static NftExpression? Known(string name, Fields fields) => name switch
    {
        "meta" when fields.Has(3) => new NftMetaSet((NftMetaKey)fields[2], fields[3]),
        "meta" => new NftMeta((NftMetaKey)fields[2], fields[1]),
        "payload" when fields.Has(1) => new NftPayload((NftPayloadBase)fields[2], fields[3], fields[4], fields[1]),
        "cmp" => new NftCompare((NftComparison)fields[2], fields[1], fields.Value(3)),
        "range" => new NftRange(fields[2] == 1, fields[1], fields.Value(3), fields.Value(4)),
        // NFT_BITWISE_MASK_XOR is operation 0; shifts and register operands are others.
        "bitwise" when fields[6] == 0 => new NftBitwise(fields[1], fields[2], fields[3], fields.Value(4), fields.Value(5)),
        "byteorder" => new NftByteOrder(fields[1], fields[2], fields[3], fields[4], fields[5]),
        "lookup" => new NftLookup(fields.Text, fields[2], fields.Find(3), (fields[5] & 1) != 0),
        "immediate" when fields.Verdict is { } verdict => new NftImmediateVerdict(verdict),
        "immediate" => new NftImmediate(fields[1], fields.Value(2)),
        "ct" when fields.Has(4) => new NftConntrackSet((NftConntrackKey)fields[2], fields[4]),
        "ct" when !fields.Has(3) => new NftConntrack((NftConntrackKey)fields[2], fields[1]),
        "fib" => new NftFib(fields[2], fields[3], fields[1]),
        // The kernel adds NF_NAT_RANGE_MAP_IPS (1) and _PROTO_SPECIFIED (2) by itself where registers are given.
        "nat" => new NftNat(fields[1], (NftFamily)fields[2], fields.Find(3), fields.Find(5), fields[7] & ~3u),
        "masq" when !fields.Has(2) => new NftMasquerade(fields[1]),
        "counter" => new NftCounter { Octets = fields.Long(1), Packets = fields.Long(2) },
        "reject" => new NftReject(fields[1], fields.Octet(2)),
        "log" when fields.Half(1) is { } group && !fields.Has(3) && !fields.Has(4) => new NftLog(group, fields.TextOf(2)),
        "limit" when fields.Long(2) == 1 && fields[4] == 0 && fields[5] == 0 => new NftLimit(fields.Long(1), fields[3]),
        _ => null,
    };

    /// <summary>The attributes of one expression by their numbers; no expression has more than 8.</summary>
    private readonly ref struct Fields
    {
        private readonly NetlinkAttribute _attributes;
        private readonly bool _any;

        public Fields(NetlinkAttribute attributes)
        {
            _attributes = attributes;
            _any = true;
        }

        public uint this[ushort type] => Find(type) ?? 0;

        public string Text => TextOf(1);

        public string TextOf(ushort type) => TryGet(type, out var attribute) ? attribute.Text : "";

        public ushort? Half(ushort type) => TryGet(type, out var attribute) && attribute.Value.Length == 2 ? attribute.U16BigEndian : null;

        public NftVerdict? Verdict => TryGet(2, out var attribute) ? NftDataCodec.ReadVerdict(attribute) : null;

        public bool Has(ushort type) => TryGet(type, out _);

        public uint? Find(ushort type) => TryGet(type, out var attribute) && attribute.Value.Length == 4 ? attribute.U32BigEndian : null;

        public ulong Long(ushort type) => TryGet(type, out var attribute) && attribute.Value.Length == 8 ? attribute.U64BigEndian : 0;

        public byte Octet(ushort type) => TryGet(type, out var attribute) && attribute.Value.Length == 1 ? attribute.U8 : (byte)0;

        public ByteString Value(ushort type) => TryGet(type, out var attribute) ? NftDataCodec.ReadValue(attribute) : default;

        private bool TryGet(ushort type, out NetlinkAttribute found)
        {
            if (_any)
            {
                foreach (var attribute in _attributes.Nested)
                {
                    if (attribute.Type == type)
                    {
                        found = attribute;
                        return true;
                    }
                }
            }

            found = default;
            return false;
        }
    }
}
