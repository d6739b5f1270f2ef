using Fairlead.Model.Addresses;

namespace Fairlead.Planning.Paths.Packets;

/// <summary>A packet in thought: what routing, filters and the fabric look at.</summary>
public sealed record Packet
{
    public const byte Tcp = 6;
    public const byte Udp = 17;
    public const byte Icmp6 = 58;

    public required InetAddress Source { get; init; }

    public required InetAddress Destination { get; init; }

    /// <summary>IANA's number.</summary>
    public required byte Protocol { get; init; }

    public ushort SourcePort { get; init; }

    public ushort DestinationPort { get; init; }

    /// <summary>Type of an ICMPv6 message.</summary>
    public byte IcmpType { get; init; }

    /// <summary>Octets of layer 3. 60 is a TCP SYN with the options that Linux sends.</summary>
    public int Length { get; init; } = 60;

    /// <summary>skb->mark: ends with the namespace.</summary>
    public uint Mark { get; init; }

    public byte HopLimit { get; init; } = 64;

    /// <summary>Of the frame it came in, or leaves in.</summary>
    public MacAddress SourceMac { get; init; }

    public MacAddress DestinationMac { get; init; }

    /// <summary>The second packet of a TCP connection rather than the first.</summary>
    public bool IsAnswer { get; init; }

    public bool IsV6 => Destination.IsV6;

    public Packet Reversed() => this with
    {
        Source = Destination,
        Destination = Source,
        SourcePort = DestinationPort,
        DestinationPort = SourcePort,
        IsAnswer = !IsAnswer,
        Mark = 0,
        HopLimit = 64,
        SourceMac = default,
        DestinationMac = default,
    };

    public override string ToString() => Protocol switch
    {
        Tcp => $"tcp {End(Source, SourcePort)} > {End(Destination, DestinationPort)}",
        Udp => $"udp {End(Source, SourcePort)} > {End(Destination, DestinationPort)}",
        _ => $"protocol {Protocol} {Source} > {Destination}",
    };

    private static string End(InetAddress address, ushort port) => address.IsV6 ? $"[{address}]:{port}" : $"{address}:{port}";
}
