using System.Buffers.Binary;

namespace Fairlead.Linux.Netlink;

/// <summary>The messages of one datagram; what is cut short ends the enumeration.</summary>
public ref struct NetlinkMessages(ReadOnlySpan<byte> datagram)
{
    private ReadOnlySpan<byte> _rest = datagram;

    public NetlinkMessage Current { get; private set; }

    public readonly NetlinkMessages GetEnumerator() => this;

    public bool MoveNext()
    {
        if (_rest.Length < NetlinkMessage.HeaderLength)
        {
            return false;
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(_rest);
        if (length < NetlinkMessage.HeaderLength || length > _rest.Length)
        {
            return false;
        }

        Current = new NetlinkMessage(_rest[..length]);
        _rest = _rest[Math.Min((length + 3) & ~3, _rest.Length)..];
        return true;
    }
}
