using System.Buffers.Binary;
using Fairlead.Model.Addresses;
using Fairlead.Model.Nftables;

namespace Fairlead.Planning.Paths.Packets;

/// <summary>
/// The headers of a packet as they would lie on the wire, so that an expression that loads octets 12 to 15 of the network header
/// gets what the kernel would give it.
/// </summary>
internal sealed class PacketOctets(Packet packet, bool hasFrame)
{
    // IPv4 without options and TCP without: nothing that is predicted looks behind them.
    private const int Ipv4Length = 20;
    private const int Ipv6Length = 40;

    private readonly byte[] _frame = hasFrame ? Frame(packet) : [];
    private readonly byte[] _network = packet.IsV6 ? Network6(packet) : Network4(packet);
    private readonly byte[] _transport = Transport(packet);

    /// <returns>False where the packet has no such octets: the expression then ends its rule.</returns>
    public bool TryRead(NftPayloadBase from, uint offset, uint length, out ReadOnlySpan<byte> octets)
    {
        var header = from switch
        {
            NftPayloadBase.Link => _frame,
            NftPayloadBase.Network => _network,
            _ => _transport,
        };
        var inside = offset + length <= header.Length;
        octets = inside ? header.AsSpan((int)offset, (int)length) : default;
        return inside;
    }

    /// <summary>A request for the owner of an address, RFC 826.</summary>
    public static byte[] ArpRequest(MacAddress sender, InetAddress own, InetAddress asked)
    {
        var octets = new byte[28];
        ReadOnlySpan<byte> start = [0, 1, 8, 0, 6, 4, 0, 1];
        start.CopyTo(octets);
        sender.WriteTo(octets.AsSpan(8));
        own.WriteTo(octets.AsSpan(14));
        asked.WriteTo(octets.AsSpan(24));
        return octets;
    }

    private static byte[] Frame(Packet packet)
    {
        var octets = new byte[14];
        packet.DestinationMac.WriteTo(octets);
        packet.SourceMac.WriteTo(octets.AsSpan(6));
        BinaryPrimitives.WriteUInt16BigEndian(octets.AsSpan(12), packet.IsV6 ? (ushort)0x86dd : (ushort)0x0800);
        return octets;
    }

    private static byte[] Network4(Packet packet)
    {
        var octets = new byte[Ipv4Length];
        octets[0] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(octets.AsSpan(2), (ushort)packet.Length);
        octets[6] = 0x40;
        octets[8] = packet.HopLimit;
        octets[9] = packet.Protocol;
        packet.Source.WriteTo(octets.AsSpan(12));
        packet.Destination.WriteTo(octets.AsSpan(16));
        return octets;
    }

    private static byte[] Network6(Packet packet)
    {
        var octets = new byte[Ipv6Length];
        octets[0] = 0x60;
        BinaryPrimitives.WriteUInt16BigEndian(octets.AsSpan(4), (ushort)Math.Max(0, packet.Length - Ipv6Length));
        octets[6] = packet.Protocol;
        octets[7] = packet.HopLimit;
        packet.Source.WriteTo(octets.AsSpan(8));
        packet.Destination.WriteTo(octets.AsSpan(24));
        return octets;
    }

    private static byte[] Transport(Packet packet)
    {
        const byte syn = 0x02;
        const byte acknowledged = 0x10;
        if (packet.Protocol is not (Packet.Tcp or Packet.Udp))
        {
            return [packet.IcmpType, 0, 0, 0, 0, 0, 0, 0];
        }

        var octets = new byte[packet.Protocol == Packet.Tcp ? 20 : 8];
        BinaryPrimitives.WriteUInt16BigEndian(octets, packet.SourcePort);
        BinaryPrimitives.WriteUInt16BigEndian(octets.AsSpan(2), packet.DestinationPort);
        if (packet.Protocol == Packet.Tcp)
        {
            octets[12] = 0x50;
            octets[13] = packet.IsAnswer ? (byte)(syn | acknowledged) : syn;
        }

        return octets;
    }
}
