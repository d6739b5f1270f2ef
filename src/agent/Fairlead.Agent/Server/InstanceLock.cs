using Fairlead.Linux.Interop;

namespace Fairlead.Agent.Server;

/// <summary>
/// Held for as long as the agent lives and let go of by the kernel when it dies, however it dies: two agents never run on one
/// state folder, and the socket file that a killed one left can be replaced without asking.
/// </summary>
internal sealed class InstanceLock : IDisposable
{
    private readonly FileStream _file;

    private InstanceLock(FileStream file) => _file = file;

    /// <exception cref="IOException">Another agent holds it, or there is none yet and the folder cannot be written to.</exception>
    public static InstanceLock Take(string path)
    {
        try
        {
            // On a file system that has become read-only the pods still need an agent, and reading is enough for a lock.
            return new InstanceLock(File.Exists(path) ? Open(path, FileMode.Open, FileAccess.Read) : Open(path, FileMode.CreateNew, FileAccess.ReadWrite));
        }
        catch (IOException error) when (error.HResult == Errno.EAGAIN)
        {
            throw new IOException($"another agent is running on this node: it holds {path}", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"the state folder cannot be used: {error.Message}", error);
        }
    }

    public void Dispose() => _file.Dispose();

    // FileShare.None is flock(LOCK_EX | LOCK_NB) on Linux.
    private static FileStream Open(string path, FileMode mode, FileAccess access) => new(path, mode, access, FileShare.None);
}
