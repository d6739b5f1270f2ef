using System.Buffers.Binary;
using System.Text;
using Fairlead.Model.Addresses;

namespace Fairlead.Linux.Netlink;

/// <summary>A row of attributes; what is cut short ends the enumeration.</summary>
public ref struct NetlinkAttributes(ReadOnlySpan<byte> octets)
{
    private ReadOnlySpan<byte> _rest = octets;

    public NetlinkAttribute Current { get; private set; }

    public readonly NetlinkAttributes GetEnumerator() => this;

    public bool MoveNext()
    {
        if (_rest.Length < 4)
        {
            return false;
        }

        var length = BinaryPrimitives.ReadUInt16LittleEndian(_rest);
        if (length < 4 || length > _rest.Length)
        {
            return false;
        }

        Current = new NetlinkAttribute(_rest[..length]);
        _rest = _rest[Math.Min((length + 3) & ~3, _rest.Length)..];
        return true;
    }
}

/// <summary>
/// One attribute as it lies in a buffer. What is too short for what is asked of it is a <see cref="KernelException"/> (EBADMSG).
/// </summary>
public readonly ref struct NetlinkAttribute(ReadOnlySpan<byte> octets)
{
    // NLA_F_NESTED and NLA_F_NET_BYTEORDER
    private const ushort TypeMask = 0x3fff;

    private readonly ReadOnlySpan<byte> _octets = octets;

    public ushort Type => (ushort)(BinaryPrimitives.ReadUInt16LittleEndian(_octets[2..]) & TypeMask);

    public ReadOnlySpan<byte> Value => _octets[4..];

    public NetlinkAttributes Nested => new(Value);

    public byte U8 => AtLeast(1)[0];

    public ushort U16 => BinaryPrimitives.ReadUInt16LittleEndian(AtLeast(2));

    public uint U32 => BinaryPrimitives.ReadUInt32LittleEndian(AtLeast(4));

    public int I32 => BinaryPrimitives.ReadInt32LittleEndian(AtLeast(4));

    public ushort U16BigEndian => BinaryPrimitives.ReadUInt16BigEndian(AtLeast(2));

    public uint U32BigEndian => BinaryPrimitives.ReadUInt32BigEndian(AtLeast(4));

    public ulong U64BigEndian => BinaryPrimitives.ReadUInt64BigEndian(AtLeast(8));

    /// <summary>Text without its final NUL.</summary>
    public string Text => Encoding.UTF8.GetString(Value.TrimEnd((byte)0));

    public InetAddress Address => Value.Length is 4 or 16 ? InetAddress.FromBytes(Value) : throw Malformed.Attribute(Type, 4, Value.Length);

    /// <summary>An address whose prefix length stands in the message's header.</summary>
    public Cidr Prefix(byte length)
    {
        var address = Address;
        return length <= address.BitLength ? new Cidr(address, length) : throw Malformed.Prefix(address, length);
    }

    private ReadOnlySpan<byte> AtLeast(int octets) => Value.Length >= octets ? Value : throw Malformed.Attribute(Type, octets, Value.Length);
}
