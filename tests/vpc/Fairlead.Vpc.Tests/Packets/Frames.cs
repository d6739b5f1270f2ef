using System.Buffers.Binary;
using Fairlead.Model.Addresses;

namespace Fairlead.Vpc.Tests.Packets;

/// <summary>Frames made by hand, octet by octet.</summary>
internal static class Frames
{
    public static readonly MacAddress Broadcast = MacAddress.Parse("ff:ff:ff:ff:ff:ff");

    public static byte[] ArpRequest(MacAddress from, InetAddress asker, InetAddress asked) =>
        [.. Broadcast.ToBytes(), .. from.ToBytes(), 8, 6, 0, 1, 8, 0, 6, 4, 0, 1, .. from.ToBytes(), .. asker.ToBytes(), 0, 0, 0, 0, 0, 0, .. asked.ToBytes()];

    /// <summary>To the solicited-node address; without the link-layer option where the asker is unspecified (RFC 4861, section 4.3).</summary>
    public static byte[] Solicitation(MacAddress from, InetAddress asker, InetAddress asked)
    {
        var group = InetAddress.V6(((UInt128)0xff02 << 112) | 0x1_ff00_0000u | (asked.Bits & 0xffffff));
        byte[] option = asker.Bits == 0 ? [] : [1, 1, .. from.ToBytes()];
        byte[] message = [135, 0, 0, 0, 0, 0, 0, 0, .. asked.ToBytes(), .. option];
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(2), Checksum(asker, group, 58, message));
        byte[] mac = [0x33, 0x33, .. group.ToBytes().AsSpan(12)];
        return [.. mac, .. from.ToBytes(), 0x86, 0xdd, 0x60, 0, 0, 0, 0, (byte)message.Length, 58, 255, .. asker.ToBytes(), .. group.ToBytes(), .. message];
    }

    /// <summary>A UDP packet; checksums of UDP are left out, which IPv4 allows.</summary>
    public static byte[] Udp(MacAddress to, MacAddress from, InetAddress source, InetAddress destination, ushort port)
    {
        byte[] header = [0x45, 0, 0, 29, 0, 1, 0, 0, 64, 17, 0, 0, .. source.ToBytes(), .. destination.ToBytes()];
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(10), Fold(Sum(header)));
        return [.. to.ToBytes(), .. from.ToBytes(), 8, 0, .. header, 0x30, 0x39, (byte)(port >> 8), (byte)port, 0, 9, 0, 0, (byte)'?'];
    }

    public static ushort Checksum(InetAddress source, InetAddress destination, byte protocol, ReadOnlySpan<byte> message) =>
        Fold(Sum(source.ToBytes()) + Sum(destination.ToBytes()) + protocol + (uint)message.Length + Sum(message));

    private static uint Sum(ReadOnlySpan<byte> octets)
    {
        var sum = 0u;
        for (var i = 0; i < octets.Length; i += 2)
        {
            sum += (uint)(octets[i] << 8 | (i + 1 < octets.Length ? octets[i + 1] : 0));
        }

        return sum;
    }

    private static ushort Fold(uint sum)
    {
        while (sum >> 16 != 0)
        {
            sum = (sum & 0xffff) + (sum >> 16);
        }

        return (ushort)~sum;
    }
}
