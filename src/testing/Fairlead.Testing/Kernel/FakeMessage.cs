using System.Buffers.Binary;
using Fairlead.Linux.Interop;
using Fairlead.Linux.Netlink;

namespace Fairlead.Testing.Kernel;

/// <summary>Messages as a kernel sends them.</summary>
internal static class FakeMessage
{
    public static byte[] Build(ushort type, Action<NetlinkBatch> write)
    {
        var batch = new NetlinkBatch(256);
        batch.BeginMessage(type, MessageFlags.None);
        write(batch);
        batch.EndMessage();
        return batch.Written.ToArray();
    }

    /// <summary>Flags, number and port in place of those of a request.</summary>
    public static byte[] Stamp(byte[] message, MessageFlags flags, int sequence, uint port)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(message.AsSpan(6), (ushort)flags);
        BinaryPrimitives.WriteInt32LittleEndian(message.AsSpan(8), sequence);
        BinaryPrimitives.WriteUInt32LittleEndian(message.AsSpan(12), port);
        return message;
    }

    /// <summary>NLMSG_ERROR: the answer to one message, success too; the refused message's header comes back alone (NETLINK_CAP_ACK).</summary>
    public static byte[] Answer(NetlinkMessage request, int errno, uint port)
    {
        var text = errno == Errno.EOPNOTSUPP ? "the fake kernel does not know this" : null;
        var (type, sequence) = (request.Type, request.Sequence);
        var answer = Build(NetlinkMessage.Error, batch =>
        {
            BinaryPrimitives.WriteInt32LittleEndian(batch.Reserve(4), -errno);
            var echoed = batch.Reserve(NetlinkMessage.HeaderLength);
            BinaryPrimitives.WriteInt32LittleEndian(echoed, NetlinkMessage.HeaderLength);
            BinaryPrimitives.WriteUInt16LittleEndian(echoed[4..], type);
            BinaryPrimitives.WriteInt32LittleEndian(echoed[8..], sequence);
            if (text is not null)
            {
                batch.Attribute(1, text);
            }
        });
        return Stamp(answer, MessageFlags.Capped | (text is null ? 0 : MessageFlags.AckTlvs), sequence, port);
    }

    /// <summary>The end of a dump.</summary>
    public static byte[] Done(int sequence, uint port, bool interrupted) =>
        Stamp(Build(NetlinkMessage.Done, batch => batch.Reserve(4)), MessageFlags.Multi | (interrupted ? MessageFlags.DumpInterrupted : 0), sequence, port);
}
