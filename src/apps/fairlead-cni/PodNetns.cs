namespace Fairlead.Cni;

/// <summary>The pod's network namespace, opened and verified: what is passed to the agent is certainly one, and not the node's.</summary>
internal static unsafe class PodNetns
{
    // NSFS_MAGIC of include/uapi/linux/magic.h
    private const uint NsfsMagic = 0x6e736673;

    // NS_GET_NSTYPE of include/uapi/linux/nsfs.h, and its answer for a network namespace.
    private const uint TypeOfNamespace = 0xb703;
    private const int NetworkType = 0x40000000;

    /// <returns>A descriptor; -1 where a DEL or GC comes without a namespace, or after it.</returns>
    /// <exception cref="CniError">Code 4: what CNI_NETNS names cannot be the pod's namespace.</exception>
    public static int Open(CallEnvironment environment)
    {
        var path = environment.Netns;
        if (environment.Command is not ("ADD" or "CHECK" or "DEL") || path.Length == 0)
        {
            return -1;
        }

        var optional = environment.Command == "DEL";
        // Opened without blocking: a pipe at the path would have nobody at its other end.
        var descriptor = Files.Open(path, Libc.ReadOnly | Libc.NonBlocking);
        if (descriptor < 0)
        {
            return optional ? -1 : throw Wrong(path, descriptor == -2 ? "there is no such file" : $"it cannot be opened (errno {-descriptor})");
        }

        var problem = !IsNamespace(descriptor) ? "the file is no network namespace"
            : Inode(descriptor) == OwnInode() ? "it is the node's own network namespace"
            : null;
        if (problem is null)
        {
            return descriptor;
        }

        _ = Libc.close(descriptor);
        return optional ? -1 : throw Wrong(path, problem);
    }

    private static CniError Wrong(string path, string problem) =>
        new(CniError.InvalidEnvironment, "invalid CNI_NETNS: " + path, problem);

    private static bool IsNamespace(int descriptor)
    {
        var buffer = stackalloc byte[256];
        return Libc.fstatfs(descriptor, buffer) == 0 && *(uint*)buffer == NsfsMagic && Libc.ioctl(descriptor, TypeOfNamespace) == NetworkType;
    }

    // struct statx: stx_ino at 32. All namespaces are files of the one nsfs, so the inode alone tells them apart.
    private static ulong Inode(int descriptor)
    {
        const int emptyPath = 0x1000;
        const uint inode = 0x100;
        var buffer = stackalloc byte[256];
        byte nothing = 0;
        return Libc.statx(descriptor, &nothing, emptyPath, inode, buffer) == 0 ? *(ulong*)(buffer + 32) : 0;
    }

    private static ulong OwnInode()
    {
        var descriptor = Files.Open("/proc/self/ns/net", Libc.ReadOnly);
        if (descriptor < 0)
        {
            return 0;
        }

        var inode = Inode(descriptor);
        _ = Libc.close(descriptor);
        return inode;
    }
}
