using Fairlead.Linux.Interop;

namespace Fairlead.Linux.Iptables;

/// <summary>
/// The lock that every iptables-legacy holds while it reads a table, changes it and writes it back: two at once would lose what
/// one of them wrote.
/// </summary>
internal sealed class XtablesLock : IDisposable
{
    private readonly FileStream _file;

    private XtablesLock(FileStream file) => _file = file;

    /// <exception cref="KernelException">EAGAIN: somebody holds it, or the file cannot be opened.</exception>
    public static XtablesLock Take(string path)
    {
        try
        {
            // FileShare.None is flock(LOCK_EX | LOCK_NB) on Linux, as iptables takes it.
            return new XtablesLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new KernelException("changing", "the legacy filter table", Errno.EAGAIN, $"iptables is at work, or its lock cannot be taken: {error.Message}");
        }
    }

    public void Dispose() => _file.Dispose();
}
