using System.Buffers.Binary;
using System.Text;

namespace Fairlead.Cni;

/// <summary>One call to the agent: connect, send with the namespace's descriptor, wait for the answer.</summary>
internal static unsafe class AgentConnection
{
    private const int UnixDomain = 1;
    private const int Stream = 1;
    private const int CloseOnExec = 0x80000;
    private const int SocketLevel = 1;
    private const int ReceiveTimeout = 20;
    private const int SendTimeout = 21;
    private const int NoSignal = 0x4000;
    private const uint RetryMicroseconds = 20_000;
    private const int MostAnswer = 4 << 20;

    /// <param name="patienceMilliseconds">How long an agent that is not there is waited for.</param>
    /// <param name="seconds">How long an agent that is there may take.</param>
    /// <returns>The exit status and what goes to standard output; null where no agent answered.</returns>
    public static (int Status, byte[] Output)? Call(string socket, byte[] message, int netns, int patienceMilliseconds, int seconds)
    {
        var descriptor = Connect(socket, patienceMilliseconds);
        if (descriptor < 0)
        {
            return null;
        }

        SetTimeout(descriptor, seconds);
        if (!Send(descriptor, message, netns))
        {
            _ = Libc.close(descriptor);
            return null;
        }

        var answer = ReadFrame(descriptor);
        _ = Libc.close(descriptor);
        return answer is { Length: > 0 } ? (answer[0], answer[1..]) : null;
    }

    private static int Connect(string path, int patienceMilliseconds)
    {
        // struct sockaddr_un: family (2), path (108).
        var octets = Encoding.UTF8.GetBytes(path);
        if (octets.Length > 107)
        {
            throw new CniError(CniError.InvalidConfiguration, "invalid network configuration", "socket: the path is longer than 107 octets");
        }

        var address = stackalloc byte[110];
        new Span<byte>(address, 110).Clear();
        *(ushort*)address = UnixDomain;
        octets.CopyTo(new Span<byte>(address + 2, 108));
        for (var waited = 0L; ; waited += RetryMicroseconds)
        {
            var descriptor = Libc.socket(UnixDomain, Stream | CloseOnExec, 0);
            if (descriptor < 0)
            {
                return -1;
            }

            if (Libc.connect(descriptor, address, 110) == 0)
            {
                return descriptor;
            }

            _ = Libc.close(descriptor);
            if (waited >= patienceMilliseconds * 1000L)
            {
                return -1;
            }

            _ = Libc.usleep(RetryMicroseconds);
        }
    }

    private static void SetTimeout(int descriptor, int seconds)
    {
        var value = stackalloc long[2];
        value[0] = seconds;
        value[1] = 0;
        _ = Libc.setsockopt(descriptor, SocketLevel, ReceiveTimeout, value, 16);
        _ = Libc.setsockopt(descriptor, SocketLevel, SendTimeout, value, 16);
    }

    private static bool Send(int descriptor, byte[] message, int netns)
    {
        fixed (byte* start = message)
        {
            var vector = new IoVector { Base = start, Length = (nuint)message.Length };
            var header = new MessageHeader { Vectors = &vector, VectorCount = 1 };
            // struct cmsghdr: length (8), level (4), type (4), then the descriptor; padded to 8.
            var control = stackalloc byte[24];
            if (netns >= 0)
            {
                *(long*)control = 20;
                *(int*)(control + 8) = SocketLevel;
                *(int*)(control + 12) = 1; // SCM_RIGHTS
                *(int*)(control + 16) = netns;
                header.Control = control;
                header.ControlLength = 24;
            }

            var sent = Libc.sendmsg(descriptor, &header, NoSignal);
            return sent == message.Length || (sent > 0 && Files.WriteAll(descriptor, message.AsSpan((int)sent)));
        }
    }

    private static byte[]? ReadFrame(int descriptor)
    {
        var head = ReadExactly(descriptor, CallMessage.LengthOctets);
        if (head is null)
        {
            return null;
        }

        var length = BinaryPrimitives.ReadInt32BigEndian(head);
        return length is > 0 and <= MostAnswer ? ReadExactly(descriptor, length) : null;
    }

    private static byte[]? ReadExactly(int descriptor, int length)
    {
        var buffer = new byte[length];
        for (var done = 0; done < length;)
        {
            var received = Files.Read(descriptor, buffer.AsSpan(done));
            if (received <= 0)
            {
                return null;
            }

            done += received;
        }

        return buffer;
    }
}
