using Fairlead.Model.Addresses;

namespace Fairlead.Vpc.Decisions;

/// <summary>What the fabric does to a packet, and on what grounds.</summary>
public sealed record FabricDecision
{
    /// <summary><see cref="DropReason.None"/> where it is delivered.</summary>
    public DropReason Reason { get; init; }

    public bool IsDelivered => Reason == DropReason.None;

    /// <summary>Id of the port it goes out at, as far as it got; null where no route was found.</summary>
    public string? To { get; init; }

    /// <summary>Destination of the route entry that was taken: a custom one, or the system's for the address itself.</summary>
    public Cidr? Route { get; init; }

    /// <summary>What the receiver sees as the source: another than was sent where the internet is at the other end.</summary>
    public InetAddress Source { get; init; }

    /// <summary>Where it is delivered to: another than was sent where an EIP was meant.</summary>
    public InetAddress Destination { get; init; }

    /// <summary>One sentence: what happened.</summary>
    public string Because { get; init; } = "";

    /// <summary>What would let it through; empty where it is delivered or nothing would.</summary>
    public string Remedy { get; init; } = "";
}
