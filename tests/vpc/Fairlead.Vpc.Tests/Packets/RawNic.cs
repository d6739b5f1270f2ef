using System.Diagnostics;
using Fairlead.Linux.Packets;

namespace Fairlead.Vpc.Tests.Packets;

/// <summary>Sends and hears whole frames at a host's NIC, past its kernel.</summary>
internal sealed class RawNic(LabHost host, ushort etherType) : IDisposable
{
    private readonly PacketSocket _socket = PacketSocket.Open(host.Netns, etherType, [FilterInstruction.Take(2048)]);
    private readonly byte[] _buffer = new byte[2048];
    private readonly int _index = host.Index;

    /// <summary>Sends a frame and waits for the first that satisfies.</summary>
    public byte[]? Ask(byte[] frame, Func<byte[], bool> isAnswer, out TimeSpan after, int patience = 3000)
    {
        var watch = Stopwatch.StartNew();
        Assert.True(_socket.Send(frame, _index));
        while (watch.ElapsedMilliseconds < patience)
        {
            var length = _socket.Receive(_buffer, out _);
            if (length > 0 && isAnswer(_buffer[..length]))
            {
                after = watch.Elapsed;
                return _buffer[..length];
            }
        }

        after = watch.Elapsed;
        return null;
    }

    public void Send(byte[] frame) => Assert.True(_socket.Send(frame, _index));

    /// <summary>Counts the frames that satisfy, for so long.</summary>
    public int Count(Func<byte[], bool> isOne, int milliseconds)
    {
        var watch = Stopwatch.StartNew();
        var count = 0;
        while (watch.ElapsedMilliseconds < milliseconds)
        {
            var length = _socket.Receive(_buffer, out _);
            if (length == 0)
            {
                Thread.Sleep(1);
            }
            else if (isOne(_buffer[..length]))
            {
                count++;
            }
        }

        return count;
    }

    public void Dispose() => _socket.Dispose();
}
