using Fairlead.Resources.Meta;

namespace Fairlead.Resources.Network;

/// <summary>
/// <c>fairlead.io/v1alpha1</c> PodNetworkClass: a network that pods can ask for, by the annotation <c>fairlead.io/network-class</c> or
/// because the class selects them. People write it.
/// </summary>
public sealed record PodNetworkClass : IResource
{
    /// <summary>The annotation by which a pod names its class.</summary>
    public const string Annotation = "fairlead.io/network-class";

    public ObjectMeta Metadata { get; init; } = new();

    public PodNetworkClassSpec Spec { get; init; } = new();

    public PodNetworkClassStatus Status { get; init; } = new();
}

public sealed record PodNetworkClassSpec
{
    public PodNetworkMode Mode { get; init; } = PodNetworkMode.SharedEni;

    /// <summary>Empty: as the node has it.</summary>
    public IReadOnlyList<string> VSwitches { get; init; } = [];

    public VSwitchSelection VSwitchSelection { get; init; } = VSwitchSelection.Ordered;

    /// <summary>Empty: as the cluster has it.</summary>
    public IReadOnlyList<string> SecurityGroups { get; init; } = [];

    public FixedAddressPolicy FixedAddress { get; init; } = new();

    /// <summary>Pods that get this class without asking; null: none.</summary>
    public LabelSelector? PodSelector { get; init; }

    /// <summary>Namespaces whose pods may use it; null: all.</summary>
    public LabelSelector? NamespaceSelector { get; init; }
}

/// <summary>Whether a pod of a StatefulSet gets the address that the pod of its name had before.</summary>
public sealed record FixedAddressPolicy
{
    public bool Enabled { get; init; }

    /// <summary>How long the address waits for the pod to come again, seconds; null: for ever.</summary>
    public int? ReleaseAfterSeconds { get; init; }
}

public sealed record PodNetworkClassStatus
{
    public IReadOnlyList<Condition> Conditions { get; init; } = [];

    public long ObservedGeneration { get; init; }

    public IReadOnlyList<VSwitchUse> VSwitches { get; init; } = [];
}

public sealed record VSwitchUse(string Id, string Zone, int FreeAddresses);
