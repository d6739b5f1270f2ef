using System.Buffers.Binary;
using Fairlead.Model.Addresses;

namespace Fairlead.Bench.Datapath.Checks;

/// <summary>A UDP datagram with its IPv4 header, from whatever address one likes; the kernel fills in the header's checksum (raw(7)).</summary>
internal static class RawDatagram
{
    private const byte Udp = 17;
    private const int Headers = 28;

    public static byte[] Write(InetAddress source, InetAddress destination, ushort port)
    {
        var packet = new byte[Headers + 4];
        packet[0] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)packet.Length);
        packet[8] = 64;
        packet[9] = Udp;
        source.WriteTo(packet.AsSpan(12, 4));
        destination.WriteTo(packet.AsSpan(16, 4));
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(20), port);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(22), port);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(24), (ushort)(packet.Length - 20));
        return packet;
    }
}
