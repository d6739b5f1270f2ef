using Fairlead.Cloud;
using Fairlead.Model.Addresses;
using Fairlead.Resources.Core;
using Fairlead.Resources.Meta;
using Fairlead.Resources.Network;

namespace Fairlead.Allocation.Deeds;

/// <summary>Something that is to be done. Whoever does it says how it ended; nothing is believed before.</summary>
public abstract record Deed;

/// <summary>A call of the cloud. Many are out at once; each ends with one <see cref="Observations.CallEnded"/>.</summary>
public abstract record CloudCall : Deed
{
    /// <summary>Given by the allocator; never twice.</summary>
    public required long Id { get; init; }
}

/// <param name="Token">The client token: the same again when the call is repeated after a failure that may have acted.</param>
public sealed record CreateInterface(InterfaceWish Wish, string Token) : CloudCall;

public sealed record AttachInterface(string Interface, string Instance, string? Trunk) : CloudCall;

public sealed record DetachInterface(string Interface, string Instance, string? Trunk) : CloudCall;

public sealed record DeleteInterface(string Interface) : CloudCall;

public sealed record AssignRanges(string Interface, AddressKind Kind, int Count, string Token) : CloudCall;

/// <summary>These addresses and no others: they belong to a reservation.</summary>
public sealed record AssignAddresses(string Interface, IReadOnlyList<InetAddress> Addresses, string Token) : CloudCall;

public sealed record ReleaseRanges(string Interface, IReadOnlyList<Cidr> Ranges) : CloudCall;

public sealed record ListInterfaces(InterfaceFilter Filter) : CloudCall;

public sealed record ListInstances(InstanceFilter Filter) : CloudCall;

public sealed record FindLimits(string InstanceType) : CloudCall;

public sealed record ListVSwitches(string Vpc) : CloudCall;

public sealed record ListRoutes(string Table) : CloudCall;

public sealed record CreateRoute(RouteWish Wish, string Token) : CloudCall;

public sealed record DeleteRoute(CloudRoute Route) : CloudCall;

/// <summary>Something that the cluster store is to have. The last one of an object counts; whoever writes it repeats it until it is in.</summary>
public abstract record StoreWrite : Deed;

/// <summary>The controller's part of a node's network, whole: <c>spec</c>, and <c>status</c> without the agent's.</summary>
public sealed record PublishNodeNetwork(string Node, NodeNetworkSpec Spec, NodeNetworkStatus Status) : StoreWrite;

/// <summary>The node is gone and nothing of it is left.</summary>
public sealed record RemoveNodeNetwork(string Node) : StoreWrite;

/// <summary>What the scheduler must know: extended resources (<see cref="ResourceNames"/>), and conditions of the node that are ours.</summary>
/// <param name="Resources">Null for one that the node is no longer to have.</param>
public sealed record PublishNode(string Node, IReadOnlyDictionary<string, long?> Resources, IReadOnlyList<Condition> Conditions) : StoreWrite;

public sealed record PublishConfigurationStatus(ClusterNetworkStatus Status) : StoreWrite;

public sealed record PublishClassStatus(string Class, PodNetworkClassStatus Status) : StoreWrite;

public sealed record PublishReservation(string Namespace, string Name, AddressReservationStatus Status) : StoreWrite;

/// <summary>A reservation that a class asks for.</summary>
public sealed record CreateReservation(AddressReservation Reservation) : StoreWrite;

public sealed record RemoveReservation(string Namespace, string Name) : StoreWrite;

/// <summary>Something that people should see at an object.</summary>
/// <param name="Type"><c>Normal</c> or <c>Warning</c>.</param>
public sealed record ReportEvent(ObjectReference About, string Type, string Reason, string Message) : StoreWrite;
