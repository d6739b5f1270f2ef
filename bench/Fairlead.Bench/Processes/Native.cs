using System.Runtime.InteropServices;

namespace Fairlead.Bench.Processes;

/// <summary>
/// Calls of libc for starting and timing processes: <see cref="System.Diagnostics.Process"/> takes longer to start a program than the
/// program runs.
/// </summary>
internal static unsafe partial class Native
{
    public const int MountBind = 0x1000;
    public const int MountRecursive = 0x4000;
    public const int MountPrivate = 1 << 18;
    public const int DetachUnmount = 2;
    public const int SignalKill = 9;
    public const int SignalTerminate = 15;
    public const int SignalPipe = 13;

    /// <summary>POSIX_SPAWN_SETSIGDEF.</summary>
    public const short SpawnDefaultSignals = 4;

    // sizeof(posix_spawn_file_actions_t) and posix_spawnattr_t are 80 and 336 on 64-bit glibc, sigset_t is 128.
    public const int FileActionsSize = 256;
    public const int SpawnAttributesSize = 512;
    public const int SignalSetSize = 128;

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int posix_spawn(int* pid, string path, void* fileActions, void* attributes, byte** arguments, byte** environment);

    [LibraryImport("libc")]
    public static partial int posix_spawn_file_actions_init(void* actions);

    [LibraryImport("libc")]
    public static partial int posix_spawn_file_actions_adddup2(void* actions, int from, int to);

    [LibraryImport("libc")]
    public static partial int posix_spawn_file_actions_destroy(void* actions);

    [LibraryImport("libc")]
    public static partial int posix_spawnattr_init(void* attributes);

    [LibraryImport("libc")]
    public static partial int posix_spawnattr_setflags(void* attributes, short flags);

    [LibraryImport("libc")]
    public static partial int posix_spawnattr_setsigdefault(void* attributes, void* signals);

    [LibraryImport("libc")]
    public static partial int posix_spawnattr_destroy(void* attributes);

    [LibraryImport("libc")]
    public static partial int sigemptyset(void* signals);

    [LibraryImport("libc")]
    public static partial int sigaddset(void* signals, int signal);

    /// <param name="usage">struct rusage: user and system time first, 144 octets in all.</param>
    [LibraryImport("libc", SetLastError = true)]
    public static partial int wait4(int pid, int* status, int options, long* usage);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int kill(int pid, int signal);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int memfd_create(string name, uint flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint pread(int fd, byte* buffer, nuint length, long offset);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint pwrite(int fd, byte* buffer, nuint length, long offset);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int open(string path, int flags, uint mode);

    [LibraryImport("libc")]
    public static partial int close(int fd);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int mount(string source, string target, string? type, nuint flags, string? data);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int umount2(string target, int flags);

    [LibraryImport("libc")]
    public static partial int clock_getcpuclockid(int pid, int* clock);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int clock_gettime(int clock, long* time);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint ptrace(int request, int pid, nint address, nint data);
}
