using System.Buffers.Binary;
using Fairlead.Linux.Interop;

namespace Fairlead.Linux.Netlink;

/// <summary>A netlink socket of the real kernel, bound to the namespace it was opened in, wherever its user is later.</summary>
internal sealed unsafe class NetlinkSocket : INetlinkChannel
{
    // include/uapi/linux/netlink.h
    private const int AddMembership = 1;
    private const int ListenAllNsid = 8;
    private const int CapAck = 10;
    private const int ExtAck = 11;
    private const int StrictCheck = 12;

    private const int ReceiveBuffer = 8; // SO_RCVBUF
    private const int ReceiveTruncate = 0x20; // MSG_TRUNC
    private const short PollIn = 1;

    private readonly int _descriptor;
    private int _disposed;

    /// <exception cref="KernelException">No socket could be had.</exception>
    public NetlinkSocket(NetlinkProtocol protocol, bool allNamespaces, ReadOnlySpan<int> groups)
    {
        _descriptor = Libc.socket(Libc.AfNetlink, Libc.SockRaw | Libc.SockCloexec, (int)protocol);
        if (_descriptor < 0)
        {
            throw KernelException.Last("opening", $"netlink socket {protocol}");
        }

        try
        {
            Configure(protocol, allNamespaces, groups);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public uint Port { get; private set; }

    public void Send(ReadOnlySpan<byte> messages)
    {
        fixed (byte* start = messages)
        {
            while (Libc.send(_descriptor, start, (nuint)messages.Length, 0) < 0)
            {
                var error = KernelException.Last("sending", "netlink messages");
                if (error.Code != Errno.EINTR)
                {
                    throw error;
                }
            }
        }
    }

    public int Receive(Span<byte> buffer, TimeSpan timeout, out int namespaceId)
    {
        namespaceId = -1;
        if (timeout != Timeout.InfiniteTimeSpan && !Wait(timeout))
        {
            return 0;
        }

        var control = stackalloc byte[64];
        fixed (byte* start = buffer)
        {
            var vector = new IoVector { Base = start, Length = (nuint)buffer.Length };
            var message = new MessageHeader { Vectors = &vector, VectorCount = 1, Control = control, ControlLength = 64 };
            var received = Libc.recvmsg(_descriptor, &message, ReceiveTruncate);
            if (received < 0)
            {
                return Volatile.Read(ref _disposed) != 0 ? 0 : Refused();
            }

            if (received > buffer.Length)
            {
                throw new KernelException("receiving", "netlink messages", Errno.ERANGE, $"a datagram of {received} octets");
            }

            namespaceId = NamespaceId(new ReadOnlySpan<byte>(control, (int)message.ControlLength));
            return (int)received;
        }
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            _ = Libc.close(_descriptor);
        }
    }

    private static int Refused()
    {
        var error = KernelException.Last("receiving", "netlink messages");
        return error.Code == Errno.EINTR ? 0 : throw error;
    }

    private static int NamespaceId(ReadOnlySpan<byte> control)
    {
        // struct cmsghdr: length (8), level (4), type (4), then an int.
        const int header = 16;
        return control.Length >= header + 4
            && BinaryPrimitives.ReadInt32LittleEndian(control[8..]) == Libc.SolNetlink
            && BinaryPrimitives.ReadInt32LittleEndian(control[12..]) == ListenAllNsid
                ? BinaryPrimitives.ReadInt32LittleEndian(control[header..])
                : -1;
    }

    private bool Wait(TimeSpan timeout)
    {
        var descriptor = new PollDescriptor { Descriptor = _descriptor, Events = PollIn };
        return Libc.poll(&descriptor, 1, (int)Math.Ceiling(timeout.TotalMilliseconds)) > 0;
    }

    private void Configure(NetlinkProtocol protocol, bool allNamespaces, ReadOnlySpan<int> groups)
    {
        Set(Libc.SolNetlink, ExtAck, 1);
        Set(Libc.SolNetlink, CapAck, 1);
        if (protocol == NetlinkProtocol.Route)
        {
            Set(Libc.SolNetlink, StrictCheck, 1);
        }

        if (groups.Length > 0)
        {
            // 4 MiB, cut to rmem_max by the kernel: a burst of 250 pods must not overrun a watcher at once.
            Set(Libc.SolSocket, ReceiveBuffer, 4 << 20);
        }

        if (allNamespaces)
        {
            Set(Libc.SolNetlink, ListenAllNsid, 1);
        }

        var address = stackalloc byte[12];
        new Span<byte>(address, 12).Clear();
        *(ushort*)address = Libc.AfNetlink;
        if (Libc.bind(_descriptor, address, 12) < 0)
        {
            throw KernelException.Last("binding", $"netlink socket {protocol}");
        }

        // struct sockaddr_nl: family (2), padding (2), port (4), groups (4).
        var length = 12u;
        Port = Libc.getsockname(_descriptor, address, &length) == 0 ? *(uint*)(address + 4) : 0;

        foreach (var group in groups)
        {
            if (Libc.setsockopt(_descriptor, Libc.SolNetlink, AddMembership, &group, 4) < 0)
            {
                throw KernelException.Last("joining", $"netlink group {group}");
            }
        }
    }

    // A kernel without one of these options still works, with less to say in its errors.
    private void Set(int level, int option, int value) => _ = Libc.setsockopt(_descriptor, level, option, &value, 4);
}
