using Fairlead.Linux.Netlink;
using Fairlead.Model.Nftables;

namespace Fairlead.Linux.Nftables;

/// <summary>NFTA_DATA_*: a value or a verdict.</summary>
internal static class NftDataCodec
{
    private const ushort Value = 1;
    private const ushort Verdict = 2;
    private const ushort VerdictCode = 1;
    private const ushort VerdictChain = 2;

    public static void WriteValue(NetlinkBatch batch, ushort type, ByteString value)
    {
        var data = batch.BeginNested(type);
        batch.Attribute(Value, value.Span);
        batch.EndNested(data);
    }

    public static void WriteVerdict(NetlinkBatch batch, ushort type, NftVerdict verdict)
    {
        var data = batch.BeginNested(type);
        var nested = batch.BeginNested(Verdict);
        batch.AttributeBigEndian(VerdictCode, (uint)(int)verdict.Kind);
        if (verdict.Chain is { } chain)
        {
            batch.Attribute(VerdictChain, chain);
        }

        batch.EndNested(nested);
        batch.EndNested(data);
    }

    public static ByteString ReadValue(NetlinkAttribute data)
    {
        foreach (var attribute in data.Nested)
        {
            if (attribute.Type == Value)
            {
                return new ByteString(attribute.Value);
            }
        }

        return default;
    }

    public static NftVerdict? ReadVerdict(NetlinkAttribute data)
    {
        foreach (var attribute in data.Nested)
        {
            if (attribute.Type != Verdict)
            {
                continue;
            }

            var kind = NftVerdictKind.Continue;
            string? chain = null;
            foreach (var part in attribute.Nested)
            {
                if (part.Type == VerdictCode)
                {
                    kind = (NftVerdictKind)(int)part.U32BigEndian;
                }
                else if (part.Type == VerdictChain)
                {
                    chain = part.Text;
                }
            }

            return new NftVerdict(kind, chain);
        }

        return null;
    }
}
