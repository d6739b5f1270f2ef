namespace Fairlead.Linux.Netlink;

/// <summary>
/// Carries whole netlink messages to a kernel and back: the seam between everything above and the kernel or a fake of it.
/// One thread at a time.
/// </summary>
public interface INetlinkChannel : IDisposable
{
    /// <summary>What the kernel calls this channel by: the port in notifications of what it caused. Not 0.</summary>
    uint Port { get; }

    /// <summary>Sends one or more aligned messages in one datagram.</summary>
    /// <exception cref="KernelException">The kernel refused the datagram as such.</exception>
    void Send(ReadOnlySpan<byte> messages);

    /// <summary>Waits for the next datagram.</summary>
    /// <param name="namespaceId">The nsid of the namespace that a notification came from; -1 for the channel's own.</param>
    /// <returns>Octets received; 0 where <paramref name="timeout"/> passed or the channel was disposed.</returns>
    /// <exception cref="KernelException">ENOBUFS: notifications were lost, everything must be read again.</exception>
    int Receive(Span<byte> buffer, TimeSpan timeout, out int namespaceId);
}
