using System.Buffers.Binary;
using System.Globalization;
using Fairlead.Model.Addresses;

namespace Fairlead.Model.Nftables;

/// <summary>Octets of keys, data and constants as what their types say they are.</summary>
public static class NftFields
{
    /// <summary>A concatenation, fields separated by <c> . </c>.</summary>
    public static string Text(EquatableList<NftType> types, ByteString octets)
    {
        if (types.Count == 1)
        {
            return Text(types[0], octets.Span);
        }

        var parts = new List<string>();
        var at = 0;
        foreach (var type in types)
        {
            if (at + type.Length > octets.Length)
            {
                return octets.ToString();
            }

            parts.Add(Text(type, octets.Span.Slice(at, type.Length)));
            at += type.PaddedLength;
        }

        return string.Join(" . ", parts);
    }

    /// <summary>One field; in hexadecimal where the type is unknown or the length is not the type's.</summary>
    public static string Text(NftType type, ReadOnlySpan<byte> octets)
    {
        if (octets.Length != type.Length)
        {
            return "0x" + Convert.ToHexStringLower(octets);
        }

        if (type == NftType.Ipv4Address || type == NftType.Ipv6Address)
        {
            return InetAddress.FromBytes(octets).ToString();
        }

        return type switch
        {
            _ when type == NftType.EtherAddress => MacAddress.FromBytes(octets).ToString(),
            _ when type == NftType.InetService => BinaryPrimitives.ReadUInt16BigEndian(octets).ToString(CultureInfo.InvariantCulture),
            _ when type == NftType.InterfaceIndex => BinaryPrimitives.ReadUInt32LittleEndian(octets).ToString(CultureInfo.InvariantCulture),
            _ when type == NftType.Mark => $"0x{BinaryPrimitives.ReadUInt32LittleEndian(octets):x8}",
            _ when type == NftType.InetProtocol => Protocol(octets[0]),
            _ when octets.Length == 1 => octets[0].ToString(CultureInfo.InvariantCulture),
            _ => "0x" + Convert.ToHexStringLower(octets),
        };
    }

    private static string Protocol(byte number) => number switch
    {
        1 => "icmp",
        6 => "tcp",
        17 => "udp",
        58 => "icmpv6",
        132 => "sctp",
        _ => number.ToString(CultureInfo.InvariantCulture),
    };
}
