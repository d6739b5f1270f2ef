using System.Buffers.Binary;
using Fairlead.Linux.Interop;
using Fairlead.Linux.Netlink;
using Fairlead.Model.Addresses;

namespace Fairlead.Testing.Kernel;

/// <summary>A neighbour or an FDB entry: struct ndmsg and NDA_*.</summary>
internal sealed record FakeNeighbour(byte Family, int Link, InetAddress? Address, byte[] Mac, ushort State, byte Flags)
{
    public const ushort Message = 28;
    public const ushort GoneMessage = 29;

    // NUD_PERMANENT, NUD_NOARP; NTF_SELF, NTF_MASTER
    public const ushort Permanent = 0x80;
    public const ushort NoArp = 0x40;
    public const byte Self = 0x02;
    public const byte OfMaster = 0x04;
    private const int HeaderLength = 12;

    /// <summary>Index of the bridge whose entry it is.</summary>
    public int Master { get; init; }

    public static FakeNeighbour Read(FakeRequest request, out int errno)
    {
        var header = request.Header(HeaderLength);
        InetAddress? address = null;
        byte[] mac = [];
        errno = 0;
        foreach (var attribute in request.Message.Attributes(HeaderLength))
        {
            switch (attribute.Type)
            {
                case 1:
                    address = attribute.Address;
                    break;
                case 2 when attribute.Value.Length == MacAddress.Length:
                    mac = attribute.Value.ToArray();
                    break;
                default:
                    errno = Errno.EOPNOTSUPP;
                    break;
            }
        }

        return new FakeNeighbour(
            header[0], BinaryPrimitives.ReadInt32LittleEndian(header[4..]), address, mac, BinaryPrimitives.ReadUInt16LittleEndian(header[8..]), header[10]);
    }

    public bool HasSameKey(FakeNeighbour other) => (Family, Link, Address) == (other.Family, other.Link, other.Address)
        && (Family != (byte)AddressFamilyNumber.Bridge || Mac.AsSpan().SequenceEqual(other.Mac));

    public byte[] Describe(ushort type) => FakeMessage.Build(type, batch =>
    {
        var header = batch.Reserve(HeaderLength);
        header[0] = Family;
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], Link);
        BinaryPrimitives.WriteUInt16LittleEndian(header[8..], State);
        header[10] = Flags;
        if (Address is { } address)
        {
            batch.Attribute(1, address.ToBytes());
        }

        batch.Attribute(2, Mac);
        if (Master != 0)
        {
            batch.Attribute(9, (uint)Master);
        }
    });
}
