using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

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
        // IPAddress.Parse also reads "1", "0x7f.1" and "010.0.0.1" (octal), which are typing errors in a configuration.
        if (text is null || text.Contains('%') || !IPAddress.TryParse(text, out var parsed))
        {
            return false;
        }

        if (parsed.AddressFamily == AddressFamily.InterNetwork && parsed.ToString() != text)
        {
            return false;
        }

        address = FromBytes(parsed.GetAddressBytes());
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
