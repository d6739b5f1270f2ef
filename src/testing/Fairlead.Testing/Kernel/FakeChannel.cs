using Fairlead.Linux;
using Fairlead.Linux.Interop;
using Fairlead.Linux.Netlink;

namespace Fairlead.Testing.Kernel;

/// <summary>A netlink socket of the fake kernel.</summary>
internal sealed class FakeChannel : INetlinkChannel
{
    private readonly FakeKernel _kernel;
    private readonly FakeNamespace _netns;
    private readonly NetlinkProtocol _protocol;
    private readonly int[] _groups;
    private readonly bool _all;
    private readonly Queue<(byte[] Datagram, int NamespaceId)> _inbox = new();
    private readonly object _lock = new();
    private bool _overrun;
    private bool _disposed;

    public FakeChannel(FakeKernel kernel, FakeNamespace netns, NetlinkProtocol protocol, bool all, int[] groups)
    {
        (_kernel, _netns, _protocol, _all, _groups) = (kernel, netns, protocol, all, groups);
        Port = kernel.NextPort();
        if (groups.Length > 0)
        {
            kernel.Watch(this);
        }
    }

    public uint Port { get; }

    public void Send(ReadOnlySpan<byte> messages)
    {
        Wait(messages);
        lock (_kernel.Gate)
        {
            if (_protocol == NetlinkProtocol.Netfilter)
            {
                _netns.Nftables.Receive(messages, this);
                return;
            }

            foreach (var message in new NetlinkMessages(messages))
            {
                var isDump = FakeNamespace.IsGet(message) && (message.Flags & MessageFlags.Dump) == MessageFlags.Dump;
                Answer(message, Execute(message), isDump);
            }
        }
    }

    public int Receive(Span<byte> buffer, TimeSpan timeout, out int namespaceId)
    {
        namespaceId = -1;
        lock (_lock)
        {
            if (_inbox.Count == 0 && !_overrun && !_disposed)
            {
                Monitor.Wait(_lock, timeout);
            }

            if (_overrun)
            {
                _overrun = false;
                throw new KernelException("receiving", "netlink messages", Errno.ENOBUFS);
            }

            if (!_inbox.TryDequeue(out var next))
            {
                return 0;
            }

            namespaceId = next.NamespaceId;
            next.Datagram.CopyTo(buffer);
            return next.Datagram.Length;
        }
    }

    public void Dispose()
    {
        lock (_kernel.Gate)
        {
            _kernel.Unwatch(this);
            _netns.Nftables.Closed(Port);
        }

        lock (_lock)
        {
            _disposed = true;
            Monitor.PulseAll(_lock);
        }
    }

    internal void Deliver(byte[] datagram, int namespaceId = -1)
    {
        lock (_lock)
        {
            _inbox.Enqueue((datagram, namespaceId));
            Monitor.PulseAll(_lock);
        }
    }

    internal void Hear(FakeNamespace origin, int group, byte[] message)
    {
        if (!_groups.Contains(group))
        {
            return;
        }

        if (ReferenceEquals(origin, _netns))
        {
            Deliver([.. message]);
        }
        else if (_all && _netns.NumberOf(origin) is { } number)
        {
            Deliver([.. message], number);
        }
    }

    internal void Overrun()
    {
        lock (_lock)
        {
            _inbox.Clear();
            _overrun = true;
            Monitor.PulseAll(_lock);
        }
    }

    /// <summary>Says what came of a message to whoever asked, and every refusal unasked. A dump that went well has answered already.</summary>
    internal void Answer(NetlinkMessage message, int errno, bool isDump)
    {
        if (errno != 0 || ((message.Flags & MessageFlags.Ack) != 0 && !isDump))
        {
            Deliver(FakeMessage.Answer(message, errno, Port));
        }
    }

    // While the kernel waits for RCU others go on.
    private void Wait(ReadOnlySpan<byte> messages)
    {
        const ushort deleteLink = 17;
        foreach (var message in new NetlinkMessages(messages))
        {
            if (_protocol == NetlinkProtocol.Route && message.Type == deleteLink && _kernel.Faults.RemovalTakes > TimeSpan.Zero)
            {
                Thread.Sleep(_kernel.Faults.RemovalTakes);
            }
        }
    }

    private int Execute(NetlinkMessage message)
    {
        if (!FakeNamespace.IsGet(message) && _kernel.Faults.Refuses() is not 0 and var errno)
        {
            return errno;
        }

        try
        {
            return _netns.Execute(new FakeRequest(message, this));
        }
        catch (KernelException)
        {
            // A message that cannot be read.
            return Errno.EINVAL;
        }
    }
}
