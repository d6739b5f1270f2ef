using Fairlead.Model.Addresses;
using Fairlead.Resources.Meta;

namespace Fairlead.Resources.Network;

/// <summary>
/// <c>fairlead.io/v1alpha1</c> AddressReservation, in a namespace: an address that belongs to a pod's name and not to its life. People
/// write it; for pods of a class with <see cref="FixedAddressPolicy"/> the controller does.
/// </summary>
public sealed record AddressReservation : IResource
{
    public ObjectMeta Metadata { get; init; } = new();

    public AddressReservationSpec Spec { get; init; } = new();

    public AddressReservationStatus Status { get; init; } = new();
}

public sealed record AddressReservationSpec
{
    /// <summary>Name of the pod in the same namespace.</summary>
    public string Pod { get; init; } = "";

    /// <summary>One of each family at most; of a family without one, the first address that the pod gets is kept.</summary>
    public IReadOnlyList<InetAddress> Addresses { get; init; } = [];

    /// <summary>How long it waits for the pod to come again, seconds; null: for ever.</summary>
    public int? ReleaseAfterSeconds { get; init; }
}

public sealed record AddressReservationStatus
{
    public IReadOnlyList<InetAddress> Addresses { get; init; } = [];

    /// <summary>The vSwitch that they are of; empty in VPC-route mode.</summary>
    public string VSwitch { get; init; } = "";

    public string Zone { get; init; } = "";

    /// <summary>Where the addresses are now; empty while no ENI has them.</summary>
    public string Node { get; init; } = "";

    public string Interface { get; init; } = "";

    /// <summary>When the pod was last seen to go; null while it is there.</summary>
    public DateTimeOffset? UnusedSince { get; init; }

    public IReadOnlyList<Condition> Conditions { get; init; } = [];

    public long ObservedGeneration { get; init; }
}
