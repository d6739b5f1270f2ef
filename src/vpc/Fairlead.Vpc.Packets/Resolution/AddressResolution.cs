using System.Buffers.Binary;
using Fairlead.Model.Addresses;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Packets.Resolution;

/// <summary>
/// Answers to ARP requests (RFC 826) and neighbour solicitations (RFC 4861): whatever address is asked for, the fabric has it. Only
/// for the asker's own it is silent, for the asker is looking whether anybody else has it (RFC 5227, RFC 4862 section 5.4). Spans in,
/// spans out, nothing allocated.
/// </summary>
public static class AddressResolution
{
    public const ushort Arp = 0x0806;
    public const ushort Ipv6 = 0x86dd;

    /// <summary>Octets that the longest answer takes: Ethernet 14 + IPv6 40 + advertisement 24 + option 8.</summary>
    public const int LongestAnswer = 86;

    private const int EthernetHeader = 14;
    private const int ArpFrame = EthernetHeader + 28;
    private const int Ipv6Header = 40;
    private const int Solicitation = 135;
    private const int Advertisement = 136;

    /// <param name="own">Ranges that belong to the ENI that asks: its addresses and prefixes.</param>
    /// <returns>Octets of the answer; 0 for silence.</returns>
    public static int Answer(ReadOnlySpan<byte> frame, ReadOnlySpan<Cidr> own, Span<byte> answer)
    {
        if (frame.Length < ArpFrame)
        {
            return 0;
        }

        return BinaryPrimitives.ReadUInt16BigEndian(frame[12..]) switch
        {
            Arp => AnswerArp(frame, own, answer),
            Ipv6 => AnswerSolicitation(frame, own, answer),
            _ => 0,
        };
    }

    private static int AnswerArp(ReadOnlySpan<byte> frame, ReadOnlySpan<Cidr> own, Span<byte> answer)
    {
        const ulong ethernetIpv4Request = 0x0001_0800_06_04_0001;
        var arp = frame[EthernetHeader..ArpFrame];
        var asker = arp.Slice(14, 4);
        var asked = arp.Slice(24, 4);
        // Who asks for what he is himself announces himself (gratuitous ARP): nobody here keeps a table to put it in.
        if (BinaryPrimitives.ReadUInt64BigEndian(arp) != ethernetIpv4Request || asked.SequenceEqual(asker) || IsOwn(own, InetAddress.FromBytes(asked)))
        {
            return 0;
        }

        WriteEthernet(answer, frame.Slice(6, 6), Arp);
        var reply = answer[EthernetHeader..ArpFrame];
        arp[..6].CopyTo(reply);
        BinaryPrimitives.WriteUInt16BigEndian(reply[6..], 2);
        VpcState.FabricMac.WriteTo(reply[8..]);
        asked.CopyTo(reply[14..]);
        arp.Slice(8, 10).CopyTo(reply[18..]);
        return ArpFrame;
    }

    private static int AnswerSolicitation(ReadOnlySpan<byte> frame, ReadOnlySpan<Cidr> own, Span<byte> answer)
    {
        if (!IsSolicitation(frame))
        {
            return 0;
        }

        var asker = InetAddress.FromBytes(frame.Slice(EthernetHeader + 8, 16));
        var asked = InetAddress.FromBytes(frame.Slice(EthernetHeader + Ipv6Header + 8, 16));
        var isDetection = asker.Bits == 0;
        // A host's link-local address is known to the host alone: while it looks whether it is free, it is its own.
        if (IsOwn(own, asked) || asked == asker || asked.Bits >> 120 == 0xff || (isDetection && asked.Bits >> 118 == 0xfe80 >> 6))
        {
            return 0;
        }

        var allNodes = InetAddress.V6(((UInt128)0xff02 << 112) | 1);
        ReadOnlySpan<byte> allNodesMac = [0x33, 0x33, 0, 0, 0, 1];
        WriteEthernet(answer, isDetection ? allNodesMac : frame.Slice(6, 6), Ipv6);
        WriteIpv6(answer[EthernetHeader..], asked, isDetection ? allNodes : asker);
        WriteAdvertisement(answer[EthernetHeader..LongestAnswer], asked, isSolicited: !isDetection);
        return LongestAnswer;
    }

    private static bool IsOwn(ReadOnlySpan<Cidr> own, InetAddress address)
    {
        foreach (var range in own)
        {
            if (range.Contains(address))
            {
                return true;
            }
        }

        return false;
    }

    // RFC 4861, section 7.1.1: hop limit 255, ICMP type 135, code 0, a target.
    private static bool IsSolicitation(ReadOnlySpan<byte> frame) =>
        frame.Length >= EthernetHeader + Ipv6Header + 24 && frame[EthernetHeader + 6] == 58 && frame[EthernetHeader + 7] == 255
        && frame[EthernetHeader + Ipv6Header] == Solicitation && frame[EthernetHeader + Ipv6Header + 1] == 0;

    private static void WriteEthernet(Span<byte> answer, ReadOnlySpan<byte> to, ushort etherType)
    {
        to.CopyTo(answer);
        VpcState.FabricMac.WriteTo(answer[6..]);
        BinaryPrimitives.WriteUInt16BigEndian(answer[12..], etherType);
    }

    private static void WriteIpv6(Span<byte> packet, InetAddress from, InetAddress to)
    {
        BinaryPrimitives.WriteUInt32BigEndian(packet, 0x6000_0000);
        BinaryPrimitives.WriteUInt16BigEndian(packet[4..], 32);
        packet[6] = 58;
        packet[7] = 255;
        from.WriteTo(packet[8..]);
        to.WriteTo(packet[24..]);
    }

    private static void WriteAdvertisement(Span<byte> packet, InetAddress target, bool isSolicited)
    {
        // Flags: router 0x80, solicited 0x40, override 0x20. It is a router that answers, whoever was asked for.
        var message = packet[Ipv6Header..];
        message[..8].Clear();
        message[0] = Advertisement;
        message[4] = (byte)(isSolicited ? 0xe0 : 0xa0);
        target.WriteTo(message[8..]);
        message[24] = 2; // target link-layer address, 1 x 8 octets
        message[25] = 1;
        VpcState.FabricMac.WriteTo(message[26..]);
        BinaryPrimitives.WriteUInt16BigEndian(message[2..], Checksum(packet));
    }

    // RFC 8200, section 8.1: addresses, length and protocol (the pseudo-header), then the message.
    private static ushort Checksum(ReadOnlySpan<byte> packet)
    {
        var sum = (uint)(58 + 32);
        for (var at = 8; at < packet.Length; at += 2)
        {
            sum += BinaryPrimitives.ReadUInt16BigEndian(packet[at..]);
        }

        while (sum >> 16 != 0)
        {
            sum = (sum & 0xffff) + (sum >> 16);
        }

        return (ushort)~sum;
    }
}
