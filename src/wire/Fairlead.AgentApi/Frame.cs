using System.Buffers.Binary;

namespace Fairlead.AgentApi;

/// <summary>What our programs say to each other: a length of four octets, big endian, and so many octets more.</summary>
public static class Frame
{
    /// <summary>A snapshot of a full node is about 1 MiB; whoever announces more than this is not one of ours.</summary>
    public const int Longest = 16 << 20;

    public static void Write(Stream stream, ReadOnlySpan<byte> body)
    {
        var frame = new byte[4 + body.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, body.Length);
        body.CopyTo(frame.AsSpan(4));
        stream.Write(frame);
        stream.Flush();
    }

    /// <returns>Null where the stream ended before a frame began.</returns>
    /// <exception cref="InvalidDataException">The announced length is none of ours.</exception>
    /// <exception cref="EndOfStreamException">The stream ended inside a frame.</exception>
    public static byte[]? Read(Stream stream)
    {
        var head = new byte[4];
        var first = stream.ReadAtLeast(head, 4, throwOnEndOfStream: false);
        if (first == 0)
        {
            return null;
        }

        var length = first == 4 ? BinaryPrimitives.ReadInt32BigEndian(head) : throw new EndOfStreamException();
        if (length is < 0 or > Longest)
        {
            throw new InvalidDataException($"a frame of {length} octets; at most {Longest} are allowed");
        }

        var body = new byte[length];
        stream.ReadExactly(body);
        return body;
    }
}
