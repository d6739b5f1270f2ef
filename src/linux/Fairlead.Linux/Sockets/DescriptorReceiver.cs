using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Fairlead.Linux.Interop;

namespace Fairlead.Linux.Sockets;

/// <summary>Receives octets and the descriptor that rides on them (SCM_RIGHTS, unix(7)); .NET's sockets know only the octets.</summary>
public static unsafe class DescriptorReceiver
{
    private const int ScmRights = 1;

    // MSG_CMSG_CLOEXEC: a child that something starts at this moment must not inherit a pod's namespace.
    private const int CloseOnExec = 0x40000000;

    // struct cmsghdr: length (8), level (4), type (4); then the descriptors. SCM_MAX_FD is 253.
    private const int HeaderLength = 16;
    private const int ControlLength = HeaderLength + 253 * sizeof(int);

    /// <summary>Waits for the next octets.</summary>
    /// <param name="descriptor">The first descriptor that came with them, now the caller's; -1 for none. Further ones are closed.</param>
    /// <returns>Octets received; 0 where the peer has closed.</returns>
    /// <exception cref="KernelException">EAGAIN where the socket's receive timeout passed, and others of recvmsg(2).</exception>
    public static int Receive(Socket socket, Span<byte> buffer, out int descriptor)
    {
        var control = stackalloc byte[ControlLength];
        fixed (byte* start = buffer)
        {
            var vector = new IoVector { Base = start, Length = (nuint)buffer.Length };
            var message = new MessageHeader { Vectors = &vector, VectorCount = 1, Control = control, ControlLength = ControlLength };
            nint received;
            do
            {
                received = Libc.recvmsg((int)socket.SafeHandle.DangerousGetHandle(), &message, CloseOnExec);
            }
            while (received < 0 && Marshal.GetLastPInvokeError() == Errno.EINTR);

            if (received < 0)
            {
                throw KernelException.Last("receiving from", "a Unix socket");
            }

            descriptor = Take(control, (int)message.ControlLength);
            return (int)received;
        }
    }

    private static int Take(byte* control, int length)
    {
        var first = -1;
        for (var at = 0; at + HeaderLength <= length;)
        {
            var size = (int)Unsafe.ReadUnaligned<nuint>(control + at);
            var isRights = Unsafe.ReadUnaligned<int>(control + at + 8) == Libc.SolSocket && Unsafe.ReadUnaligned<int>(control + at + 12) == ScmRights;
            for (var place = at + HeaderLength; isRights && place + sizeof(int) <= at + size; place += sizeof(int))
            {
                var descriptor = Unsafe.ReadUnaligned<int>(control + place);
                if (first < 0)
                {
                    first = descriptor;
                }
                else
                {
                    _ = Libc.close(descriptor);
                }
            }

            // CMSG_ALIGN: to a word.
            at += Math.Max(HeaderLength, (size + 7) & ~7);
        }

        return first;
    }
}
