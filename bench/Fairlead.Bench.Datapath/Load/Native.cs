using System.Runtime.InteropServices;

namespace Fairlead.Bench.Datapath.Load;

/// <summary>
/// Socket calls that cost what they cost in C: without the switch of the garbage collector's mode, and without .NET's own socket,
/// which waits by epoll. Nothing here waits in the kernel, so no collection is held up.
/// </summary>
internal static unsafe partial class Native
{
    public const int Internet = 2;
    public const int Stream = 1;
    public const int Datagram = 2;
    public const int NonBlocking = 0x800;
    public const int SocketLevel = 1;
    public const int TcpLevel = 6;

    /// <summary>CLONE_FILES of unshare(2).</summary>
    public const int OwnDescriptors = 0x400;

    [LibraryImport("libc"), SuppressGCTransition]
    public static partial int socket(int domain, int type, int protocol);

    [LibraryImport("libc"), SuppressGCTransition]
    public static partial int bind(int socket, SocketAddress* address, uint length);

    [LibraryImport("libc"), SuppressGCTransition]
    public static partial int connect(int socket, SocketAddress* address, uint length);

    [LibraryImport("libc"), SuppressGCTransition]
    public static partial int listen(int socket, int backlog);

    [LibraryImport("libc"), SuppressGCTransition]
    public static partial int accept4(int socket, void* address, void* length, int flags);

    [LibraryImport("libc"), SuppressGCTransition]
    public static partial nint send(int socket, byte* octets, nuint length, int flags);

    [LibraryImport("libc"), SuppressGCTransition]
    public static partial nint recv(int socket, byte* octets, nuint length, int flags);

    [LibraryImport("libc"), SuppressGCTransition]
    public static partial int setsockopt(int socket, int level, int option, void* value, uint length);

    [LibraryImport("libc"), SuppressGCTransition]
    public static partial int getsockopt(int socket, int level, int option, void* value, uint* length);

    [LibraryImport("libc"), SuppressGCTransition]
    public static partial int close(int descriptor);

    [LibraryImport("libc")]
    public static partial int unshare(int flags);

    /// <param name="thread">0 for the calling one.</param>
    [LibraryImport("libc")]
    public static partial int sched_setaffinity(int thread, nuint size, ulong* processors);

    /// <param name="who">0 with kind 0 (PRIO_PROCESS) is the calling thread.</param>
    [LibraryImport("libc")]
    public static partial int setpriority(int kind, int who, int priority);
}

/// <summary>struct sockaddr_in: port and address in network order.</summary>
[StructLayout(LayoutKind.Sequential, Size = 16)]
internal struct SocketAddress
{
    public ushort Family;
    public ushort Port;
    public uint Address;
}
