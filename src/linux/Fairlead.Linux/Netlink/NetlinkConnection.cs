using Fairlead.Linux.Interop;

namespace Fairlead.Linux.Netlink;

/// <summary>What came of one message of a batch: 0, or the errno and what the kernel said about it.</summary>
public readonly record struct NetlinkResult(int Code, string? Text)
{
    public bool IsSuccess => Code == 0;

    public KernelException ToException(string operation, string subject) => new(operation, subject, Code, Text);
}

/// <summary>Requests and their answers over a channel. Safe for any number of threads; one request is under way at a time.</summary>
public sealed class NetlinkConnection(INetlinkChannel channel) : IDisposable
{
    // An acknowledgement takes about 800 octets of the receiver's buffer (skb truesize): 64 stay far below its default of 208 KiB.
    private const int MessagesPerSend = 64;
    private const int DumpAttempts = 8;

    // A dump datagram is at most 32 KiB, and as large as the buffer offered allows.
    private readonly byte[] _buffer = new byte[64 << 10];
    private readonly NetlinkBatch _request = new(512);
    private readonly Lock _lock = new();
    private readonly SequenceNumbers _sequence = new();

    public uint Port => channel.Port;

    /// <summary>How long a kernel may take to answer before it counts as hung; group deletes wait for RCU.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Sends all messages of the batch, each with NLM_F_ACK, and returns what came of each, in order.</summary>
    public NetlinkResult[] Execute(NetlinkBatch batch)
    {
        var results = new NetlinkResult[batch.Count];
        lock (_lock)
        {
            var first = _sequence.Take(batch.Count);
            batch.NumberFrom(first);
            for (var from = 0; from < batch.Count; from += MessagesPerSend)
            {
                var to = Math.Min(from + MessagesPerSend, batch.Count);
                channel.Send(batch.Messages(from, to));
                CollectAcknowledgements(results, first, from, to);
            }
        }

        return results;
    }

    /// <summary>One message; throws where the kernel refuses it.</summary>
    /// <exception cref="KernelException">The kernel's answer.</exception>
    public void ExecuteOne(NetlinkBatch batch, string operation, string subject)
    {
        foreach (var result in Execute(batch))
        {
            if (!result.IsSuccess)
            {
                throw result.ToException(operation, subject);
            }
        }
    }

    public delegate void RequestWriter(NetlinkBatch request);

    public delegate void MessageReader(NetlinkMessage message);

    /// <summary>
    /// Reads a whole table. A dump that a change interrupted (NLM_F_DUMP_INTR) is begun again, so that what was read is one state;
    /// <paramref name="restart"/> forgets what the interrupted one had said.
    /// </summary>
    /// <exception cref="KernelException">The kernel refused, or the table never held still.</exception>
    public void Dump(RequestWriter write, MessageReader read, Action restart, string subject)
    {
        lock (_lock)
        {
            for (var attempt = 1; ; attempt++)
            {
                restart();
                _request.Clear();
                write(_request);
                var sequence = _sequence.Take(1);
                _request.NumberFrom(sequence);
                channel.Send(_request.Written);
                if (CollectDump(sequence, read, subject))
                {
                    return;
                }

                if (attempt == DumpAttempts)
                {
                    throw new KernelException("reading", subject, Errno.EINTR, $"it changed during each of {DumpAttempts} attempts");
                }
            }
        }
    }

    /// <summary>One request that is answered by messages before its acknowledgement.</summary>
    public NetlinkResult ExecuteReading(NetlinkBatch batch, MessageReader read)
    {
        lock (_lock)
        {
            var sequence = _sequence.Take(batch.Count);
            batch.NumberFrom(sequence);
            channel.Send(batch.Written);
            while (true)
            {
                foreach (var message in new NetlinkMessages(Receive()))
                {
                    if (message.Sequence != sequence)
                    {
                        continue;
                    }

                    if (message.Type == NetlinkMessage.Error)
                    {
                        return message.ErrorCode == 0 ? default : new NetlinkResult(message.ErrorCode, message.ErrorText);
                    }

                    read(message);
                }
            }
        }
    }

    public void Dispose() => channel.Dispose();

    private void CollectAcknowledgements(NetlinkResult[] results, int first, int from, int to)
    {
        for (var open = to - from; open > 0;)
        {
            foreach (var message in new NetlinkMessages(Receive()))
            {
                var place = message.Sequence - first;
                if (message.Type != NetlinkMessage.Error || place < from || place >= to)
                {
                    continue;
                }

                results[place] = message.ErrorCode == 0 ? default : new NetlinkResult(message.ErrorCode, message.ErrorText);
                open--;
            }
        }
    }

    private bool CollectDump(int sequence, MessageReader read, string subject)
    {
        var whole = true;
        while (true)
        {
            foreach (var message in new NetlinkMessages(Receive()))
            {
                if (message.Sequence != sequence)
                {
                    // Of a dump that was given up, because it took too long or could not be read.
                    continue;
                }

                whole &= (message.Flags & MessageFlags.DumpInterrupted) == 0;
                switch (message.Type)
                {
                    case NetlinkMessage.Done or NetlinkMessage.Error when message.ErrorCode != 0:
                        throw new KernelException("reading", subject, message.ErrorCode, message.ErrorText);
                    case NetlinkMessage.Done:
                        return whole;
                    case NetlinkMessage.Error:
                        break;
                    default:
                        read(message);
                        break;
                }
            }
        }
    }

    private ReadOnlySpan<byte> Receive()
    {
        var received = channel.Receive(_buffer, AnswerTimeout, out _);
        return received > 0
            ? _buffer.AsSpan(0, received)
            : throw new KernelException("waiting for", "a netlink answer", Errno.EAGAIN, $"none within {AnswerTimeout.TotalSeconds:0} s");
    }
}
