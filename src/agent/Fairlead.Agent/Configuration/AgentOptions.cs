using Fairlead.Agent.Cluster;
using Fairlead.Datapath;
using Fairlead.Planning.Addresses;

namespace Fairlead.Agent.Configuration;

/// <summary>What <c>agent.yaml</c> says, complete and checked.</summary>
public sealed record AgentOptions
{
    /// <summary>How the node is called in what the agent says of itself.</summary>
    public required string NodeName { get; init; }

    /// <summary>The link by which the node reaches the VPC; null for that of the default route.</summary>
    public string? Uplink { get; init; }

    public required DatapathOptions Datapath { get; init; }

    public required PoolOptions Pool { get; init; }

    /// <summary>Null for a node of no cluster: then every pod has an address of the node's own slices.</summary>
    public ClusterOptions? Cluster { get; init; }

    /// <summary>How often everything is read again, whatever the kernel has said.</summary>
    public TimeSpan FullReadEvery { get; init; } = TimeSpan.FromSeconds(30);
}
