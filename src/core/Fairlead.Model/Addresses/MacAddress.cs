using System.Globalization;

namespace Fairlead.Model.Addresses;

/// <summary>A 48-bit Ethernet address, most significant byte first, written <c>02:00:00:00:00:01</c>.</summary>
public readonly record struct MacAddress(ulong Bits) : IComparable<MacAddress>
{
    public const int Length = 6;

    /// <summary>Reads six octets in wire order.</summary>
    /// <exception cref="ArgumentException">The span is not six octets long.</exception>
    public static MacAddress FromBytes(ReadOnlySpan<byte> octets)
    {
        if (octets.Length != Length)
        {
            throw new ArgumentException($"a MAC address has {Length} octets, not {octets.Length}", nameof(octets));
        }

        var bits = 0UL;
        foreach (var octet in octets)
        {
            bits = (bits << 8) | octet;
        }

        return new MacAddress(bits);
    }

    public static bool TryParse(string? text, out MacAddress address)
    {
        address = default;
        if (text is not { Length: 17 })
        {
            return false;
        }

        var bits = 0UL;
        for (var i = 0; i < Length; i++)
        {
            if ((i > 0 && text[i * 3 - 1] != ':') ||
                !byte.TryParse(text.AsSpan(i * 3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var octet))
            {
                return false;
            }

            bits = (bits << 8) | octet;
        }

        address = new MacAddress(bits);
        return true;
    }

    /// <exception cref="FormatException">The text is not six hexadecimal octets with colons between.</exception>
    public static MacAddress Parse(string text) =>
        TryParse(text, out var address) ? address : throw new FormatException($"'{text}' is no MAC address; write 02:00:00:00:00:01");

    public void WriteTo(Span<byte> octets)
    {
        for (var i = 0; i < Length; i++)
        {
            octets[i] = (byte)(Bits >> (8 * (Length - 1 - i)));
        }
    }

    public byte[] ToBytes()
    {
        var octets = new byte[Length];
        WriteTo(octets);
        return octets;
    }

    public int CompareTo(MacAddress other) => Bits.CompareTo(other.Bits);

    public override string ToString() => string.Create(17, Bits, static (text, bits) =>
    {
        const string hex = "0123456789abcdef";
        for (var i = 0; i < Length; i++)
        {
            var octet = (byte)(bits >> (8 * (Length - 1 - i)));
            text[i * 3] = hex[octet >> 4];
            text[i * 3 + 1] = hex[octet & 15];
            if (i < Length - 1)
            {
                text[i * 3 + 2] = ':';
            }
        }
    });
}
