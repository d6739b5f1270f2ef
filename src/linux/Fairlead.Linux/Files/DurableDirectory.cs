using System.Runtime.InteropServices;
using Fairlead.Linux.Interop;

namespace Fairlead.Linux.Files;

/// <summary>A rename is on the disk only when its directory is: .NET cannot open one.</summary>
public static partial class DurableDirectory
{
    // asm-generic/fcntl.h
    private const int OpenDirectory = 0x10000;

    /// <exception cref="IOException">The directory cannot be opened or synced.</exception>
    public static void Sync(string path)
    {
        var descriptor = Libc.open(path, OpenDirectory | Libc.OpenCloexec);
        if (descriptor < 0)
        {
            throw Failed(path);
        }

        try
        {
            if (Fsync(descriptor) < 0)
            {
                throw Failed(path);
            }
        }
        finally
        {
            _ = Libc.close(descriptor);
        }
    }

    private static IOException Failed(string path) =>
        new($"syncing directory {path}: {Marshal.GetLastPInvokeErrorMessage()}");

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int descriptor);
}
