using System.Runtime.InteropServices;

namespace Fairlead.Cni;

/// <summary>The few system calls of the plug-in. .NET's own files and sockets would cost a millisecond of start.</summary>
internal static unsafe partial class Libc
{
    public const int ReadOnly = 0;
    public const int WriteOnly = 1;
    public const int Create = 0x40;
    public const int Exclusive = 0x80;
    public const int Truncate = 0x200;
    public const int NonBlocking = 0x800;
    public const int Directory = 0x10000;
    public const int CloseOnExec = 0x80000;

    [LibraryImport("libc")]
    public static partial nint read(int fd, byte* buffer, nuint length);

    [LibraryImport("libc")]
    public static partial nint write(int fd, byte* buffer, nuint length);

    [LibraryImport("libc")]
    public static partial int open(byte* path, int flags, int mode);

    [LibraryImport("libc")]
    public static partial int close(int fd);

    [LibraryImport("libc")]
    public static partial int fsync(int fd);

    [LibraryImport("libc")]
    public static partial int rename(byte* from, byte* to);

    [LibraryImport("libc")]
    public static partial int unlink(byte* path);

    [LibraryImport("libc")]
    public static partial int mkdir(byte* path, int mode);

    [LibraryImport("libc")]
    public static partial int getpid();

    [LibraryImport("libc")]
    public static partial int usleep(uint microseconds);

    [LibraryImport("libc")]
    public static partial int fstatfs(int fd, byte* buffer);

    [LibraryImport("libc")]
    public static partial int statx(int directory, byte* path, int flags, uint mask, byte* buffer);

    [LibraryImport("libc")]
    public static partial int socket(int domain, int type, int protocol);

    [LibraryImport("libc")]
    public static partial int connect(int fd, byte* address, uint length);

    [LibraryImport("libc")]
    public static partial int setsockopt(int fd, int level, int option, void* value, uint length);

    [LibraryImport("libc")]
    public static partial nint sendmsg(int fd, MessageHeader* message, int flags);

    [LibraryImport("libc")]
    public static partial int ioctl(int fd, nuint request);

    /// <summary>
    /// errno of the call that has just failed. Read from the C library itself: in a static file what SetLastError stores is always 0,
    /// for libSystem.Native looks at another errno (.NET 10.0; tests/cni has it).
    /// </summary>
    public static int LastError => *__errno_location();

    [LibraryImport("libc"), SuppressGCTransition]
    private static partial int* __errno_location();
}

/// <summary>struct iovec.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct IoVector
{
    public void* Base;
    public nuint Length;
}

/// <summary>struct msghdr, 64-bit layout.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct MessageHeader
{
    public void* Name;
    public uint NameLength;
    public IoVector* Vectors;
    public nuint VectorCount;
    public void* Control;
    public nuint ControlLength;
    public int Flags;
}
