using Fairlead.Linux.Netlink;
using Fairlead.Model.Nftables;

namespace Fairlead.Linux.Nftables;

/// <summary>Elements to and from octets. A plain interval is two elements to the kernel, its start and (flagged) the first key behind it.</summary>
internal static class NftElementCodec
{
    private const ushort Key = 1;
    private const ushort Data = 2;
    private const ushort Flags = 3;
    private const ushort KeyEnd = 10;
    private const uint FlagIntervalEnd = 1;
    private const uint FlagCatchAll = 2;

    /// <summary>Writes elements of one set as one message; the caller keeps it below the 64 KiB of an attribute.</summary>
    public static void Write(NetlinkBatch batch, ushort type, NftName set, IEnumerable<NftElement> elements, bool concatenated)
    {
        var flags = type == NftMessage.NewElements ? MessageFlags.Create : MessageFlags.None;
        NftMessage.Begin(batch, type, set.Table.Family, flags);
        batch.Attribute(1, set.Table.Name);
        batch.Attribute(2, set.Name);
        var list = batch.BeginNested(3);
        foreach (var element in elements)
        {
            WriteOne(batch, element, concatenated);
        }

        batch.EndNested(list);
        batch.EndMessage();
    }

    public static NftElement Read(NetlinkAttribute element, NftName set, out bool isIntervalEnd)
    {
        ByteString key = default;
        ByteString? end = null, data = null;
        NftVerdict? verdict = null;
        uint flags = 0;
        foreach (var attribute in element.Nested)
        {
            switch (attribute.Type)
            {
                case Key:
                    key = NftDataCodec.ReadValue(attribute);
                    break;
                case KeyEnd:
                    end = NftDataCodec.ReadValue(attribute);
                    break;
                case Data:
                    verdict = NftDataCodec.ReadVerdict(attribute);
                    data = verdict is null ? NftDataCodec.ReadValue(attribute) : null;
                    break;
                case Flags:
                    flags = attribute.U32BigEndian;
                    break;
            }
        }

        isIntervalEnd = (flags & FlagIntervalEnd) != 0;
        return new NftElement { Set = set, Key = key, KeyEnd = end, Data = data, Verdict = verdict, IsCatchAll = (flags & FlagCatchAll) != 0 };
    }

    /// <summary>The key behind another; null behind the last of all.</summary>
    public static ByteString? Following(ByteString key)
    {
        var octets = key.Span.ToArray();
        for (var i = octets.Length - 1; i >= 0; i--)
        {
            if (++octets[i] != 0)
            {
                return new ByteString(octets);
            }
        }

        return null;
    }

    public static ByteString Preceding(ByteString key)
    {
        var octets = key.Span.ToArray();
        for (var i = octets.Length - 1; i >= 0; i--)
        {
            if (octets[i]-- != 0)
            {
                break;
            }
        }

        return new ByteString(octets);
    }

    private static void WriteOne(NetlinkBatch batch, NftElement element, bool concatenated)
    {
        WriteElement(batch, element, element.IsCatchAll ? FlagCatchAll : 0, concatenated);
        if (!concatenated && element.KeyEnd is { } last && Following(last) is { } end)
        {
            WriteElement(batch, new NftElement { Set = element.Set, Key = end }, FlagIntervalEnd, false);
        }
    }

    private static void WriteElement(NetlinkBatch batch, NftElement element, uint flags, bool concatenated)
    {
        var nested = batch.BeginNested(1);
        if (flags != 0)
        {
            batch.AttributeBigEndian(Flags, flags);
        }

        if (!element.IsCatchAll)
        {
            NftDataCodec.WriteValue(batch, Key, element.Key);
        }

        if (concatenated && element.KeyEnd is { } end)
        {
            NftDataCodec.WriteValue(batch, KeyEnd, end);
        }

        if (element.Verdict is { } verdict)
        {
            NftDataCodec.WriteVerdict(batch, Data, verdict);
        }
        else if (element.Data is { } data)
        {
            NftDataCodec.WriteValue(batch, Data, data);
        }

        batch.EndNested(nested);
    }
}
