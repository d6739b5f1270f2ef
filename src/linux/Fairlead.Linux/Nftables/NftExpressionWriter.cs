using System.Text;
using Fairlead.Linux.Netlink;
using Fairlead.Model.Nftables;

namespace Fairlead.Linux.Nftables;

/// <summary>Expressions to octets: NFTA_EXPR_NAME and NFTA_EXPR_DATA, numbers big endian.</summary>
internal static class NftExpressionWriter
{
    private const ushort ListElement = 1;
    private const ushort ExpressionName = 1;
    private const ushort ExpressionData = 2;

    public static void Write(NetlinkBatch batch, NftExpression expression)
    {
        var element = batch.BeginNested(ListElement);
        batch.Attribute(ExpressionName, Encoding.ASCII.GetBytes(NameOf(expression) + "\0"));
        var data = batch.BeginNested(ExpressionData);
        WriteData(batch, expression);
        batch.EndNested(data);
        batch.EndNested(element);
    }

    private static string NameOf(NftExpression expression) => expression switch
    {
        NftMeta or NftMetaSet => "meta",
        NftPayload => "payload",
        NftCompare => "cmp",
        NftRange => "range",
        NftBitwise => "bitwise",
        NftByteOrder => "byteorder",
        NftLookup => "lookup",
        NftImmediate or NftImmediateVerdict => "immediate",
        NftConntrack or NftConntrackSet => "ct",
        NftFib => "fib",
        NftNat => "nat",
        NftMasquerade => "masq",
        NftCounter => "counter",
        NftReject => "reject",
        NftLog => "log",
        NftLimit => "limit",
        NftUnknown unknown => unknown.Name,
        _ => throw new InvalidOperationException($"no name for {expression.GetType().Name}"),
    };

    private static void WriteData(NetlinkBatch batch, NftExpression expression)
    {
        switch (expression)
        {
            case NftMeta meta:
                batch.Number(1, meta.Destination).Number(2, (uint)meta.Key);
                break;
            case NftMetaSet meta:
                batch.Number(2, (uint)meta.Key).Number(3, meta.Source);
                break;
            case NftPayload payload:
                batch.Number(1, payload.Destination).Number(2, (uint)payload.Base).Number(3, payload.Offset).Number(4, payload.Length);
                break;
            case NftCompare compare:
                batch.Number(1, compare.Source).Number(2, (uint)compare.Comparison);
                NftDataCodec.WriteValue(batch, 3, compare.Value);
                break;
            case NftRange range:
                batch.Number(1, range.Source).Number(2, range.Inverted ? 1u : 0u);
                NftDataCodec.WriteValue(batch, 3, range.From);
                NftDataCodec.WriteValue(batch, 4, range.To);
                break;
            case NftBitwise bitwise:
                batch.Number(1, bitwise.Source).Number(2, bitwise.Destination).Number(3, bitwise.Length);
                NftDataCodec.WriteValue(batch, 4, bitwise.Mask);
                NftDataCodec.WriteValue(batch, 5, bitwise.Xor);
                break;
            case NftByteOrder order:
                batch.Number(1, order.Source).Number(2, order.Destination).Number(3, order.Operation).Number(4, order.Length).Number(5, order.Size);
                break;
            case NftUnknown unknown:
                unknown.Attributes.Span.CopyTo(batch.Reserve(unknown.Attributes.Length));
                break;
            default:
                WriteAction(batch, expression);
                break;
        }
    }

    private static void WriteAction(NetlinkBatch batch, NftExpression expression)
    {
        switch (expression)
        {
            case NftLookup lookup:
                batch.Attribute(1, lookup.Set);
                batch.Number(2, lookup.Source).Number(3, lookup.Destination).Number(5, lookup.Inverted ? 1u : null);
                break;
            case NftImmediate immediate:
                batch.Number(1, immediate.Destination);
                NftDataCodec.WriteValue(batch, 2, immediate.Value);
                break;
            case NftImmediateVerdict immediate:
                batch.Number(1, NftExpression.VerdictRegister);
                NftDataCodec.WriteVerdict(batch, 2, immediate.Verdict);
                break;
            case NftConntrack conntrack:
                batch.Number(1, conntrack.Destination).Number(2, (uint)conntrack.Key);
                break;
            case NftConntrackSet conntrack:
                batch.Number(2, (uint)conntrack.Key).Number(4, conntrack.Source);
                break;
            case NftFib fib:
                batch.Number(1, fib.Destination).Number(2, fib.Result).Number(3, fib.Flags);
                break;
            case NftNat nat:
                batch.Number(1, nat.Type).Number(2, (uint)nat.Family).Number(3, nat.AddressRegister).Number(5, nat.PortRegister).Number(7, nat.Flags == 0 ? null : nat.Flags);
                break;
            case NftMasquerade masquerade:
                batch.Number(1, masquerade.Flags == 0 ? null : masquerade.Flags);
                break;
            case NftReject reject:
                batch.Number(1, reject.Type);
                batch.Attribute(2, reject.Code);
                break;
            case NftLog log:
                batch.Attribute(1, [(byte)(log.Group >> 8), (byte)log.Group]);
                batch.Attribute(2, log.Prefix);
                break;
            case NftLimit limit:
                batch.AttributeBigEndian(1, limit.PerSecond);
                batch.AttributeBigEndian(2, 1ul); // NFTA_LIMIT_UNIT: seconds
                batch.Number(3, limit.Burst).Number(4, 0u); // NFT_LIMIT_PKTS
                break;
        }
    }

    /// <summary>An attribute of 4 octets, big endian; none where there is no value.</summary>
    private static NetlinkBatch Number(this NetlinkBatch batch, ushort type, uint? value)
    {
        if (value is { } number)
        {
            batch.AttributeBigEndian(type, number);
        }

        return batch;
    }
}
