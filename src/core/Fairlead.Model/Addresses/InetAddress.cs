using System.Buffers.Binary;
using System.Globalization;
using System.Net;

namespace Fairlead.Model.Addresses;

/// <summary>An IPv4 or IPv6 address as a value: a number and its family. <see cref="IPAddress"/> is a class and costs an allocation a look-up.</summary>
public readonly record struct InetAddress : IComparable<InetAddress>
{
    private InetAddress(UInt128 bits, bool isV6)
    {
        Bits = bits;
        IsV6 = isV6;
    }

    /// <summary>The address as a number, most significant octet first; 32 bits are used for IPv4, 128 for IPv6.</summary>
    public UInt128 Bits { get; }

    public bool IsV6 { get; }

    /// <summary>4 or 16 octets.</summary>
    public int Length => IsV6 ? 16 : 4;

    /// <summary>32 or 128: the prefix length of a single address.</summary>
    public int BitLength => IsV6 ? 128 : 32;

    public static InetAddress V4(uint bits) => new(bits, false);

    public static InetAddress V6(UInt128 bits) => new(bits, true);

    /// <exception cref="ArgumentException">The span is neither 4 nor 16 octets long.</exception>
    public static InetAddress FromBytes(ReadOnlySpan<byte> octets) => octets.Length switch
    {
        4 => V4(BinaryPrimitives.ReadUInt32BigEndian(octets)),
        16 => V6(BinaryPrimitives.ReadUInt128BigEndian(octets)),
        var length => throw new ArgumentException($"an address has 4 or 16 octets, not {length}", nameof(octets)),
    };

    /// <summary>Reads <c>10.0.0.1</c> or <c>fd00::1</c>: four decimal octets without leading zeros, or any spelling of RFC 4291 without a zone.</summary>
    public static bool TryParse(string? text, out InetAddress address)
    {
        address = default;
        if (text is null || !text.Contains(':'))
        {
            return TryParseV4(text, out address);
        }

        if (text.Contains('%') || !IPAddress.TryParse(text, out var parsed))
        {
            return false;
        }

        address = FromBytes(parsed.GetAddressBytes());
        return true;
    }

    /// <summary>IPAddress.Parse also reads "1", "0x7f.1" and "010.0.0.1" (octal), which are typing errors in a configuration.</summary>
    private static bool TryParseV4(ReadOnlySpan<char> text, out InetAddress address)
    {
        address = default;
        Span<Range> octets = stackalloc Range[5];
        if (text.Split(octets, '.') != 4)
        {
            return false;
        }

        var bits = 0u;
        foreach (var range in octets[..4])
        {
            var octet = text[range];
            // byte.Parse lets NULs follow the digits.
            if ((octet.Length > 1 && octet[0] == '0') || octet.ContainsAnyExceptInRange('0', '9') || !byte.TryParse(octet, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
            {
                return false;
            }

            bits = (bits << 8) | value;
        }

        address = V4(bits);
        return true;
    }

    /// <exception cref="FormatException">The text is not an IPv4 or IPv6 address.</exception>
    public static InetAddress Parse(string text) =>
        TryParse(text, out var address) ? address : throw new FormatException($"'{text}' is no IP address");

    public void WriteTo(Span<byte> octets)
    {
        if (IsV6)
        {
            BinaryPrimitives.WriteUInt128BigEndian(octets, Bits);
        }
        else
        {
            BinaryPrimitives.WriteUInt32BigEndian(octets, (uint)Bits);
        }
    }

    public byte[] ToBytes()
    {
        var octets = new byte[Length];
        WriteTo(octets);
        return octets;
    }

    public InetAddress Plus(UInt128 offset) => IsV6 ? V6(Bits + offset) : V4((uint)(Bits + offset));

    /// <summary>This address alone: <c>/32</c> or <c>/128</c>.</summary>
    public Cidr ToCidr() => new(this, BitLength);

    public IPAddress ToIPAddress() => new(ToBytes());

    public int CompareTo(InetAddress other) =>
        IsV6 == other.IsV6 ? Bits.CompareTo(other.Bits) : IsV6.CompareTo(other.IsV6);

    public override string ToString() =>
        IsV6 ? ToIPAddress().ToString() : $"{(byte)(Bits >> 24)}.{(byte)(Bits >> 16)}.{(byte)(Bits >> 8)}.{(byte)Bits}";
}
