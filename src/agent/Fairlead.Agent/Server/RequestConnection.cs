using System.Buffers.Binary;
using System.Net.Sockets;
using Fairlead.Linux;
using Fairlead.Linux.Sockets;

namespace Fairlead.Agent.Server;

/// <summary>One request and one reply, each a big-endian length of four octets and so many octets more.</summary>
internal static class RequestConnection
{
    /// <summary>A snapshot of 250 pods is about 1 MiB; whoever announces more than this is not one of ours.</summary>
    public const int LongestFrame = 4 << 20;

    private const int HeaderLength = 4;

    // A conflist with its runtime configuration is 1 to 3 KB: one call of recvmsg brings all.
    private const int FirstRead = 16 << 10;

    /// <returns>Null where the peer closed or broke the rules before a whole request was there.</returns>
    /// <exception cref="KernelException">The peer was silent for too long.</exception>
    public static AgentRequest? Receive(Socket socket, UnixPeer peer)
    {
        var buffer = new byte[FirstRead];
        var have = DescriptorReceiver.Receive(socket, buffer, out var descriptor);
        if (!Fill(socket, ref buffer, ref have, HeaderLength))
        {
            return Refuse(descriptor);
        }

        var length = BinaryPrimitives.ReadUInt32BigEndian(buffer);
        if (length is 0 or > LongestFrame || !Fill(socket, ref buffer, ref have, HeaderLength + (int)length))
        {
            return Refuse(descriptor);
        }

        return new AgentRequest(buffer.AsMemory(HeaderLength, (int)length), descriptor, peer);
    }

    public static void Reply(Socket socket, byte status, ReadOnlySpan<byte> body)
    {
        var frame = new byte[HeaderLength + 1 + body.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, 1 + body.Length);
        frame[HeaderLength] = status;
        body.CopyTo(frame.AsSpan(HeaderLength + 1));
        for (var sent = 0; sent < frame.Length;)
        {
            sent += socket.Send(frame.AsSpan(sent));
        }
    }

    private static AgentRequest? Refuse(int descriptor)
    {
        ReceivedDescriptor.Close(descriptor);
        return null;
    }

    private static bool Fill(Socket socket, ref byte[] buffer, ref int have, int needed)
    {
        if (needed > buffer.Length)
        {
            Array.Resize(ref buffer, needed);
        }

        while (have < needed)
        {
            var received = socket.Receive(buffer.AsSpan(have));
            if (received == 0)
            {
                return false;
            }

            have += received;
        }

        return true;
    }
}
