using System.Runtime.InteropServices;
using Fairlead.Bench.Processes;
using Fairlead.Linux.Namespaces;

namespace Fairlead.Bench.Node;

/// <summary>A pod's network namespace at a path, as a container runtime makes it.</summary>
public sealed class PodNetns : IDisposable
{
    private static readonly string Folder = "/run/netns";

    private PodNetns(string name, string path, NetworkNamespace netns)
    {
        Name = name;
        Path = path;
        Netns = netns;
    }

    /// <summary>Container id too.</summary>
    public string Name { get; }

    public string Path { get; }

    public NetworkNamespace Netns { get; }

    public static PodNetns Create(string name)
    {
        Directory.CreateDirectory(Folder);
        var path = $"{Folder}/{name}";
        File.WriteAllText(path, "");
        var netns = NetworkNamespace.Create();
        if (Native.mount($"/proc/self/fd/{netns.Descriptor}", path, null, Native.MountBind, null) < 0)
        {
            throw new InvalidOperationException($"mounting {path}: error {Marshal.GetLastPInvokeError()}");
        }

        return new PodNetns(name, path, netns);
    }

    public void Dispose()
    {
        _ = Native.umount2(Path, Native.DetachUnmount);
        File.Delete(Path);
        Netns.Dispose();
    }
}
