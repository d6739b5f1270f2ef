using System.Buffers;
using System.Text;

namespace Fairlead.Kubernetes.Store.OpenApi;

/// <summary>A protobuf message as it is written: fields with a number, a wire type and a value (protobuf.dev, "Encoding").</summary>
internal sealed class MessageText
{
    private const int Varint = 0;
    private const int Fixed64 = 1;
    private const int Length = 2;

    private readonly ArrayBufferWriter<byte> _octets = new();

    public ReadOnlySpan<byte> Written => _octets.WrittenSpan;

    public void Text(int field, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            Octets(field, Encoding.UTF8.GetBytes(value));
        }
    }

    public void Flag(int field, bool value)
    {
        if (value)
        {
            Number((uint)((field << 3) | Varint));
            Number(1);
        }
    }

    public void Whole(int field, long value)
    {
        Number((uint)((field << 3) | Varint));
        Number((ulong)value);
    }

    public void Real(int field, double value)
    {
        Number((uint)((field << 3) | Fixed64));
        BitConverter.TryWriteBytes(_octets.GetSpan(sizeof(double)), value);
        _octets.Advance(sizeof(double));
    }

    public void Message(int field, Action<MessageText> write)
    {
        var inner = new MessageText();
        write(inner);
        Octets(field, inner.Written);
    }

    private void Octets(int field, ReadOnlySpan<byte> value)
    {
        Number((uint)((field << 3) | Length));
        Number((ulong)value.Length);
        _octets.Write(value);
    }

    private void Number(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            _octets.Write([(byte)(value | 0x80)]);
        }

        _octets.Write([(byte)value]);
    }
}
