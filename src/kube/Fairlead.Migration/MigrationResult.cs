using Fairlead.Model.Addresses;
using Fairlead.Resources.Network;

namespace Fairlead.Migration;

/// <summary>What somebody else's configuration is in Fairlead's terms.</summary>
public sealed record MigrationResult
{
    public required ClusterNetwork Cluster { get; init; }

    public IReadOnlyList<PodNetworkClass> Classes { get; init; } = [];

    public AgentPart Agent { get; init; } = new();

    /// <summary>What is to be filled in first, then what differs, then what stayed as it was; within each in the order of the files.</summary>
    public required IReadOnlyList<Remark> Remarks { get; init; }
}

/// <summary>What goes into every node's <c>agent.yaml</c>.</summary>
public sealed record AgentPart
{
    /// <summary>Octets; null: that of the uplink.</summary>
    public int? Mtu { get; init; }

    /// <summary>Ranges of services.</summary>
    public IReadOnlyList<Cidr> ServiceRanges { get; init; } = [];

    /// <summary>What is on the node alone; empty: as usual.</summary>
    public IReadOnlyList<Cidr> NodeLocalRanges { get; init; } = [];
}

/// <summary>What no file of the other says.</summary>
/// <param name="Cluster">Null: as a tag of theirs says it.</param>
/// <param name="Vpc">Id of the VPC; null: to be filled in.</param>
public sealed record Given(string? Cluster = null, string? Vpc = null);
