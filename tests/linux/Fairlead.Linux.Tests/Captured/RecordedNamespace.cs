using System.Buffers.Binary;
using Fairlead.Linux.Namespaces;
using Fairlead.Linux.Netlink;

namespace Fairlead.Linux.Tests.Captured;

/// <summary>A namespace that answers every request with what a real kernel once answered to such a one. Nothing in it can be changed.</summary>
/// <param name="spoil">What becomes of each message on its way.</param>
internal sealed class RecordedNamespace(IEnumerable<byte[]> datagrams, Func<byte[], byte[]>? spoil = null) : INetworkNamespace
{
    private readonly List<byte[]> _messages = Split(datagrams);

    public NetnsIdentity Identity => default;

    public int Descriptor => -1;

    public INetlinkChannel Open(NetlinkProtocol protocol) => new Channel(_messages, spoil ?? (message => message));

    public INetlinkChannel OpenWatch(NetlinkProtocol protocol, bool allNamespaces, ReadOnlySpan<int> groups) => Open(protocol);

    public string? ReadSysctl(string path) => null;

    public void WriteSysctl(string path, string value) => throw new KernelException("writing", path, 30);

    public void Dispose()
    {
    }

    /// <summary>Single messages, each once.</summary>
    private static List<byte[]> Split(IEnumerable<byte[]> datagrams)
    {
        var messages = new List<byte[]>();
        var known = new HashSet<string>();
        foreach (var datagram in datagrams)
        {
            foreach (var message in new NetlinkMessages(datagram))
            {
                // Programs ask for the same with other numbers.
                var octets = Numbered(Copy(message), 0);
                if (known.Add(Convert.ToHexString(octets)))
                {
                    messages.Add(octets);
                }
            }
        }

        return messages;
    }

    private static byte[] Copy(NetlinkMessage message)
    {
        var octets = new byte[NetlinkMessage.HeaderLength + message.Payload.Length];
        BinaryPrimitives.WriteInt32LittleEndian(octets, octets.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(octets.AsSpan(4), message.Type);
        BinaryPrimitives.WriteUInt16LittleEndian(octets.AsSpan(6), (ushort)message.Flags);
        message.Payload.CopyTo(octets.AsSpan(NetlinkMessage.HeaderLength));
        return octets;
    }

    private static byte[] Numbered(byte[] message, int sequence)
    {
        BinaryPrimitives.WriteInt32LittleEndian(message.AsSpan(8), sequence);
        BinaryPrimitives.WriteInt32LittleEndian(message.AsSpan(12), 0);
        return message;
    }

    private sealed class Channel(List<byte[]> messages, Func<byte[], byte[]> spoil) : INetlinkChannel
    {
        private readonly Queue<byte[]> _answers = new();

        public uint Port => 1;

        public void Send(ReadOnlySpan<byte> request)
        {
            foreach (var message in new NetlinkMessages(request))
            {
                var (type, family, rest) = (AnswerTo(message.Type), message.Payload[0], message.Payload.ToArray());
                foreach (var answer in messages.Where(answer => Fits(answer, type, family, rest)))
                {
                    _answers.Enqueue(Numbered(spoil([.. answer]), message.Sequence));
                }

                var isDump = (message.Flags & MessageFlags.Dump) == MessageFlags.Dump;
                _answers.Enqueue(Numbered([20, 0, 0, 0, (byte)(isDump ? NetlinkMessage.Done : NetlinkMessage.Error), 0, 0, 0, .. new byte[12]], message.Sequence));
            }
        }

        public int Receive(Span<byte> buffer, TimeSpan timeout, out int namespaceId)
        {
            namespaceId = -1;
            if (!_answers.TryDequeue(out var answer))
            {
                return 0;
            }

            answer.CopyTo(buffer);
            return answer.Length;
        }

        public void Dispose()
        {
        }

        // RTM_GETLINK is 18 and RTM_NEWLINK 16, and so with all of rtnetlink; nf_tables has GET behind NEW, but for generations.
        private static ushort AnswerTo(ushort type) => type < 0x100 ? (ushort)(type - 2) : (ushort)(type - 1);

        private static bool Fits(byte[] answer, ushort type, byte family, byte[] request)
        {
            const ushort link = 16, elements = 0xa0c;
            const byte bridge = 7;
            var (answers, of) = (BinaryPrimitives.ReadUInt16LittleEndian(answer.AsSpan(4)), answer[NetlinkMessage.HeaderLength]);
            if (answers != type)
            {
                return false;
            }

            // Table and set are the first two attributes of a request for elements and of its answer.
            return type == link || (type == elements
                ? answer.AsSpan(NetlinkMessage.HeaderLength + 4).StartsWith(request.AsSpan(4))
                : family == 0 ? of != bridge : of == family);
        }
    }
}
