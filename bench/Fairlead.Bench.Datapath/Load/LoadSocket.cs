using System.Buffers.Binary;
using System.Diagnostics;
using Fairlead.Linux.Namespaces;
using Fairlead.Model.Addresses;

namespace Fairlead.Bench.Datapath.Load;

/// <summary>A non-blocking socket in a namespace.</summary>
internal readonly unsafe struct LoadSocket(int descriptor) : IDisposable
{
    // SOL_SOCKET: SO_REUSEADDR, SO_ATTACH_FILTER, SO_MEMINFO. IPPROTO_TCP: TCP_NODELAY, TCP_CONGESTION.
    private const int ReuseAddress = 2;
    private const int AttachFilter = 26;
    private const int MemoryCounters = 55;
    private const int NoDelay = 1;
    private const int Congestion = 13;

    // SK_MEMINFO_DROPS of include/uapi/linux/sock_diag.h.
    private const int DropsCounter = 8;

    // An answer is there when send returns. Where it is not, somebody took the processor away, or the path is broken.
    private static readonly long Patience = Stopwatch.Frequency;

    public bool IsValid => descriptor >= 0;

    /// <summary>Packets that the filter or a full buffer refused.</summary>
    public uint Drops
    {
        get
        {
            var counters = stackalloc uint[16];
            var length = 64u;
            _ = Native.getsockopt(descriptor, Native.SocketLevel, MemoryCounters, counters, &length);
            return counters[DropsCounter];
        }
    }

    public static LoadSocket Open(NetworkNamespace netns, int type) => netns.Inside(() => OpenHere(type));

    /// <summary>In the namespace in which the calling thread is.</summary>
    public static LoadSocket OpenHere(int type)
    {
        var opened = Native.socket(Native.Internet, type | Native.NonBlocking, 0);
        if (opened < 0)
        {
            throw new InvalidOperationException("a socket cannot be opened");
        }

        if (type == Native.Stream)
        {
            Set(opened, Native.TcpLevel, NoDelay, 1);
        }

        return new LoadSocket(opened);
    }

    public static SocketAddress Address(InetAddress address, ushort port) => new()
    {
        Family = Native.Internet,
        Port = BinaryPrimitives.ReverseEndianness(port),
        Address = BinaryPrimitives.ReverseEndianness((uint)address.Bits),
    };

    public void Bind(ushort port)
    {
        Set(descriptor, Native.SocketLevel, ReuseAddress, 1);
        var any = new SocketAddress { Family = Native.Internet, Port = BinaryPrimitives.ReverseEndianness(port) };
        if (Native.bind(descriptor, &any, 16) < 0)
        {
            throw new InvalidOperationException($"port {port} cannot be bound");
        }
    }

    public void Listen() => _ = Native.listen(descriptor, 128);

    /// <summary>Whatever arrives is counted and thrown away, so that no reader disturbs the sender.</summary>
    public void RefuseAll()
    {
        // struct sock_filter { code, jt, jf, k }: BPF_RET with 0 octets; struct sock_fprog { len, filter }.
        var program = stackalloc ulong[1];
        *(ushort*)program = 6;
        var filter = stackalloc ulong[2];
        *(ushort*)filter = 1;
        filter[1] = (ulong)program;
        _ = Native.setsockopt(descriptor, Native.SocketLevel, AttachFilter, filter, 16);
    }

    public void Cubic()
    {
        var name = "cubic"u8;
        fixed (byte* start = name)
        {
            _ = Native.setsockopt(descriptor, Native.TcpLevel, Congestion, start, 5);
        }
    }

    public void Connect(SocketAddress to) => _ = Native.connect(descriptor, &to, 16);

    public nint Send(byte* octets, int length) => Native.send(descriptor, octets, (nuint)length, 0);

    /// <returns>Octets; 0 at the end of the stream; negative where nothing is there now.</returns>
    public nint TryReceive(byte* octets, int length) => Native.recv(descriptor, octets, (nuint)length, 0);

    /// <returns>Octets; negative where nothing came in a second.</returns>
    public nint Receive(byte* octets, int length)
    {
        var since = 0L;
        while (true)
        {
            var received = TryReceive(octets, length);
            if (received >= 0 || !Waits(ref since))
            {
                return received;
            }
        }
    }

    /// <returns>The accepted connection; not valid where nobody came in a second.</returns>
    public LoadSocket Accept()
    {
        var since = 0L;
        while (true)
        {
            var accepted = Native.accept4(descriptor, null, null, Native.NonBlocking);
            if (accepted >= 0)
            {
                Set(accepted, Native.TcpLevel, NoDelay, 1);
                return new LoadSocket(accepted);
            }

            if (!Waits(ref since))
            {
                return new LoadSocket(-1);
            }
        }
    }

    public void Dispose() => _ = IsValid ? Native.close(descriptor) : 0;

    private static bool Waits(ref long since)
    {
        var now = Stopwatch.GetTimestamp();
        since = since == 0 ? now : since;
        return now - since < Patience;
    }

    private static void Set(int socket, int level, int option, int value) => _ = Native.setsockopt(socket, level, option, &value, 4);
}
