using Fairlead.Linux.Netlink;
using Fairlead.Model.Addresses;

namespace Fairlead.Linux.Conntrack;

/// <summary>Connection tracking entries to and from octets: include/uapi/linux/netfilter/nfnetlink_conntrack.h.</summary>
public static class ConntrackCodec
{
    public const ushort New = Subsystem | 0;
    public const ushort Get = Subsystem | 1;
    public const ushort Delete = Subsystem | 2;

    // NFNL_SUBSYS_CTNETLINK
    private const ushort Subsystem = 1 << 8;

    // struct nfgenmsg
    private const int HeaderLength = 4;

    // AF_INET, AF_INET6
    private const byte Family4 = 2;
    private const byte Family6 = 10;

    // enum ctattr_type
    private const ushort TupleOriginal = 1;
    private const ushort TupleReply = 2;
    private const ushort Id = 12;
    private const ushort Zone = 18;
    private const ushort Filter = 25;

    // enum ctattr_tuple, ctattr_ip, ctattr_filter; CTA_FILTER_FLAG_CTA_IP_SRC
    private const ushort TupleIp = 1;
    private const ushort TupleProtocol = 2;
    private const uint FilterSource = 1;

    /// <summary>Asks for all entries of a family.</summary>
    public static void WriteDump(NetlinkBatch batch, bool v6)
    {
        batch.BeginMessage(Get, MessageFlags.Dump);
        batch.Reserve(HeaderLength)[0] = v6 ? Family6 : Family4;
        batch.EndMessage();
    }

    /// <summary>
    /// Asks for the entries with this source in one direction. The kernel looks through them itself from 5.8 on; an older one
    /// sends all, so whoever reads them looks too.
    /// </summary>
    public static void WriteDump(NetlinkBatch batch, InetAddress source, bool reply)
    {
        batch.BeginMessage(Get, MessageFlags.Dump);
        batch.Reserve(HeaderLength)[0] = source.IsV6 ? Family6 : Family4;
        var tuple = batch.BeginNested(Nested(reply ? TupleReply : TupleOriginal));
        var ip = batch.BeginNested(Nested(TupleIp));
        batch.Attribute((ushort)(source.IsV6 ? 3 : 1), source.ToBytes());
        batch.EndNested(ip);
        batch.EndNested(tuple);
        var filter = batch.BeginNested(Nested(Filter));
        batch.Attribute((ushort)(reply ? 2 : 1), FilterSource);
        batch.EndNested(filter);
        batch.EndMessage();
    }

    public static void WriteDelete(NetlinkBatch batch, ConntrackEntry entry)
    {
        batch.BeginMessage(Delete, MessageFlags.Ack);
        batch.Reserve(HeaderLength)[0] = entry.Original.Source.IsV6 ? Family6 : Family4;
        entry.Key.Span.CopyTo(batch.Reserve(entry.Key.Length));
        batch.EndMessage();
    }

    /// <returns>Null for an entry without addresses.</returns>
    public static ConntrackEntry? Read(NetlinkMessage message)
    {
        ConntrackTuple? original = null;
        ConntrackTuple? reply = null;
        var key = new NetlinkBatch(128);
        foreach (var attribute in message.Attributes(HeaderLength))
        {
            switch (attribute.Type)
            {
                case TupleOriginal:
                    original = ReadTuple(attribute);
                    key.Attribute(Nested(TupleOriginal), attribute.Value);
                    break;
                case TupleReply:
                    reply = ReadTuple(attribute);
                    break;
                case Id or Zone:
                    key.Attribute(attribute.Type, attribute.Value);
                    break;
            }
        }

        return original is { } begun && reply is { } expected ? new ConntrackEntry(begun, expected, key.Written.ToArray()) : null;
    }

    private static ConntrackTuple? ReadTuple(NetlinkAttribute tuple)
    {
        InetAddress? source = null;
        InetAddress? destination = null;
        byte protocol = 0;
        ushort sourcePort = 0;
        ushort destinationPort = 0;
        foreach (var part in tuple.Nested)
        {
            foreach (var field in part.Nested)
            {
                switch (part.Type, field.Type)
                {
                    case (TupleIp, 1 or 3):
                        source = field.Address;
                        break;
                    case (TupleIp, 2 or 4):
                        destination = field.Address;
                        break;
                    case (TupleProtocol, 1):
                        protocol = field.U8;
                        break;
                    case (TupleProtocol, 2):
                        sourcePort = field.U16BigEndian;
                        break;
                    case (TupleProtocol, 3):
                        destinationPort = field.U16BigEndian;
                        break;
                }
            }
        }

        return source is { } from && destination is { } to ? new ConntrackTuple(from, to, protocol, sourcePort, destinationPort) : null;
    }

    // NLA_F_NESTED: ctnetlink refuses nested attributes without it.
    private static ushort Nested(ushort type) => (ushort)(type | 0x8000);
}
