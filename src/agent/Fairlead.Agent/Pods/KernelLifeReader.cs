using Fairlead.Linux.Namespaces;

namespace Fairlead.Agent.Pods;

/// <summary>Which life of the kernel this is: interface indexes and pods' namespaces of another one mean nothing.</summary>
public static class KernelLifeReader
{
    private const string BootId = "/proc/sys/kernel/random/boot_id";

    /// <summary>The boot's number and, since a node may be a namespace that was made anew, the namespace's.</summary>
    public static string Read(NetnsIdentity node) =>
        $"{File.ReadAllText(BootId).Trim()}/{node.Device:x}:{node.Inode}";
}
