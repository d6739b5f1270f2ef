using Fairlead.Vpc.Decisions;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Control;

/// <summary>Everything that a prediction or a person needs to know of a running fabric, at one moment.</summary>
public sealed record VpcSnapshot
{
    public required VpcState State { get; init; }

    /// <summary>Packets dropped since the start, by reason.</summary>
    public IReadOnlyDictionary<DropReason, long> Drops { get; init; } = new Dictionary<DropReason, long>();

    /// <summary>Who dropped packets were from and for, latest first, the latest few hundred.</summary>
    public IReadOnlyList<DropRecord> RecentDrops { get; init; } = [];

    /// <summary>Answers to ARP and neighbour requests.</summary>
    public long Answers { get; init; }
}
