using System.Buffers.Binary;
using Fairlead.Linux.Netlink;
using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel.Observed;

namespace Fairlead.Linux.Neighbours;

/// <summary>Neighbours and FDB entries to and from octets: struct ndmsg and NDA_* of include/uapi/linux/neighbour.h.</summary>
public static class NeighbourCodec
{
    public const ushort NewNeighbour = 28;
    public const ushort DeleteNeighbour = 29;
    public const ushort GetNeighbour = 30;
    private const int HeaderLength = 12;
    private const ushort AttributeAddress = 1;
    private const ushort AttributeMac = 2;
    private const ushort StatePermanent = 0x80;
    private const ushort AttributeMaster = 9;
    private const ushort StateNoArp = 0x40;
    private const byte FlagSelf = 0x02;
    private const byte FlagMaster = 0x04;

    /// <summary>Adds or replaces a permanent neighbour.</summary>
    public static void WriteReplace(NetlinkBatch batch, int index, InetAddress address, MacAddress mac)
    {
        Begin(batch, NewNeighbour, MessageFlags.Ack | MessageFlags.Create | MessageFlags.Replace, Family(address), index, StatePermanent, 0);
        WriteAddress(batch, address);
        WriteMac(batch, mac);
        batch.EndMessage();
    }

    public static void WriteDelete(NetlinkBatch batch, int index, InetAddress address)
    {
        Begin(batch, DeleteNeighbour, MessageFlags.Ack, Family(address), index, 0, 0);
        WriteAddress(batch, address);
        batch.EndMessage();
    }

    /// <summary>
    /// A forwarding entry of a bridge's port or, with a remote address, of a vxlan link. There the MAC 0 stands for all others and
    /// may have several remotes.
    /// </summary>
    public static void WriteForwarding(NetlinkBatch batch, int index, MacAddress mac, InetAddress? remote)
    {
        var flags = MessageFlags.Ack | MessageFlags.Create | (mac.Bits == 0 ? MessageFlags.Append : MessageFlags.Replace);
        WriteForwarding(batch, NewNeighbour, flags, index, mac, remote);
    }

    public static void WriteForwardingDelete(NetlinkBatch batch, int index, MacAddress mac, InetAddress? remote) =>
        WriteForwarding(batch, DeleteNeighbour, MessageFlags.Ack, index, mac, remote);

    public static void WriteDump(NetlinkBatch batch, AddressFamilyNumber family = AddressFamilyNumber.Unspecified)
    {
        batch.BeginMessage(GetNeighbour, MessageFlags.Dump);
        batch.Reserve(HeaderLength)[0] = (byte)family;
        batch.EndMessage();
    }

    public static ObservedNeighbour Read(NetlinkMessage message)
    {
        var header = message.Header(HeaderLength);
        InetAddress? address = null;
        MacAddress? mac = null;
        var master = 0;
        foreach (var attribute in message.Attributes(HeaderLength))
        {
            if (attribute.Type == AttributeAddress && attribute.Value.Length is 4 or 16)
            {
                address = InetAddress.FromBytes(attribute.Value);
            }
            else if (attribute.Type == AttributeMac && attribute.Value.Length == MacAddress.Length)
            {
                mac = MacAddress.FromBytes(attribute.Value);
            }
            else if (attribute.Type == AttributeMaster)
            {
                master = attribute.I32;
            }
        }

        return new ObservedNeighbour(
            BinaryPrimitives.ReadInt32LittleEndian(header[4..]), address, mac, BinaryPrimitives.ReadUInt16LittleEndian(header[8..]), header[10])
        {
            Master = master,
        };
    }

    // A bridge keeps what is the port's business for itself: NTF_MASTER, and an entry that neither ages nor is an address of its own.
    private static void WriteForwarding(NetlinkBatch batch, ushort type, MessageFlags flags, int index, MacAddress mac, InetAddress? remote)
    {
        var (state, owner) = remote is null ? (StateNoArp, FlagMaster) : (StatePermanent, FlagSelf);
        Begin(batch, type, flags, AddressFamilyNumber.Bridge, index, state, owner);
        WriteMac(batch, mac);
        if (remote is { } address)
        {
            WriteAddress(batch, address);
        }

        batch.EndMessage();
    }

    private static AddressFamilyNumber Family(InetAddress address) => address.IsV6 ? AddressFamilyNumber.Inet6 : AddressFamilyNumber.Inet;

    private static void Begin(NetlinkBatch batch, ushort type, MessageFlags flags, AddressFamilyNumber family, int index, ushort state, byte neighbourFlags)
    {
        batch.BeginMessage(type, flags);
        var header = batch.Reserve(HeaderLength);
        header[0] = (byte)family;
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], index);
        BinaryPrimitives.WriteUInt16LittleEndian(header[8..], state);
        header[10] = neighbourFlags;
    }

    private static void WriteAddress(NetlinkBatch batch, InetAddress address)
    {
        Span<byte> octets = stackalloc byte[address.Length];
        address.WriteTo(octets);
        batch.Attribute(AttributeAddress, octets);
    }

    private static void WriteMac(NetlinkBatch batch, MacAddress mac)
    {
        Span<byte> octets = stackalloc byte[MacAddress.Length];
        mac.WriteTo(octets);
        batch.Attribute(AttributeMac, octets);
    }
}
