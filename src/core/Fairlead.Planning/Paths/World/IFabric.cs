using Fairlead.Model.Addresses;
using Fairlead.Planning.Paths.Packets;

namespace Fairlead.Planning.Paths.World;

/// <summary>The network between hosts: the lab's VPC, or a simpler one in tests.</summary>
public interface IFabric
{
    /// <summary>With which it answers every question for a neighbour.</summary>
    MacAddress Mac { get; }

    /// <summary>What becomes of a packet that enters at a port.</summary>
    /// <param name="isAnswer">It belongs to a conversation that the fabric let begin.</param>
    FabricAnswer Carry(string port, Packet packet, bool isAnswer);
}

/// <summary>What the fabric does with one packet.</summary>
public sealed record FabricAnswer
{
    /// <summary>The port at which it leaves; null where it does not.</summary>
    public string? Port { get; init; }

    /// <summary>Who answers it within the fabric itself, which no port leads to; null for what is carried on.</summary>
    public string? AnsweredBy { get; init; }

    /// <summary>Whether who answers there says that nobody listens.</summary>
    public bool IsRefused { get; init; }

    /// <summary>What it is when it leaves: addresses are translated at the border to the internet.</summary>
    public required Packet Packet { get; init; }

    /// <summary>On what grounds, in one sentence.</summary>
    public required string Because { get; init; }

    /// <summary>What would let it through; empty where nothing would, or nothing need.</summary>
    public string Remedy { get; init; } = "";

    /// <summary>Whether what stops it is that no route leads to the destination.</summary>
    public bool LacksRoute { get; init; }
}
