namespace Fairlead.Cni;

/// <summary>
/// A DEL that no agent could take: left on the disk for the one that comes, so that the runtime can forget the pod and the address
/// is not lost.
/// </summary>
internal static unsafe class DeletionRequest
{
    private const int Exists = 17;

    /// <exception cref="CniError">Code 5: it could not be made durable, so the runtime must ask again.</exception>
    public static void Leave(string stateDirectory, CallEnvironment environment, ReadOnlySpan<byte> message)
    {
        var directory = stateDirectory + "/deletions";
        Make(stateDirectory);
        Make(directory);
        // Both parts are checked names without slashes; the agent reads the content, never the name.
        var name = $"{directory}/{Shortened(environment.ContainerId)}@{environment.InterfaceName}.del";
        var temporary = $"{name}.{Libc.getpid()}.tmp";
        try
        {
            WriteDurably(temporary, message[CallMessage.LengthOctets..]);
            Rename(temporary, name);
            Sync(directory);
        }
        catch (CniError)
        {
            fixed (byte* path = Files.Path(temporary))
            {
                _ = Libc.unlink(path);
            }

            throw;
        }
    }

    // NAME_MAX is 255 octets; ids that differ must stay different.
    private static string Shortened(string id) => id.Length <= 200 ? id : $"{id[..180]}-{Hash(id):x16}";

    // FNV-1a, 64 bits.
    private static ulong Hash(string text)
    {
        var hash = 0xcbf29ce484222325;
        foreach (var character in text)
        {
            hash = (hash ^ character) * 0x100000001b3;
        }

        return hash;
    }

    private static void Make(string directory)
    {
        fixed (byte* path = Files.Path(directory))
        {
            if (Libc.mkdir(path, 0x1c0 /* 0700 */) < 0 && Libc.LastError != Exists)
            {
                throw Failed("making", directory, Libc.LastError);
            }
        }
    }

    private static void WriteDurably(string path, ReadOnlySpan<byte> content)
    {
        var descriptor = Files.Open(path, Libc.WriteOnly | Libc.Create | Libc.Truncate, 0x180 /* 0600 */);
        if (descriptor < 0)
        {
            throw Failed("opening", path, -descriptor);
        }

        var written = Files.WriteAll(descriptor, content) && Libc.fsync(descriptor) == 0;
        var error = Libc.LastError;
        if (Libc.close(descriptor) < 0 || !written)
        {
            throw Failed("writing", path, error);
        }
    }

    private static void Rename(string from, string to)
    {
        fixed (byte* source = Files.Path(from), target = Files.Path(to))
        {
            if (Libc.rename(source, target) < 0)
            {
                throw Failed("renaming", from, Libc.LastError);
            }
        }
    }

    private static void Sync(string directory)
    {
        var descriptor = Files.Open(directory, Libc.ReadOnly | Libc.Directory);
        if (descriptor < 0 || Libc.fsync(descriptor) < 0)
        {
            throw Failed("syncing", directory, descriptor < 0 ? -descriptor : Libc.LastError);
        }

        _ = Libc.close(descriptor);
    }

    private static CniError Failed(string operation, string path, int error) =>
        new(CniError.InputOutput, "the agent is down and the deletion could not be left for it", $"{operation} {path}: {Name(error)}");

    private static string Name(int error) => error switch
    {
        13 => "permission denied (EACCES)",
        28 => "no space left (ENOSPC)",
        30 => "read-only file system (EROFS)",
        _ => $"errno {error}",
    };
}
