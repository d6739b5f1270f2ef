using System.Buffers.Binary;
using System.Text;

namespace Fairlead.Linux.Netlink;

/// <summary>
/// Netlink messages one after another in one buffer, to be sent together. Every message asks for an acknowledgement and has
/// the sequence number of its place, so that each answer finds its message.
/// </summary>
public sealed class NetlinkBatch
{
    private const int HeaderLength = 16;
    private byte[] _buffer;
    private int _length;
    private int _message = -1;
    private readonly List<int> _starts = [];

    public NetlinkBatch(int capacity = 4096) => _buffer = new byte[capacity];

    /// <summary>Messages written so far.</summary>
    public int Count => _starts.Count;

    /// <summary>Octets written so far.</summary>
    public int Length => _length;

    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _length);

    /// <summary>The messages from one to another, exclusive.</summary>
    public ReadOnlySpan<byte> Messages(int from, int to) =>
        _buffer.AsSpan(_starts[from]..(to < _starts.Count ? _starts[to] : _length));

    public void Clear()
    {
        _length = 0;
        _message = -1;
        _starts.Clear();
    }

    /// <summary>Opens a message; <see cref="EndMessage"/> closes it.</summary>
    public void BeginMessage(ushort type, MessageFlags flags)
    {
        _message = _length;
        _starts.Add(_length);
        var header = Reserve(HeaderLength);
        BinaryPrimitives.WriteUInt16LittleEndian(header[4..], type);
        BinaryPrimitives.WriteUInt16LittleEndian(header[6..], (ushort)(flags | MessageFlags.Request));
        BinaryPrimitives.WriteInt32LittleEndian(header[8..], _starts.Count);
    }

    public void EndMessage()
    {
        BinaryPrimitives.WriteInt32LittleEndian(_buffer.AsSpan(_message), _length - _message);
        Align();
    }

    /// <summary>Numbers the messages from <paramref name="first"/> on, in place of from 1, so that no answer to an earlier batch is taken for one to this.</summary>
    internal void NumberFrom(int first)
    {
        for (var i = 0; i < _starts.Count; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(_buffer.AsSpan(_starts[i] + 8), first + i);
        }
    }

    /// <summary>Adds flags to the message that was written last.</summary>
    public void AddFlagsToLast(MessageFlags flags)
    {
        var field = _buffer.AsSpan(_starts[^1] + 6);
        BinaryPrimitives.WriteUInt16LittleEndian(field, (ushort)(BinaryPrimitives.ReadUInt16LittleEndian(field) | (ushort)flags));
    }

    /// <summary>Makes room for a fixed header and returns it, zeroed.</summary>
    public Span<byte> Reserve(int octets)
    {
        if (_length + octets + 4 > _buffer.Length)
        {
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _length + octets + 4));
        }

        var span = _buffer.AsSpan(_length, octets);
        span.Clear();
        _length += octets;
        return span;
    }

    public void Attribute(ushort type, ReadOnlySpan<byte> value)
    {
        var start = BeginNested(type);
        value.CopyTo(Reserve(value.Length));
        EndNested(start);
    }

    public void Attribute(ushort type, byte value) => Attribute(type, [value]);

    public void Attribute(ushort type, ushort value)
    {
        Span<byte> octets = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(octets, value);
        Attribute(type, octets);
    }

    public void Attribute(ushort type, uint value)
    {
        Span<byte> octets = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(octets, value);
        Attribute(type, octets);
    }

    public void AttributeBigEndian(ushort type, uint value)
    {
        Span<byte> octets = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(octets, value);
        Attribute(type, octets);
    }

    public void AttributeBigEndian(ushort type, ulong value)
    {
        Span<byte> octets = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(octets, value);
        Attribute(type, octets);
    }

    /// <summary>A string with its final NUL.</summary>
    public void Attribute(ushort type, string value)
    {
        var start = BeginNested(type);
        var length = Encoding.UTF8.GetByteCount(value);
        Encoding.UTF8.GetBytes(value, Reserve(length + 1));
        EndNested(start);
    }

    /// <summary>Opens an attribute whose value is written next; give the result to <see cref="EndNested"/>.</summary>
    public int BeginNested(ushort type)
    {
        var start = _length;
        BinaryPrimitives.WriteUInt16LittleEndian(Reserve(4)[2..], type);
        return start;
    }

    public void EndNested(int start)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(_buffer.AsSpan(start), checked((ushort)(_length - start)));
        Align();
    }

    private void Align()
    {
        // NLMSG_ALIGNTO and NLA_ALIGNTO are 4; Reserve always leaves room for the padding.
        while ((_length & 3) != 0)
        {
            _buffer[_length++] = 0;
        }
    }
}
