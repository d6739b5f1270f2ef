using System.Net.Sockets;
using Fairlead.Linux.Interop;

namespace Fairlead.Linux.Sockets;

/// <summary>
/// A copy of a descriptor that programs started from now on inherit, under the same number, also by way of others: how a socket gets
/// into namespaces where it could not be opened. .NET closes its own at every start of a program.
/// </summary>
public sealed class InheritedDescriptor : IDisposable
{
    // fcntl(2): the lowest free number from the argument on, and no FD_CLOEXEC.
    private const int Duplicate = 0;

    // The same, with FD_CLOEXEC.
    private const int DuplicateForUs = 1030;

    // Scripts on the way use the low ones for themselves.
    private const int Lowest = 64;

    private int _disposed;

    private InheritedDescriptor(int number) => Number = number;

    public int Number { get; }

    /// <exception cref="KernelException">EMFILE: this process has too many open.</exception>
    public static InheritedDescriptor Of(nint descriptor)
    {
        var copy = Libc.fcntl((int)descriptor, Duplicate, Lowest);
        return copy >= 0 ? new InheritedDescriptor(copy) : throw KernelException.Last("duplicating", "a descriptor");
    }

    /// <summary>One that this process has inherited itself.</summary>
    public static InheritedDescriptor Received(int number) => new(number);

    /// <summary>Another copy, which nothing inherits.</summary>
    /// <exception cref="KernelException">EMFILE: this process has too many open.</exception>
    public SafeSocketHandle Keep()
    {
        var copy = Libc.fcntl(Number, DuplicateForUs, 0);
        return copy >= 0 ? new SafeSocketHandle(copy, ownsHandle: true) : throw KernelException.Last("duplicating", "a descriptor");
    }

    /// <summary>What was started keeps its own.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            _ = Libc.close(Number);
        }
    }
}
