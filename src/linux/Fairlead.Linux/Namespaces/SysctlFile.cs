using System.Text;
using Fairlead.Linux.Interop;

namespace Fairlead.Linux.Namespaces;

/// <summary>Reads and writes below /proc/sys by plain system calls: the files of net/ show the namespace of the calling thread.</summary>
internal static unsafe class SysctlFile
{
    public static string? Read(string path)
    {
        var descriptor = Libc.open("/proc/sys/" + path, Libc.OpenReadOnly | Libc.OpenCloexec);
        if (descriptor < 0)
        {
            var error = KernelException.Last("reading", path);
            return error.IsNotFound ? null : throw error;
        }

        var buffer = stackalloc byte[256];
        var length = Libc.read(descriptor, buffer, 256);
        _ = Libc.close(descriptor);
        return length < 0
            ? throw KernelException.Last("reading", path)
            : Encoding.ASCII.GetString(buffer, (int)length).TrimEnd('\n');
    }

    public static void Write(string path, string value)
    {
        var descriptor = Libc.open("/proc/sys/" + path, 1 /* O_WRONLY */ | Libc.OpenCloexec);
        if (descriptor < 0)
        {
            throw KernelException.Last("writing", path);
        }

        var octets = Encoding.ASCII.GetBytes(value + "\n");
        fixed (byte* start = octets)
        {
            var written = Libc.write(descriptor, start, (nuint)octets.Length);
            var error = written < 0 ? KernelException.Last($"writing {value} to", path) : null;
            _ = Libc.close(descriptor);
            if (error is not null)
            {
                throw error;
            }
        }
    }
}
