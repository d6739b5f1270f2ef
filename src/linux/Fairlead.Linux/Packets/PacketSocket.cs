using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Fairlead.Linux.Interop;
using Fairlead.Linux.Namespaces;

namespace Fairlead.Linux.Packets;

/// <summary>
/// Whole Ethernet frames of one protocol, on every link of a namespace (packet(7), SOCK_RAW). Receiving and sending allocate nothing.
/// </summary>
public sealed unsafe class PacketSocket : IDisposable
{
    private const int AttachFilter = 26; // SO_ATTACH_FILTER
    private const int DoNotWait = 0x40; // MSG_DONTWAIT
    private const int AddressLength = 20; // struct sockaddr_ll

    private readonly ushort _etherType;
    private int _disposed;

    private PacketSocket(int descriptor, ushort etherType)
    {
        Descriptor = descriptor;
        _etherType = etherType;
    }

    internal int Descriptor { get; }

    /// <param name="filter">Decides which frames are received at all: the reader sleeps through all others.</param>
    /// <exception cref="KernelException">EPERM without CAP_NET_RAW in the namespace.</exception>
    public static PacketSocket Open(NetworkNamespace netns, ushort etherType, FilterInstruction[] filter) => netns.Inside(() =>
    {
        // Protocol 0 receives nothing: no frame comes in before the filter is there.
        var descriptor = Libc.socket(Libc.AfPacket, Libc.SockRaw | Libc.SockCloexec, 0);
        if (descriptor < 0)
        {
            throw KernelException.Last("opening", "a packet socket");
        }

        var socket = new PacketSocket(descriptor, etherType);
        try
        {
            socket.Attach(filter);
            socket.Bind();
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    });

    /// <summary>Takes the next frame without waiting.</summary>
    /// <param name="linkIndex">The link that it came in on.</param>
    /// <returns>Octets of the frame; 0 where there is none.</returns>
    /// <exception cref="KernelException">The socket is broken.</exception>
    public int Receive(Span<byte> frame, out int linkIndex)
    {
        var address = stackalloc byte[AddressLength];
        var length = (uint)AddressLength;
        fixed (byte* start = frame)
        {
            var received = Libc.recvfrom(Descriptor, start, (nuint)frame.Length, DoNotWait, address, &length);
            linkIndex = *(int*)(address + 4);
            if (received >= 0)
            {
                return (int)received;
            }

            // ENETDOWN tells that a link went down, which is no news to a reader of frames.
            return Marshal.GetLastPInvokeError() is Errno.EAGAIN or Errno.EINTR or Errno.ENETDOWN ? 0 : throw KernelException.Last("receiving from", "a packet socket");
        }
    }

    /// <summary>Sends a whole frame, Ethernet header included, out of a link.</summary>
    /// <returns>False where the link cannot take it: it is down or gone, or its queue is full.</returns>
    public bool Send(ReadOnlySpan<byte> frame, int linkIndex)
    {
        var address = stackalloc byte[AddressLength];
        Write(address, linkIndex);
        fixed (byte* start = frame)
        {
            return Libc.sendto(Descriptor, start, (nuint)frame.Length, 0, address, AddressLength) == frame.Length;
        }
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            _ = Libc.close(Descriptor);
        }
    }

    private void Attach(FilterInstruction[] filter)
    {
        // struct sock_fprog: length (2), padding, pointer; 16 octets on 64-bit Linux.
        var program = stackalloc byte[16];
        fixed (FilterInstruction* instructions = filter)
        {
            *(ushort*)program = (ushort)filter.Length;
            *(FilterInstruction**)(program + 8) = instructions;
            if (Libc.setsockopt(Descriptor, Libc.SolSocket, AttachFilter, program, 16) < 0)
            {
                throw KernelException.Last("attaching", "a socket filter");
            }
        }
    }

    private void Bind()
    {
        var address = stackalloc byte[AddressLength];
        Write(address, 0);
        if (Libc.bind(Descriptor, address, AddressLength) < 0)
        {
            throw KernelException.Last("binding", "a packet socket");
        }
    }

    // struct sockaddr_ll: family (2), protocol (2, big endian), index (4), hardware type, packet type, address length and address.
    private void Write(byte* address, int linkIndex)
    {
        new Span<byte>(address, AddressLength).Clear();
        *(ushort*)address = Libc.AfPacket;
        BinaryPrimitives.WriteUInt16BigEndian(new Span<byte>(address + 2, 2), _etherType);
        *(int*)(address + 4) = linkIndex;
    }
}
