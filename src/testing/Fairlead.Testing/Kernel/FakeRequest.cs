using Fairlead.Linux.Netlink;

namespace Fairlead.Testing.Kernel;

/// <summary>One message under way in the kernel, and the way back to who sent it.</summary>
internal readonly ref struct FakeRequest(NetlinkMessage message, FakeChannel channel)
{
    // Large enough for several messages, small enough that a dump of a dozen rows comes in several datagrams.
    private const int DatagramLength = 4096;

    public NetlinkMessage Message { get; } = message;

    public uint Port => channel.Port;

    public bool IsDump => Has(MessageFlags.Dump);

    public ReadOnlySpan<byte> Header(int length) => Message.Header(length);

    public bool Has(MessageFlags flags) => (Message.Flags & flags) == flags;

    /// <summary>One message back, before the acknowledgement.</summary>
    public void Reply(byte[] message) => channel.Deliver(FakeMessage.Stamp(message, MessageFlags.None, Message.Sequence, Port));

    /// <summary>All rows, or on a fault some, in as many datagrams as it takes; returns 0 as the message's errno.</summary>
    public int ReplyAll(IEnumerable<byte[]> messages, bool interrupted)
    {
        var datagram = new List<byte>();
        foreach (var message in interrupted ? messages.Where((_, place) => place % 2 == 0) : messages)
        {
            if (datagram.Count + message.Length > DatagramLength)
            {
                channel.Deliver([.. datagram]);
                datagram.Clear();
            }

            datagram.AddRange(FakeMessage.Stamp(message, MessageFlags.Multi, Message.Sequence, Port));
        }

        if (datagram.Count > 0)
        {
            channel.Deliver([.. datagram]);
        }

        channel.Deliver(FakeMessage.Done(Message.Sequence, Port, interrupted));
        return 0;
    }
}
