namespace Fairlead.Agent.Cluster;

/// <summary>The part <c>cluster</c> of <c>agent.yaml</c>: where the cluster's store is.</summary>
public sealed record ClusterOptions
{
    /// <summary><c>https://host:port</c>, <c>http://host:port</c> or <c>unix:///path</c>.</summary>
    public required Uri Server { get; init; }

    /// <summary>Empty for none.</summary>
    public string TokenFile { get; init; } = "";

    /// <summary>PEM; empty for the system's authorities.</summary>
    public string AuthorityFile { get; init; } = "";

    /// <summary>Where the instance's metadata is; null where there is none.</summary>
    public Uri? Metadata { get; init; } = new("http://100.100.100.200");
}
