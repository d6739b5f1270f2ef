using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Fairlead.Linux.Namespaces;
using Fairlead.Model.Addresses;

namespace Fairlead.Datapath.Tests.Kernel;

/// <summary>Frames that a pod makes up, octet by octet, and sends past its own kernel.</summary>
internal static class Forgery
{
    private static readonly MacAddress Broadcast = new(0xffffffffffff);

    /// <summary>"I am <paramref name="sender"/>": an unasked-for ARP answer. RFC 826.</summary>
    public static byte[] Arp(MacAddress from, MacAddress to, InetAddress sender, InetAddress target, bool reply)
    {
        var frame = new byte[42];
        Ethernet(frame, from, reply ? to : Broadcast, 0x0806);
        // Ethernet, IPv4, lengths 6 and 4, operation.
        byte[] fixedPart = [0, 1, 8, 0, 6, 4, 0, (byte)(reply ? 2 : 1)];
        fixedPart.CopyTo(frame, 14);
        from.WriteTo(frame.AsSpan(22));
        sender.WriteTo(frame.AsSpan(28));
        to.WriteTo(frame.AsSpan(32));
        target.WriteTo(frame.AsSpan(38));
        return frame;
    }

    /// <summary>Neighbour solicitation 135, advertisement 136, router advertisement 134 or redirect 137, with a link-layer address option. RFC 4861, section 4.</summary>
    public static byte[] Discovery(byte type, MacAddress from, MacAddress to, InetAddress source, InetAddress destination, InetAddress about)
    {
        // Type, code, checksum and reserved or flags, then target (and destination), then the option.
        var length = type switch { 134 => 16 + 8, 137 => 40 + 8, _ => 24 + 8 };
        var frame = new byte[14 + 40 + length];
        Ethernet(frame, from, to, 0x86dd);
        frame[14] = 0x60;
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(18), (ushort)length);
        frame[20] = 58;
        frame[21] = 255;
        source.WriteTo(frame.AsSpan(22));
        destination.WriteTo(frame.AsSpan(38));
        var message = frame.AsSpan(54);
        message[0] = type;
        if (type == 134)
        {
            // Hop limit 64, router lifetime 1800 s.
            message[4] = 64;
            BinaryPrimitives.WriteUInt16BigEndian(message[6..], 1800);
        }
        else
        {
            message[4] = (byte)(type == 136 ? 0x60 : 0);
            about.WriteTo(message[8..]);
        }

        // Source link-layer address 1 (solicitation, router advertisement), target link-layer address 2.
        message[^8] = (byte)(type is 135 or 134 ? 1 : 2);
        message[^7] = 1;
        from.WriteTo(message[^6..]);
        BinaryPrimitives.WriteUInt16BigEndian(message[2..], Checksum(source, destination, message));
        return frame;
    }

    /// <summary>Sends the frame out of the namespace's link.</summary>
    public static void Send(NetworkNamespace netns, int link, byte[] frame)
    {
        using var socket = netns.Inside(() => new Socket(AddressFamily.Packet, SocketType.Raw, 0));
        Assert.Equal(frame.Length, socket.SendTo(frame, new LinkEndPoint(link)));
    }

    private static void Ethernet(byte[] frame, MacAddress from, MacAddress to, ushort protocol)
    {
        to.WriteTo(frame);
        from.WriteTo(frame.AsSpan(6));
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(12), protocol);
    }

    // RFC 8200, section 8.1: over the pseudo-header and the message.
    private static ushort Checksum(InetAddress source, InetAddress destination, ReadOnlySpan<byte> message)
    {
        var sum = (uint)message.Length + 58;
        foreach (var octets in new[] { source.ToBytes(), destination.ToBytes(), message.ToArray() })
        {
            for (var i = 0; i < octets.Length; i += 2)
            {
                sum += (uint)(octets[i] << 8 | octets[i + 1]);
            }
        }

        while (sum > 0xffff)
        {
            sum = (sum & 0xffff) + (sum >> 16);
        }

        return (ushort)~sum;
    }

    /// <summary>struct sockaddr_ll of packet(7) with nothing but the link.</summary>
    private sealed class LinkEndPoint(int link) : EndPoint
    {
        public override AddressFamily AddressFamily => AddressFamily.Packet;

        public override SocketAddress Serialize()
        {
            var address = new SocketAddress(AddressFamily.Packet, 20);
            BinaryPrimitives.WriteInt32LittleEndian(address.Buffer.Span[4..], link);
            return address;
        }
    }
}
