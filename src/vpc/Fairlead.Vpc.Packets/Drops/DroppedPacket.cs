using System.Buffers.Binary;
using Fairlead.Model.Addresses;

namespace Fairlead.Vpc.Packets.Drops;

/// <summary>Who a packet is from and for, read from its headers.</summary>
public readonly record struct DroppedPacket(InetAddress Source, InetAddress Destination, byte Protocol, int DestinationPort)
{
    /// <returns>Null for what is no whole IPv4 or IPv6 header.</returns>
    public static DroppedPacket? Read(ReadOnlySpan<byte> packet) => packet.IsEmpty ? null : (packet[0] >> 4) switch
    {
        4 when packet.Length >= 20 => Of(InetAddress.FromBytes(packet[12..16]), InetAddress.FromBytes(packet[16..20]), packet[9], Behind(packet, (packet[0] & 15) * 4)),
        // Extension headers are not followed: their number stands for the protocol then.
        6 when packet.Length >= 40 => Of(InetAddress.FromBytes(packet[8..24]), InetAddress.FromBytes(packet[24..40]), packet[6], packet[40..]),
        _ => null,
    };

    private static ReadOnlySpan<byte> Behind(ReadOnlySpan<byte> packet, int header) => header >= 20 && header <= packet.Length ? packet[header..] : default;

    private static DroppedPacket Of(InetAddress source, InetAddress destination, byte protocol, ReadOnlySpan<byte> transport)
    {
        var hasPorts = protocol is 6 or 17 or 132 && transport.Length >= 4;
        return new DroppedPacket(source, destination, protocol, hasPorts ? BinaryPrimitives.ReadUInt16BigEndian(transport[2..]) : 0);
    }
}
