using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Fairlead.Vpc.OpenApi.Texts;

/// <summary>UTF-8 text that grows; its memory is used again for the next request of a connection.</summary>
/// <param name="kept">Octets; what has grown beyond them is not kept between requests.</param>
internal sealed class ByteText(int kept = 64 * 1024)
{
    private const int Usual = 1024;

    // RFC 3986, section 2.3: what stands for itself.
    private static readonly SearchValues<byte> Unreserved = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~"u8);

    private byte[] _bytes = new byte[Usual];
    private int _length;

    public ReadOnlySpan<byte> Span => _bytes.AsSpan(0, _length);

    public ReadOnlyMemory<byte> Memory => _bytes.AsMemory(0, _length);

    public void Clear()
    {
        _length = 0;
        if (_bytes.Length > kept)
        {
            _bytes = new byte[Usual];
        }
    }

    public void Append(ReadOnlySpan<byte> text)
    {
        text.CopyTo(Room(text.Length));
        _length += text.Length;
    }

    public void Append(long number)
    {
        Utf8Formatter.TryFormat(number, Room(20), out var length);
        _length += length;
    }

    public void Append(double number)
    {
        Utf8Formatter.TryFormat(number, Room(32), out var length);
        _length += length;
    }

    public void Append(ReadOnlySpan<char> text) => _length += Encoding.UTF8.GetBytes(text, Room(text.Length * 3));

    /// <summary>Percent-encoded as RFC 3986 has it: letters, digits and <c>-_.~</c> stay.</summary>
    public void AppendEncoded(ReadOnlySpan<byte> text) => Encode(text, "%"u8);

    /// <summary>Percent-encoded twice, as parameters stand in the string that version 1 signs.</summary>
    public void AppendEncodedTwice(ReadOnlySpan<byte> text) => Encode(text, "%25"u8);

    /// <summary>Room for at least so many octets; what is written there counts when <see cref="Advance"/> says so.</summary>
    public Span<byte> Room(int count)
    {
        if (_bytes.Length - _length < count)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + count));
        }

        return _bytes.AsSpan(_length);
    }

    public void Advance(int count) => _length += count;

    private void Encode(ReadOnlySpan<byte> text, ReadOnlySpan<byte> percent)
    {
        while (text.IndexOfAnyExcept(Unreserved) is var at and >= 0)
        {
            Append(text[..at]);
            Append(percent);
            var place = Room(2);
            place[0] = (byte)Hex(text[at] >> 4);
            place[1] = (byte)Hex(text[at] & 15);
            Advance(2);
            text = text[(at + 1)..];
        }

        Append(text);
    }

    private static char Hex(int digit) => "0123456789ABCDEF"[digit];
}
