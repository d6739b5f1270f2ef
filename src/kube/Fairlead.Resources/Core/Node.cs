using Fairlead.Model.Addresses;
using Fairlead.Resources.Meta;

namespace Fairlead.Resources.Core;

/// <summary><c>v1</c> Node: the fields that Fairlead reads or writes.</summary>
public sealed record Node : IResource
{
    public ObjectMeta Metadata { get; init; } = new();

    public NodeSpec Spec { get; init; } = new();

    public NodeStatus Status { get; init; } = new();
}

public sealed record NodeSpec
{
    /// <summary><c>cn-hangzhou.i-abc</c>: region and instance.</summary>
    public string ProviderID { get; init; } = "";

    public bool Unschedulable { get; init; }

    public IReadOnlyList<Cidr> PodCIDRs { get; init; } = [];
}

public sealed record NodeStatus
{
    /// <summary>Quantities as Kubernetes writes them; extended resources are whole numbers.</summary>
    public IReadOnlyDictionary<string, string> Capacity { get; init; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string> Allocatable { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<Condition> Conditions { get; init; } = [];

    public IReadOnlyList<NodeAddress> Addresses { get; init; } = [];
}

/// <param name="Type"><c>InternalIP</c>, <c>Hostname</c> and others.</param>
public sealed record NodeAddress(string Type, string Address);
