using Fairlead.Linux.Netlink;

namespace Fairlead.Testing.Kernel.Nftables;

/// <summary>An element: what the kernel looks at, and the octets that it gives back.</summary>
/// <param name="Octets">Value of the element's attribute.</param>
/// <param name="Chain">Where its verdict leads.</param>
internal sealed record FakeElement(string Key, string KeyEnd, bool IsEnd, bool IsCatchAll, string Data, string? Chain, byte[] Octets)
{
    private const uint FlagIntervalEnd = 1;
    private const uint FlagCatchAll = 2;

    /// <summary>By which the kernel tells elements apart; in the order of keys, the end of an interval before the beginning of the next.</summary>
    public string Place => $"{Key}{(IsCatchAll ? "*" : IsEnd ? "0" : "1")}{KeyEnd}";

    public int KeyLength => Key.Length / 2;

    public static FakeElement Read(NetlinkAttribute element, out bool isUnknown)
    {
        var (key, end, data, chain, flags) = ("", "", "", (string?)null, 0u);
        isUnknown = false;
        foreach (var attribute in element.Nested)
        {
            switch (attribute.Type)
            {
                case 1:
                    key = Value(attribute);
                    break;
                case 2:
                    (data, chain) = (Convert.ToHexString(attribute.Value), FakeExpressions.ChainOf(attribute));
                    break;
                case 3:
                    flags = attribute.U32BigEndian;
                    break;
                case 10:
                    end = Value(attribute);
                    break;
                default:
                    isUnknown = true;
                    break;
            }
        }

        return new FakeElement(key, end, (flags & FlagIntervalEnd) != 0, (flags & FlagCatchAll) != 0, data, chain, element.Value.ToArray());
    }

    // NFTA_DATA_VALUE
    private static string Value(NetlinkAttribute data)
    {
        foreach (var attribute in data.Nested)
        {
            if (attribute.Type == 1)
            {
                return Convert.ToHexString(attribute.Value);
            }
        }

        return "";
    }
}
