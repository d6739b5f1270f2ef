using System.Buffers;
using System.Buffers.Binary;

namespace Fairlead.Agent.Journal;

/// <summary>
/// How a record lies in the file: a mark, the length of the body, the checksum of length and body (each four octets, little-endian), the body.
/// The mark lets a reader find the next record behind a damaged one, and so tell a torn tail from a damaged middle.
/// </summary>
internal static class JournalFrame
{
    public const int HeaderLength = 12;

    /// <summary>A body is some hundred octets; a length beyond this is damage, not a record.</summary>
    public const int LongestBody = 1 << 20;

    /// <summary>"FLJ" and the version of the format.</summary>
    private static ReadOnlySpan<byte> Mark => "FLJ1"u8;

    public static void Write(IBufferWriter<byte> output, ReadOnlySpan<byte> body)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(body.Length, LongestBody);
        var frame = output.GetSpan(HeaderLength + body.Length)[..(HeaderLength + body.Length)];
        Mark.CopyTo(frame);
        BinaryPrimitives.WriteInt32LittleEndian(frame[4..], body.Length);
        body.CopyTo(frame[HeaderLength..]);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[8..], Checksum(frame));
        output.Advance(frame.Length);
    }

    /// <summary>The body of the frame that begins the span, if it is whole.</summary>
    public static bool TryRead(ReadOnlySpan<byte> octets, out ReadOnlySpan<byte> body)
    {
        body = default;
        if (octets.Length < HeaderLength || !octets.StartsWith(Mark))
        {
            return false;
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(octets[4..]);
        if (length < 0 || length > LongestBody || length > octets.Length - HeaderLength)
        {
            return false;
        }

        var frame = octets[..(HeaderLength + length)];
        if (BinaryPrimitives.ReadUInt32LittleEndian(frame[8..]) != Checksum(frame))
        {
            return false;
        }

        body = frame[HeaderLength..];
        return true;
    }

    /// <summary>Offset of the next whole frame behind the first octet, or -1.</summary>
    public static int FindNext(ReadOnlySpan<byte> octets)
    {
        for (var at = 1; at < octets.Length; at++)
        {
            var next = octets[at..].IndexOf(Mark);
            if (next < 0)
            {
                return -1;
            }

            at += next;
            if (TryRead(octets[at..], out _))
            {
                return at;
            }
        }

        return -1;
    }

    // The length is covered too: a flipped bit there must not make a reader take another frame's octets for this one's.
    private static uint Checksum(ReadOnlySpan<byte> frame) => Crc32C.Of(frame[4..8]) ^ Crc32C.Of(frame[HeaderLength..]);
}
