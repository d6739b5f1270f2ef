using Fairlead.Linux.Interop;

namespace Fairlead.Linux.Packets;

/// <summary>Sleeps until one of some packet sockets has a frame, or somebody calls <see cref="Stop"/>.</summary>
public sealed unsafe class PacketWait : IDisposable
{
    private const short PollIn = 1;
    private readonly PacketSocket[] _sockets;
    private readonly int _stop;
    private int _disposed;

    /// <exception cref="KernelException">No descriptor could be had.</exception>
    public PacketWait(params PacketSocket[] sockets)
    {
        _sockets = sockets;
        _stop = Libc.eventfd(0, 0x80000 /* EFD_CLOEXEC */);
        if (_stop < 0)
        {
            throw KernelException.Last("opening", "an event descriptor");
        }
    }

    /// <returns>False once it was stopped.</returns>
    public bool Wait()
    {
        var descriptors = stackalloc PollDescriptor[_sockets.Length + 1];
        for (var i = 0; i < _sockets.Length; i++)
        {
            descriptors[i] = new PollDescriptor { Descriptor = _sockets[i].Descriptor, Events = PollIn };
        }

        descriptors[_sockets.Length] = new PollDescriptor { Descriptor = _stop, Events = PollIn };
        _ = Libc.poll(descriptors, (nuint)_sockets.Length + 1, -1);
        return (descriptors[_sockets.Length].Returned & PollIn) == 0;
    }

    public void Stop()
    {
        ulong one = 1;
        _ = Libc.write(_stop, (byte*)&one, sizeof(ulong));
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            _ = Libc.close(_stop);
        }
    }
}
