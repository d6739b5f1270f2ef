using System.Text;

namespace Fairlead.Vpc.OpenApi.Texts;

/// <summary>UTF-8 text that grows; its memory is used again for the next request of a connection.</summary>
internal sealed class ByteText
{
    private const string Hex = "0123456789ABCDEF";

    // More than this is not kept between requests.
    private const int Kept = 64 * 1024;
    private const int Usual = 1024;

    private byte[] _bytes = new byte[Usual];
    private int _length;

    public ReadOnlySpan<byte> Span => _bytes.AsSpan(0, _length);

    public void Clear()
    {
        _length = 0;
        if (_bytes.Length > Kept)
        {
            _bytes = new byte[Usual];
        }
    }

    public void Append(byte value) => Take(1)[0] = value;

    public void Append(ReadOnlySpan<byte> text) => text.CopyTo(Take(text.Length));

    public void Append(ReadOnlySpan<char> text) => Encoding.UTF8.GetBytes(text, Take(Encoding.UTF8.GetByteCount(text)));

    /// <summary>Percent-encoded as RFC 3986 has it: letters, digits and <c>-_.~</c> stay.</summary>
    public void AppendEncoded(ReadOnlySpan<byte> text)
    {
        foreach (var value in text)
        {
            if (IsUnreserved(value))
            {
                Append(value);
            }
            else
            {
                var place = Take(3);
                place[0] = (byte)'%';
                place[1] = (byte)Hex[value >> 4];
                place[2] = (byte)Hex[value & 15];
            }
        }
    }

    /// <summary>Percent-encoded twice, as parameters stand in the string that version 1 signs.</summary>
    public void AppendEncodedTwice(ReadOnlySpan<byte> text)
    {
        foreach (var value in text)
        {
            if (IsUnreserved(value))
            {
                Append(value);
            }
            else
            {
                var place = Take(5);
                "%25"u8.CopyTo(place);
                place[3] = (byte)Hex[value >> 4];
                place[4] = (byte)Hex[value & 15];
            }
        }
    }

    private static bool IsUnreserved(byte value) =>
        value is (>= (byte)'a' and <= (byte)'z') or (>= (byte)'A' and <= (byte)'Z') or (>= (byte)'0' and <= (byte)'9')
            or (byte)'-' or (byte)'_' or (byte)'.' or (byte)'~';

    private Span<byte> Take(int count)
    {
        if (_bytes.Length - _length < count)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + count));
        }

        _length += count;
        return _bytes.AsSpan(_length - count, count);
    }
}
