namespace Fairlead.Agent.Server;

/// <summary>
/// Held for as long as the agent lives and let go of by the kernel when it dies, however it dies: two agents never run on one
/// state folder, and the socket file that a killed one left can be replaced without asking.
/// </summary>
internal sealed class InstanceLock : IDisposable
{
    private readonly FileStream _file;

    private InstanceLock(FileStream file) => _file = file;

    /// <exception cref="IOException">Another agent holds it, or the folder cannot be written to.</exception>
    public static InstanceLock Take(string path)
    {
        try
        {
            // FileShare.None is flock(LOCK_EX | LOCK_NB) on Linux.
            return new InstanceLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException error) when (File.Exists(path))
        {
            throw new IOException($"another agent is running on this node (it holds {path}): {error.Message}", error);
        }
    }

    public void Dispose() => _file.Dispose();
}
