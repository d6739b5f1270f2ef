using Fairlead.Linux.Interop;
using Fairlead.Linux.Netlink;

namespace Fairlead.Linux.Nftables;

/// <summary>
/// A netfilter socket on which transactions are sent. The socket owns the tables that it made with the owner flag, so there is one
/// for the life of the agent.
/// </summary>
public sealed class NftConnection(INetlinkChannel channel) : IDisposable
{
    private readonly byte[] _buffer = new byte[64 << 10];
    private readonly Lock _lock = new();
    private readonly SequenceNumbers _sequence = new();

    public uint Port => channel.Port;

    /// <summary>Sends the messages between a batch begin and end: all are done, or none.</summary>
    /// <param name="describe">Names a message by its place, for the error.</param>
    /// <exception cref="KernelException">The first refusal, about the message that was refused.</exception>
    public void Commit(Action<NetlinkBatch> write, Func<int, string> describe)
    {
        var batch = new NetlinkBatch();
        NftMessage.Bracket(batch, NftMessage.BatchBegin);
        write(batch);
        if (batch.Count == 1)
        {
            return;
        }

        // Acknowledging the last one says that all before it went well: refusals are reported unasked.
        batch.AddFlagsToLast(MessageFlags.Ack);
        var last = batch.Count - 1;
        NftMessage.Bracket(batch, NftMessage.BatchEnd);
        lock (_lock)
        {
            var begin = _sequence.Take(batch.Count);
            batch.NumberFrom(begin);
            channel.Send(batch.Written);
            var (code, text, place) = Await(begin, begin + last);
            if (code != 0)
            {
                throw new KernelException("changing", place <= begin ? "nftables" : describe(place - begin - 1), code, text);
            }
        }
    }

    public void Dispose() => channel.Dispose();

    private (int Code, string? Text, int Place) Await(int begin, int last)
    {
        (int Code, string? Text, int Place) first = default;
        while (true)
        {
            var received = channel.Receive(_buffer, TimeSpan.FromSeconds(20), out _);
            if (received == 0)
            {
                return (Errno.EAGAIN, "no answer within 20 s", 0);
            }

            foreach (var message in new NetlinkMessages(_buffer.AsSpan(0, received)))
            {
                if (message.Type != NetlinkMessage.Error || message.Sequence < begin || message.Sequence > last + 1)
                {
                    continue;
                }

                if (message.ErrorCode != 0 && first.Code == 0)
                {
                    first = (message.ErrorCode, message.ErrorText, message.Sequence);
                }

                // An error about the batch itself (its beginning) is the only one there is.
                if (message.Sequence == last || message.Sequence == begin)
                {
                    return first;
                }
            }
        }
    }
}
