using Fairlead.Linux.Netlink;

namespace Fairlead.Linux.Namespaces;

/// <summary>Device and inode of a namespace's file: two descriptors with the same pair are the same namespace.</summary>
public readonly record struct NetnsIdentity(ulong Device, ulong Inode);

/// <summary>A network namespace of the real kernel or of a fake one.</summary>
public interface INetworkNamespace : IDisposable
{
    NetnsIdentity Identity { get; }

    /// <summary>The number by which a message to the kernel names this namespace (IFLA_NET_NS_FD).</summary>
    int Descriptor { get; }

    /// <summary>A message channel bound to this namespace.</summary>
    /// <exception cref="KernelException">The namespace cannot be entered or has no such protocol.</exception>
    INetlinkChannel Open(NetlinkProtocol protocol);

    /// <summary>A channel that hears notifications of the groups.</summary>
    /// <param name="allNamespaces">Also of every namespace that has an nsid here (NETLINK_LISTEN_ALL_NSID).</param>
    INetlinkChannel OpenWatch(NetlinkProtocol protocol, bool allNamespaces, ReadOnlySpan<int> groups);

    /// <summary>Reads a setting below /proc/sys as this namespace has it; null where there is no such file.</summary>
    string? ReadSysctl(string path);

    /// <exception cref="KernelException">The file is missing, read-only or refuses the value.</exception>
    void WriteSysctl(string path, string value);
}
