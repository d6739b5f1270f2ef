using System.Buffers.Binary;
using Fairlead.Linux.Netlink;
using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;
using Fairlead.Model.Kernel.Observed;

namespace Fairlead.Linux.Addresses;

/// <summary>Addresses to and from octets: struct ifaddrmsg and IFA_* of include/uapi/linux/if_addr.h.</summary>
public static class AddressCodec
{
    public const ushort NewAddress = 20;
    public const ushort DeleteAddress = 21;
    public const ushort GetAddress = 22;
    private const int HeaderLength = 8;

    private const ushort AttributeAddress = 1;
    private const ushort AttributeLocal = 2;
    private const ushort AttributeFlags = 8;
    private const ushort AttributeProtocol = 11;
    private const uint NoDad = 0x2;

    /// <summary>Adds without duplicate address detection; an address that is there already becomes ours.</summary>
    /// <param name="protocol">Who the address says it is from (IFA_PROTO): us, unless it is made for somebody else.</param>
    public static void WriteReplace(NetlinkBatch batch, int index, Cidr address, byte protocol = OurMark.RouteProtocol) =>
        Write(batch, NewAddress, MessageFlags.Ack | MessageFlags.Create | MessageFlags.Replace, index, address, protocol);

    public static void WriteDelete(NetlinkBatch batch, int index, Cidr address) =>
        Write(batch, DeleteAddress, MessageFlags.Ack, index, address, OurMark.RouteProtocol);

    public static void WriteDump(NetlinkBatch batch)
    {
        batch.BeginMessage(GetAddress, MessageFlags.Dump);
        batch.Reserve(HeaderLength);
        batch.EndMessage();
    }

    public static ObservedAddress Read(NetlinkMessage message)
    {
        var header = message.Header(HeaderLength);
        InetAddress? local = null;
        InetAddress? address = null;
        uint flags = header[2];
        byte protocol = 0;
        foreach (var attribute in message.Attributes(HeaderLength))
        {
            switch (attribute.Type)
            {
                case AttributeAddress:
                    address = attribute.Address;
                    break;
                case AttributeLocal:
                    local = attribute.Address;
                    break;
                case AttributeFlags:
                    flags = attribute.U32;
                    break;
                case AttributeProtocol:
                    protocol = attribute.U8;
                    break;
            }
        }

        var own = local ?? address ?? InetAddress.V4(0);
        if (header[1] > own.BitLength)
        {
            throw Malformed.Prefix(own, header[1]);
        }

        return new ObservedAddress(BinaryPrimitives.ReadInt32LittleEndian(header[4..]), new Cidr(own, header[1]), header[3], flags) { Protocol = protocol };
    }

    private static void Write(NetlinkBatch batch, ushort type, MessageFlags flags, int index, Cidr address, byte protocol)
    {
        batch.BeginMessage(type, flags);
        var header = batch.Reserve(HeaderLength);
        header[0] = (byte)(address.IsV6 ? AddressFamilyNumber.Inet6 : AddressFamilyNumber.Inet);
        header[1] = address.Length;
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], index);
        Span<byte> octets = stackalloc byte[address.Address.Length];
        address.Address.WriteTo(octets);
        batch.Attribute(AttributeLocal, octets);
        batch.Attribute(AttributeAddress, octets);
        batch.Attribute(AttributeProtocol, protocol);
        if (address.IsV6)
        {
            batch.Attribute(AttributeFlags, NoDad);
        }

        batch.EndMessage();
    }
}
