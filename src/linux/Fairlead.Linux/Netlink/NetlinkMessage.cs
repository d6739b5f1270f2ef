using System.Buffers.Binary;
using System.Text;

namespace Fairlead.Linux.Netlink;

/// <summary>One message as it lies in a buffer.</summary>
public readonly ref struct NetlinkMessage(ReadOnlySpan<byte> message)
{
    public const int HeaderLength = 16;

    // include/uapi/linux/netlink.h
    public const ushort Error = 2;
    public const ushort Done = 3;

    private readonly ReadOnlySpan<byte> _message = message;

    public ushort Type => BinaryPrimitives.ReadUInt16LittleEndian(_message[4..]);

    public MessageFlags Flags => (MessageFlags)BinaryPrimitives.ReadUInt16LittleEndian(_message[6..]);

    public int Sequence => BinaryPrimitives.ReadInt32LittleEndian(_message[8..]);

    /// <summary>nlmsg_pid: the port of whoever caused a notification, 0 where the kernel does not say or nobody did.</summary>
    public uint Port => BinaryPrimitives.ReadUInt32LittleEndian(_message[12..]);

    public ReadOnlySpan<byte> Payload => _message[HeaderLength..];

    /// <summary>The fixed header of the payload.</summary>
    /// <exception cref="KernelException">EBADMSG: the message is shorter.</exception>
    public ReadOnlySpan<byte> Header(int length) => Payload.Length >= length ? Payload[..length] : throw Malformed.Header(Type, length, Payload.Length);

    /// <summary>Attributes behind a fixed header of the given length.</summary>
    public NetlinkAttributes Attributes(int headerLength) =>
        new(Payload.Length < ((headerLength + 3) & ~3) ? [] : Payload[((headerLength + 3) & ~3)..]);

    /// <summary>The errno of an NLMSG_ERROR or NLMSG_DONE, positive; 0 is success.</summary>
    public int ErrorCode => Payload.Length >= 4 ? -BinaryPrimitives.ReadInt32LittleEndian(Payload) : 0;

    /// <summary>What the kernel adds to an error in words (NLMSGERR_ATTR_MSG), if anything.</summary>
    public string? ErrorText
    {
        get
        {
            if ((Flags & MessageFlags.AckTlvs) == 0 || Payload.Length < 4 + HeaderLength)
            {
                return null;
            }

            // With NETLINK_CAP_ACK only the header of the refused message comes back, else all of it.
            var echoed = (Flags & MessageFlags.Capped) != 0 ? HeaderLength : BinaryPrimitives.ReadInt32LittleEndian(Payload[4..]);
            if (echoed < HeaderLength || echoed > Payload.Length - 4)
            {
                return null;
            }

            foreach (var attribute in Attributes(4 + echoed))
            {
                if (attribute.Type == 1)
                {
                    return Encoding.UTF8.GetString(attribute.Value.TrimEnd((byte)0));
                }
            }

            return null;
        }
    }
}
