using System.Net.Sockets;
using System.Runtime.InteropServices;
using Fairlead.Linux.Interop;

namespace Fairlead.Linux.Sockets;

/// <summary>
/// Who is at the other end of a Unix socket, as the kernel says (SO_PEERCRED). A process that this user namespace has no
/// number for is 65534; one outside this pid namespace is process 0.
/// </summary>
public readonly record struct UnixPeer(int ProcessId, uint UserId, uint GroupId)
{
    private const int SoPeerCredentials = 17;

    /// <exception cref="KernelException">The socket is not connected.</exception>
    public static unsafe UnixPeer Of(Socket socket)
    {
        // struct ucred of include/linux/socket.h: pid, uid, gid.
        var words = stackalloc uint[3];
        var length = 12u;
        if (Libc.getsockopt((int)socket.SafeHandle.DangerousGetHandle(), Libc.SolSocket, SoPeerCredentials, words, &length) < 0)
        {
            throw KernelException.Last("asking for", "the peer of a socket");
        }

        return new UnixPeer((int)words[0], words[1], words[2]);
    }

    /// <summary>The user that this process acts as.</summary>
    public static uint OwnUserId => Credentials.geteuid();
}

internal static partial class Credentials
{
    [LibraryImport("libc")]
    internal static partial uint geteuid();
}
