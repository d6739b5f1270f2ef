using Fairlead.Allocation.Publishing;
using Fairlead.Allocation.Retries;
using Fairlead.Allocation.State;
using Fairlead.Model.Addresses;
using Fairlead.Resources.Network;

namespace Fairlead.Allocation.Fixed;

/// <summary>Addresses that belong to a pod's name, and where they are.</summary>
internal sealed class ReservationRecord(AddressReservation resource)
{
    /// <summary>Label of those that the controller made: with the address, the object goes.</summary>
    public const string MadeByLabel = "fairlead.io/made-by";

    public AddressReservation Resource { get; set; } = resource;

    public string Key { get; } = PodRecord.KeyOf(resource.Metadata.Namespace, resource.Metadata.Name);

    public string PodKey => PodRecord.KeyOf(Resource.Metadata.Namespace, Resource.Spec.Pod);

    public bool IsOurs => Resource.Metadata.Labels.ContainsKey(MadeByLabel);

    /// <summary>Those that people wrote, and of other families those that the pod got; empty while it has had none. Given by <see cref="Reservations.Name"/>.</summary>
    public IReadOnlyList<InetAddress> Addresses { get; set; } = [];

    /// <summary>The ENI that has them; null for addresses of a slice, or while none has them.</summary>
    public InterfaceRecord? Home { get; set; }

    /// <summary>The node whose slice they are of, or whose ENI has them.</summary>
    public NodeRecord? HomeNode { get; set; }

    /// <summary>Where the pod is bound; null while there is none.</summary>
    public NodeRecord? Target { get; set; }

    /// <summary>No ENI has them, and no slice: whatever gets them is to keep them for the pod.</summary>
    public bool IsAway => this is { Home: null, HomeNode: null };

    /// <summary>It concerns no node: its pod is gone, and no node has the address.</summary>
    public bool IsLoose => this is { Target: null, HomeNode: null };

    public DateTimeOffset? UnusedSince { get; set; }

    public string VSwitch { get; set; } = "";

    public string Zone { get; set; } = "";

    public Retry Retry { get; } = new();

    public ConditionBook Conditions { get; } = new();

    public AddressReservationStatus? Published { get; set; }

    /// <summary>What the node is told of it; the same object until it changes.</summary>
    public FixedAddress? Entry { get; set; }
}
