using Fairlead.Model.Addresses;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Decisions;

/// <summary>A packet as it leaves a host: what the fabric can know of it.</summary>
/// <param name="Port">The port it comes in at: id or name of an ENI, an instance or an outside host.</param>
public sealed record FabricPacket(string Port, InetAddress Source, InetAddress Destination, RuleProtocol Protocol)
{
    /// <summary>Source MAC of the frame; null for the ENI's own.</summary>
    public MacAddress? SourceMac { get; init; }

    public int SourcePort { get; init; }

    public int DestinationPort { get; init; }

    /// <summary>Octets of layer 3.</summary>
    public int Length { get; init; } = 60;

    /// <summary>Always so for IPv6; for IPv4 the DF flag, which TCP sets.</summary>
    public bool DoNotFragment { get; init; } = true;

    /// <summary>Belongs to a conversation that was let through: an answer, or a further packet.</summary>
    public bool IsEstablished { get; init; }
}
