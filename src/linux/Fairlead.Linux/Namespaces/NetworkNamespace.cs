using System.Buffers.Binary;
using Fairlead.Linux.Interop;
using Fairlead.Linux.Netlink;

namespace Fairlead.Linux.Namespaces;

/// <summary>
/// An open network namespace of the real kernel. The calling thread enters it only for the moment of opening a socket or a
/// file (about 25 µs) and is back in its own before it returns.
/// </summary>
public sealed unsafe class NetworkNamespace : INetworkNamespace
{
    // include/uapi/linux/magic.h: NSFS_MAGIC. A regular file at the same path would have another file system.
    private const uint NsfsMagic = 0x6e736673;

    // include/uapi/linux/nsfs.h: NS_GET_NSTYPE, _IO(0xb7, 3). Answers with the CLONE_NEW* of the namespace (4.11).
    private const nuint GetNamespaceType = 0xb703;

    private static readonly Lazy<int> Own = new(() => OpenDescriptor("/proc/self/ns/net"));

    private readonly int _descriptor;
    private int _disposed;

    private NetworkNamespace(int descriptor, NetnsIdentity identity)
    {
        _descriptor = descriptor;
        Identity = identity;
    }

    public NetnsIdentity Identity { get; }

    public int Descriptor => _descriptor;

    /// <summary>The namespace that this process was started in.</summary>
    public static NetworkNamespace Current() => OpenPath("/proc/self/ns/net");

    /// <summary>Opens <c>/run/netns/NAME</c>, <c>/proc/PID/ns/net</c> or any other path to a namespace.</summary>
    /// <exception cref="KernelException">ENOENT and others of open(2); EINVAL where the file is not a network namespace.</exception>
    public static NetworkNamespace OpenPath(string path) => FromDescriptor(OpenDescriptor(path), path);

    /// <summary>Takes over a descriptor that another process passed; it is closed with this object, and on failure.</summary>
    /// <exception cref="KernelException">EINVAL where it is not a network namespace.</exception>
    public static NetworkNamespace FromDescriptor(int descriptor, string subject = "a passed descriptor")
    {
        try
        {
            if (!IsNamespaceFile(descriptor))
            {
                throw new KernelException("opening network namespace", subject, Errno.EINVAL, "the file is no namespace");
            }

            if (Libc.ioctl(descriptor, GetNamespaceType) is var type && type > 0 && type != Libc.CloneNewNet)
            {
                throw new KernelException("opening network namespace", subject, Errno.EINVAL, "the namespace is of another kind");
            }

            return new NetworkNamespace(descriptor, Identify(descriptor, subject));
        }
        catch
        {
            _ = Libc.close(descriptor);
            throw;
        }
    }

    /// <summary>A new, nameless namespace that lives as long as something in it or this object does.</summary>
    /// <exception cref="KernelException">EPERM without CAP_SYS_ADMIN.</exception>
    public static NetworkNamespace Create()
    {
        _ = Own.Value;
        if (Libc.unshare(Libc.CloneNewNet) < 0)
        {
            throw KernelException.Last("creating", "a network namespace");
        }

        try
        {
            return OpenPath("/proc/thread-self/ns/net");
        }
        finally
        {
            Return();
        }
    }

    public INetlinkChannel Open(NetlinkProtocol protocol) => Inside(() => new NetlinkSocket(protocol, false, []));

    public INetlinkChannel OpenWatch(NetlinkProtocol protocol, bool allNamespaces, ReadOnlySpan<int> groups)
    {
        var copy = groups.ToArray();
        return Inside(() => new NetlinkSocket(protocol, allNamespaces, copy));
    }

    public string? ReadSysctl(string path) => Inside(() => SysctlFile.Read(path));

    public void WriteSysctl(string path, string value) => Inside(() =>
    {
        SysctlFile.Write(path, value);
        return true;
    });

    /// <summary>
    /// Runs a short, synchronous piece of work with the calling thread inside this namespace. Sockets and files opened there stay
    /// bound to it.
    /// </summary>
    public T Inside<T>(Func<T> work)
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        _ = Own.Value;
        if (Libc.setns(_descriptor, Libc.CloneNewNet) < 0)
        {
            throw KernelException.Last("entering", "network namespace");
        }

        try
        {
            return work();
        }
        finally
        {
            Return();
        }
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            _ = Libc.close(_descriptor);
        }
    }

    private static void Return()
    {
        if (Libc.setns(Own.Value, Libc.CloneNewNet) < 0)
        {
            // A pool thread left in a pod's namespace would apply the node's routes to the pod: nothing is worse.
            Environment.FailFast("cannot return to the process's own network namespace");
        }
    }

    private static int OpenDescriptor(string path)
    {
        var descriptor = Libc.open(path, Libc.OpenReadOnly | Libc.OpenCloexec);
        return descriptor >= 0 ? descriptor : throw KernelException.Last("opening network namespace", path);
    }

    private static bool IsNamespaceFile(int descriptor)
    {
        // struct statfs: f_type is the first word; 120 octets on 64-bit Linux.
        var buffer = stackalloc byte[256];
        return Libc.fstatfs(descriptor, buffer) == 0 && *(uint*)buffer == NsfsMagic;
    }

    private static NetnsIdentity Identify(int descriptor, string subject)
    {
        // struct statx of statx(2): stx_ino at 32, stx_dev_major at 136, stx_dev_minor at 140.
        const int emptyPath = 0x1000;
        const uint inode = 0x100;
        var buffer = stackalloc byte[256];
        byte nothing = 0;
        if (Libc.statx(descriptor, &nothing, emptyPath, inode, buffer) < 0)
        {
            throw KernelException.Last("reading identity of network namespace", subject);
        }

        var words = new ReadOnlySpan<byte>(buffer, 256);
        var device = ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(words[136..]) << 32) | BinaryPrimitives.ReadUInt32LittleEndian(words[140..]);
        return new NetnsIdentity(device, BinaryPrimitives.ReadUInt64LittleEndian(words[32..]));
    }
}
