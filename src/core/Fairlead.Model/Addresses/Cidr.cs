using System.Globalization;

namespace Fairlead.Model.Addresses;

/// <summary>
/// An address with a prefix length, <c>10.244.1.0/24</c>. The address keeps its host bits, so that an interface address
/// (<c>10.0.0.7/24</c>) is one too; <see cref="Network"/> clears them.
/// </summary>
public readonly record struct Cidr : IComparable<Cidr>
{
    /// <exception cref="ArgumentOutOfRangeException">The length is negative or longer than the address.</exception>
    public Cidr(InetAddress address, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, address.BitLength);
        Address = address;
        Length = (byte)length;
    }

    public InetAddress Address { get; }

    public byte Length { get; }

    public bool IsV6 => Address.IsV6;

    public Cidr Network => new(IsV6 ? InetAddress.V6(Address.Bits & Mask) : InetAddress.V4((uint)(Address.Bits & Mask)), Length);

    public bool IsNetwork => Network == this;

    public bool IsSingleAddress => Length == Address.BitLength;

    public InetAddress First => Network.Address;

    public InetAddress Last => IsV6 ? InetAddress.V6(First.Bits | ~Mask) : InetAddress.V4((uint)(First.Bits | ~Mask));

    /// <summary>Addresses in the range; <see cref="UInt128.MaxValue"/> stands for the 2^128 of <c>::/0</c>.</summary>
    public UInt128 Count => Length == 0 && IsV6 ? UInt128.MaxValue : UInt128.One << (Address.BitLength - Length);

    private UInt128 Mask => Length == 0
        ? UInt128.Zero
        : (UInt128.MaxValue << (Address.BitLength - Length)) & (IsV6 ? UInt128.MaxValue : uint.MaxValue);

    public static Cidr Default(bool v6) => new(v6 ? InetAddress.V6(0) : InetAddress.V4(0), 0);

    public static bool TryParse(string? text, out Cidr cidr)
    {
        cidr = default;
        var slash = text?.IndexOf('/') ?? -1;
        if (slash < 0 || !InetAddress.TryParse(text![..slash], out var address) ||
            !int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var length) ||
            length > address.BitLength)
        {
            return false;
        }

        cidr = new Cidr(address, length);
        return true;
    }

    /// <exception cref="FormatException">The text is not an address, a slash and a prefix length.</exception>
    public static Cidr Parse(string text) =>
        TryParse(text, out var cidr) ? cidr : throw new FormatException($"'{text}' is no CIDR; write 10.244.0.0/16 or fd00::/64");

    public bool Contains(InetAddress address) =>
        address.IsV6 == IsV6 && (address.Bits & Mask) == (Address.Bits & Mask);

    public bool Contains(Cidr other) => other.Length >= Length && Contains(other.Address);

    public bool Overlaps(Cidr other) => Contains(other) || other.Contains(this);

    public int CompareTo(Cidr other)
    {
        var byAddress = Address.CompareTo(other.Address);
        return byAddress != 0 ? byAddress : Length.CompareTo(other.Length);
    }

    public override string ToString() => $"{Address}/{Length}";
}
