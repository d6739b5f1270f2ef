using System.Collections.Immutable;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Cloud;

/// <summary>Everything that is true of an account at one moment, in all regions. Immutable: a reader's snapshot never changes under it.</summary>
public sealed record CloudState
{
    public static CloudState Empty { get; } = new();

    public CloudSettings Settings { get; init; } = new();

    public ImmutableDictionary<string, VirtualNetwork> Vpcs { get; init; } = ImmutableDictionary<string, VirtualNetwork>.Empty;

    public ImmutableDictionary<string, VSwitch> VSwitches { get; init; } = ImmutableDictionary<string, VSwitch>.Empty;

    public ImmutableDictionary<string, Instance> Instances { get; init; } = ImmutableDictionary<string, Instance>.Empty;

    public ImmutableDictionary<string, NetworkInterface> Interfaces { get; init; } = ImmutableDictionary<string, NetworkInterface>.Empty;

    public ImmutableDictionary<string, SecurityGroup> SecurityGroups { get; init; } = ImmutableDictionary<string, SecurityGroup>.Empty;

    /// <summary>When something happens of itself: an ENI that is being attached, detached or deleted is there. Null: never.</summary>
    public DateTimeOffset? NextDue => null;
}
