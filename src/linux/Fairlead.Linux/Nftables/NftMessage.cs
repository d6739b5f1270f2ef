using System.Buffers.Binary;
using Fairlead.Linux.Netlink;
using Fairlead.Model.Nftables;

namespace Fairlead.Linux.Nftables;

/// <summary>Message types and headers of nfnetlink and nf_tables (include/uapi/linux/netfilter/nfnetlink.h, nf_tables.h).</summary>
internal static class NftMessage
{
    public const ushort BatchBegin = 0x10;
    public const ushort BatchEnd = 0x11;
    public const ushort NewTable = Subsystem | 0;
    public const ushort GetTable = Subsystem | 1;
    public const ushort DeleteTable = Subsystem | 2;
    public const ushort NewChain = Subsystem | 3;
    public const ushort GetChain = Subsystem | 4;
    public const ushort DeleteChain = Subsystem | 5;
    public const ushort NewRule = Subsystem | 6;
    public const ushort GetRule = Subsystem | 7;
    public const ushort DeleteRule = Subsystem | 8;
    public const ushort NewSet = Subsystem | 9;
    public const ushort GetSet = Subsystem | 10;
    public const ushort DeleteSet = Subsystem | 11;
    public const ushort NewElements = Subsystem | 12;
    public const ushort GetElements = Subsystem | 13;
    public const ushort DeleteElements = Subsystem | 14;
    public const ushort NewGeneration = Subsystem | 15;
    public const ushort GetGeneration = Subsystem | 16;

    /// <summary>struct nfgenmsg: family, version, resource id (big endian).</summary>
    public const int HeaderLength = 4;

    // NFNL_SUBSYS_NFTABLES
    private const ushort Subsystem = 10 << 8;

    public static void Begin(NetlinkBatch batch, ushort type, NftFamily family, MessageFlags flags)
    {
        batch.BeginMessage(type, flags);
        batch.Reserve(HeaderLength)[0] = (byte)family;
    }

    /// <summary>Opens or closes a transaction: everything between is done together or not at all.</summary>
    public static void Bracket(NetlinkBatch batch, ushort type)
    {
        batch.BeginMessage(type, MessageFlags.None);
        BinaryPrimitives.WriteUInt16BigEndian(batch.Reserve(HeaderLength)[2..], Subsystem >> 8);
        batch.EndMessage();
    }
}
