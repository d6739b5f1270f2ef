using Fairlead.Resources.Meta;

namespace Fairlead.Resources.Core;

/// <summary><c>coordination.k8s.io/v1</c> Lease: who leads.</summary>
public sealed record Lease : IResource
{
    public ObjectMeta Metadata { get; init; } = new();

    public LeaseSpec Spec { get; init; } = new();
}

public sealed record LeaseSpec
{
    public string HolderIdentity { get; init; } = "";

    public int LeaseDurationSeconds { get; init; }

    public DateTimeOffset? AcquireTime { get; init; }

    public DateTimeOffset? RenewTime { get; init; }

    /// <summary>Counts holders: what is written in one term is refused in a later one.</summary>
    public int LeaseTransitions { get; init; }
}
