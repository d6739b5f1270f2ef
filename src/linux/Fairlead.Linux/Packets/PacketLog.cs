using System.Buffers.Binary;
using Fairlead.Linux.Interop;
using Fairlead.Linux.Namespaces;
using Fairlead.Linux.Netlink;

namespace Fairlead.Linux.Packets;

/// <summary>A packet that a rule with a log statement told of, as it lies in the receive buffer.</summary>
/// <param name="prefix">What the rule gave it to travel with.</param>
/// <param name="inputIndex">The link that it came in on, 0 for none.</param>
/// <param name="packet">From the network header on, cut to what was asked for.</param>
public readonly ref struct LoggedPacket(string prefix, int inputIndex, ReadOnlySpan<byte> packet)
{
    public string Prefix { get; } = prefix;

    public int InputIndex { get; } = inputIndex;

    public ReadOnlySpan<byte> Packet { get; } = packet;
}

/// <summary>
/// Reads one group of nfnetlink_log in a namespace, on a thread of its own (include/uapi/linux/netfilter/nfnetlink_log.h). Packets that
/// come faster than they are read are not told of; who needs numbers counts in the rule.
/// </summary>
public sealed class PacketLog : IDisposable
{
    private const ushort PacketMessage = 4 << 8; // NFNL_SUBSYS_ULOG, NFULNL_MSG_PACKET
    private const ushort ConfigMessage = (4 << 8) | 1; // NFULNL_MSG_CONFIG
    private const int HeaderLength = 4; // struct nfgenmsg

    private readonly INetlinkChannel _channel;
    private readonly ushort _group;
    private readonly Hearer _hear;
    private readonly Thread _thread;
    private volatile bool _stopping;

    /// <param name="octets">Of each packet so many are wanted.</param>
    /// <exception cref="KernelException">The kernel has no nfnetlink_log, or the group has a reader.</exception>
    public PacketLog(INetworkNamespace netns, ushort group, uint octets, Hearer hear)
    {
        _channel = netns.Open(NetlinkProtocol.Netfilter);
        _group = group;
        _hear = hear;
        _thread = new Thread(Run) { IsBackground = true, Name = "packet log" };
        try
        {
            Bind(octets);
        }
        catch
        {
            _channel.Dispose();
            throw;
        }
    }

    public delegate void Hearer(LoggedPacket packet);

    public void Start() => _thread.Start();

    public void Dispose()
    {
        _stopping = true;
        if (_thread.IsAlive)
        {
            // The answer to this wakes the thread.
            var batch = new NetlinkBatch(64);
            Begin(batch, 2 /* NFULNL_CFG_CMD_UNBIND */);
            batch.EndMessage();
            _channel.Send(batch.Written);
            _thread.Join();
        }

        _channel.Dispose();
    }

    private void Begin(NetlinkBatch batch, byte command)
    {
        batch.BeginMessage(ConfigMessage, MessageFlags.Ack);
        BinaryPrimitives.WriteUInt16BigEndian(batch.Reserve(HeaderLength)[2..], _group);
        batch.Attribute(1, command); // NFULA_CFG_CMD
    }

    private void Bind(uint octets)
    {
        var batch = new NetlinkBatch(128);
        Begin(batch, 1 /* NFULNL_CFG_CMD_BIND */);
        Span<byte> mode = stackalloc byte[6];
        BinaryPrimitives.WriteUInt32BigEndian(mode, octets);
        mode[4] = 2; // NFULNL_COPY_PACKET
        batch.Attribute(2, mode);
        batch.AttributeBigEndian(5, 1u); // NFULA_CFG_QTHRESH: each packet at once, not after a second or a hundred
        batch.EndMessage();
        // The connection is not disposed: it would close the channel.
        var answer = new NetlinkConnection(_channel).Execute(batch)[0];
        if (!answer.IsSuccess)
        {
            throw answer.ToException("binding", $"packet log group {_group}");
        }
    }

    private void Run()
    {
        var buffer = new byte[64 << 10];
        while (!_stopping)
        {
            try
            {
                var received = _channel.Receive(buffer, Timeout.InfiniteTimeSpan, out _);
                foreach (var message in new NetlinkMessages(buffer.AsSpan(0, received)))
                {
                    if (message.Type == PacketMessage)
                    {
                        _hear(Read(message));
                    }
                }
            }
            catch (KernelException error) when (error.Code == Errno.ENOBUFS)
            {
                // Some went by untold; the next are heard again.
            }
        }
    }

    private static LoggedPacket Read(NetlinkMessage message)
    {
        var (prefix, index) = ("", 0);
        ReadOnlySpan<byte> packet = default;
        foreach (var attribute in message.Attributes(HeaderLength))
        {
            switch (attribute.Type)
            {
                case 4: // NFULA_IFINDEX_INDEV
                    index = (int)attribute.U32BigEndian;
                    break;
                case 9: // NFULA_PAYLOAD
                    packet = attribute.Value;
                    break;
                case 10: // NFULA_PREFIX
                    prefix = attribute.Text;
                    break;
            }
        }

        return new LoggedPacket(prefix, index, packet);
    }
}
