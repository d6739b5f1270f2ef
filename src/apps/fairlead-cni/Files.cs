using System.Text;

namespace Fairlead.Cni;

/// <summary>Descriptors and paths by plain system calls.</summary>
internal static unsafe class Files
{
    // No configuration that a person wrote is larger, and an endless stream must not fill the memory.
    private const int MostInput = 1 << 20;

    /// <exception cref="CniError">Code 6 over 1 MiB, 5 where it cannot be read.</exception>
    public static byte[] ReadStandardInput()
    {
        var buffer = new byte[16 << 10];
        var length = 0;
        while (true)
        {
            if (length == buffer.Length)
            {
                if (length >= MostInput)
                {
                    throw new CniError(CniError.Undecodable, "failed to decode network configuration", "standard input is longer than 1 MiB");
                }

                Array.Resize(ref buffer, length * 2);
            }

            var received = Read(0, buffer.AsSpan(length));
            if (received < 0)
            {
                throw new CniError(CniError.InputOutput, "cannot read standard input", $"errno {Libc.LastError}");
            }

            if (received == 0)
            {
                return buffer[..length];
            }

            length += received;
        }
    }

    public static int Read(int descriptor, Span<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            return (int)Libc.read(descriptor, start, (nuint)buffer.Length);
        }
    }

    public static bool WriteAll(int descriptor, ReadOnlySpan<byte> octets)
    {
        fixed (byte* start = octets)
        {
            for (var done = 0; done < octets.Length;)
            {
                var written = Libc.write(descriptor, start + done, (nuint)(octets.Length - done));
                if (written < 0)
                {
                    return false;
                }

                done += (int)written;
            }
        }

        return true;
    }

    /// <returns>A descriptor, or the negative errno.</returns>
    public static int Open(string path, int flags, int mode = 0)
    {
        fixed (byte* text = Path(path))
        {
            var descriptor = Libc.open(text, flags | Libc.CloseOnExec, mode);
            return descriptor >= 0 ? descriptor : -Libc.LastError;
        }
    }

    /// <summary>A path as the kernel takes it, with its final NUL.</summary>
    public static byte[] Path(string path) => Encoding.UTF8.GetBytes(path + "\0");
}
