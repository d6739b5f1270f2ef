using System.Runtime.InteropServices;
using Fairlead.Bench.Processes;

namespace Fairlead.Bench.Node;

/// <summary>Where the bench keeps things: a /run of its own in memory, state on the disk that the checkout is on.</summary>
public sealed class BenchFolders
{
    private BenchFolders(string root, string state)
    {
        Root = root;
        State = state;
    }

    /// <summary>The checkout.</summary>
    public string Root { get; }

    /// <summary>Journal of the agent, leases of host-local.</summary>
    public string State { get; }

    public string Plugin => $"{Root}/artifacts/cni/fairlead-cni";

    /// <summary>The file system that holds <see cref="State"/>: what is durable in memory would be no measurement.</summary>
    public string StateFileSystem
    {
        get
        {
            var mounts = File.ReadLines("/proc/self/mounts").Select(line => line.Split(' '));
            var holder = mounts.Where(mount => IsBelow(State, mount[1])).MaxBy(mount => mount[1].Length)!;
            return $"{holder[2]} on {holder[0]}";
        }
    }

    public bool StateIsOnDisk => !StateFileSystem.StartsWith("tmpfs", StringComparison.Ordinal) && !StateFileSystem.StartsWith("ramfs", StringComparison.Ordinal);

    /// <param name="state">A folder of the bench's own; what is in it is deleted.</param>
    public static BenchFolders Prepare(string root, string state)
    {
        if (Native.mount("none", "/", null, Native.MountRecursive | Native.MountPrivate, null) < 0 || Native.mount("tmpfs", "/run", "tmpfs", 0, null) < 0)
        {
            throw new InvalidOperationException($"the bench cannot mount a /run of its own: error {Marshal.GetLastPInvokeError()}; start it by bench/cni");
        }

        if (Directory.Exists(state))
        {
            Directory.Delete(state, recursive: true);
        }

        Directory.CreateDirectory(state);
        return new BenchFolders(root, state);
    }

    public string Agent => $"{Root}/artifacts/bin/fairlead-agent/release/fairlead-agent";

    private static bool IsBelow(string path, string folder) => folder == "/" || path == folder || path.StartsWith(folder + "/", StringComparison.Ordinal);
}
