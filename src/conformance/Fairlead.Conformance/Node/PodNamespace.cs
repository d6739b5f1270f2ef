using System.Globalization;
using Fairlead.Conformance.Processes;
using Fairlead.Linux;
using Fairlead.Linux.Namespaces;
using Fairlead.Linux.Netlink;

namespace Fairlead.Conformance.Node;

/// <summary>
/// A pod's network namespace at a path, as a runtime makes it. Nothing here holds it open, so it is gone when its path is.
/// </summary>
public sealed class PodNamespace : IDisposable
{
    private static int _count;

    private bool _removed;

    private PodNamespace(string path) => Path = path;

    public string Path { get; }

    /// <exception cref="IOException">It may not be made here.</exception>
    public static PodNamespace Create(string folder)
    {
        Directory.CreateDirectory(folder);
        var path = System.IO.Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"check-{Environment.ProcessId}-{Interlocked.Increment(ref _count)}"));
        File.WriteAllText(path, "");
        Programs.Run("unshare", $"--net={path}", "true");
        return new PodNamespace(path);
    }

    /// <summary>Reads what is in it; all of it is closed again when this returns.</summary>
    public T Read<T>(Func<KernelReader, T> read)
    {
        using var netns = NetworkNamespace.OpenPath(Path);
        using var reader = KernelReader.Open(netns);
        return read(reader);
    }

    /// <summary>Changes something in it.</summary>
    public void Change(string what, Action<NetlinkConnection, NetlinkBatch> write)
    {
        using var netns = NetworkNamespace.OpenPath(Path);
        using var connection = new NetlinkConnection(netns.Open(NetlinkProtocol.Route));
        var batch = new NetlinkBatch();
        write(connection, batch);
        connection.ExecuteOne(batch, "changing", what);
    }

    public void Dispose()
    {
        if (_removed)
        {
            return;
        }

        _removed = true;
        // Lazily, as runtimes do: an agent may hold what the path led to.
        Programs.Run("umount", "--lazy", Path);
        File.Delete(Path);
    }
}
