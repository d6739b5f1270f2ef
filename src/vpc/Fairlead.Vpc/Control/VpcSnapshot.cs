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

    /// <summary>ENIs that the API says are in use and whose packets are not carried here: members, where there are no VLANs to carry them in.</summary>
    public IReadOnlyList<string> NotCarried { get; init; } = [];

    /// <summary>What the kernel refused when the latest change was carried out; null where it did all.</summary>
    public string? Trouble { get; init; }

    /// <summary>Answers to ARP and neighbour requests.</summary>
    public long Answers { get; init; }
}
