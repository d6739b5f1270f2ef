using System.Buffers.Binary;
using Fairlead.Linux.Netlink;
using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;
using Fairlead.Model.Kernel.Observed;

namespace Fairlead.Linux.Rules;

/// <summary>Policy rules to and from octets: struct fib_rule_hdr and FRA_* of include/uapi/linux/fib_rules.h.</summary>
public static class RuleCodec
{
    public const ushort NewRule = 32;
    public const ushort DeleteRule = 33;
    public const ushort GetRule = 34;
    private const int HeaderLength = 12;
    private const uint FlagInvert = 0x2;

    private const ushort AttributeDestination = 1;
    private const ushort AttributeSource = 2;
    private const ushort AttributeInput = 3;
    private const ushort AttributeGoto = 4;
    private const ushort AttributePriority = 6;
    private const ushort AttributeMark = 10;
    private const ushort AttributeSuppressPrefix = 14;
    private const ushort AttributeTable = 15;
    private const ushort AttributeMask = 16;
    private const ushort AttributeOutput = 17;
    private const ushort AttributeProtocol = 21;

    public static void WriteAdd(NetlinkBatch batch, RuleRow row) =>
        Write(batch, NewRule, MessageFlags.Ack | MessageFlags.Create | MessageFlags.Exclusive, row);

    public static void WriteDelete(NetlinkBatch batch, RuleRow row) => Write(batch, DeleteRule, MessageFlags.Ack, row);

    public static void WriteDump(NetlinkBatch batch, bool v6)
    {
        batch.BeginMessage(GetRule, MessageFlags.Dump);
        batch.Reserve(HeaderLength)[0] = Family(v6);
        batch.EndMessage();
    }

    public static ObservedRule Read(NetlinkMessage message)
    {
        var header = message.Header(HeaderLength);
        var rule = new ObservedRule
        {
            IsV6 = header[0] == (byte)AddressFamilyNumber.Inet6,
            Priority = 0,
            Table = header[4],
            Action = (RuleAction)header[7],
            IsInverted = (BinaryPrimitives.ReadUInt32LittleEndian(header[8..]) & FlagInvert) != 0,
            HasOtherConditions = header[3] != 0,
        };
        foreach (var attribute in message.Attributes(HeaderLength))
        {
            rule = With(rule, attribute, header[1], header[2]);
        }

        return rule;
    }

    private static ObservedRule With(ObservedRule rule, NetlinkAttribute attribute, byte destinationLength, byte sourceLength) => attribute.Type switch
    {
        AttributeDestination => rule with { Destination = attribute.Prefix(destinationLength) },
        AttributeSource => rule with { Source = attribute.Prefix(sourceLength) },
        AttributeInput => rule with { InputLink = attribute.Text },
        AttributeOutput => rule with { OutputLink = attribute.Text },
        AttributeGoto => rule with { Goto = attribute.U32 },
        AttributePriority => rule with { Priority = attribute.U32 },
        AttributeMark => rule with { Mark = attribute.U32 },
        AttributeMask => rule with { MarkMask = attribute.U32 },
        AttributeSuppressPrefix => rule with { SuppressPrefixLength = attribute.I32 },
        AttributeTable => rule with { Table = attribute.U32 },
        AttributeProtocol => rule with { Protocol = attribute.U8 },
        // FRA_TUN_ID, FRA_L3MDEV, FRA_UID_RANGE, FRA_IP_PROTO, FRA_SPORT_RANGE, FRA_DPORT_RANGE, FRA_DSCP
        12 or 19 or 20 or 22 or 23 or 24 or 25 => rule with { HasOtherConditions = true },
        _ => rule,
    };

    private static void Write(NetlinkBatch batch, ushort type, MessageFlags flags, RuleRow row)
    {
        batch.BeginMessage(type, flags);
        var header = batch.Reserve(HeaderLength);
        header[0] = Family(row.IsV6);
        header[4] = row.Table < 256 ? (byte)row.Table : (byte)0;
        header[7] = (byte)RuleAction.Table;
        batch.Attribute(AttributePriority, row.Priority);
        batch.Attribute(AttributeTable, row.Table);
        batch.Attribute(AttributeProtocol, OurMark.RouteProtocol);
        if (row.MarkMask != 0)
        {
            batch.Attribute(AttributeMark, row.Mark);
            batch.Attribute(AttributeMask, row.MarkMask);
        }

        batch.EndMessage();
    }

    private static byte Family(bool v6) => (byte)(v6 ? AddressFamilyNumber.Inet6 : AddressFamilyNumber.Inet);
}
