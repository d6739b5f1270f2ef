using Fairlead.Cloud;
using Fairlead.Model.Addresses;
using Fairlead.Resources.Core;
using Fairlead.Resources.Network;

namespace Fairlead.Allocation.Observations;

/// <summary>Something that was read of the world: the only way in which the allocator learns anything.</summary>
public abstract record Observation;

/// <summary>An object of the cluster is so now.</summary>
public sealed record NodeSeen(Node Node) : Observation;

public sealed record NodeGone(string Name) : Observation;

public sealed record PodSeen(Pod Pod) : Observation;

public sealed record PodGone(string Namespace, string Name, string Uid) : Observation;

public sealed record NamespaceSeen(Namespace Namespace) : Observation;

public sealed record NamespaceGone(string Name) : Observation;

/// <summary>Null: there is none of the name <see cref="ClusterNetwork.Name"/>.</summary>
public sealed record ConfigurationSeen(ClusterNetwork? Configuration) : Observation;

public sealed record ClassSeen(PodNetworkClass Class) : Observation;

public sealed record ClassGone(string Name) : Observation;

public sealed record ReservationSeen(AddressReservation Reservation) : Observation;

public sealed record ReservationGone(string Namespace, string Name) : Observation;

/// <summary>What the store has of a node's network: what an earlier controller offered, and what the agent says.</summary>
public sealed record NodeNetworkSeen(NodeNetwork Network) : Observation;

public sealed record NodeNetworkGone(string Name) : Observation;

/// <summary>All objects that there were at the start have been told. Nothing is taken away before.</summary>
public sealed record ClusterListed : Observation;

/// <summary>A call that <see cref="Deeds.CloudCall"/> asked for has ended.</summary>
/// <param name="Call">Its <see cref="Deeds.CloudCall.Id"/>.</param>
public abstract record CallEnded(long Call) : Observation;

public sealed record CallFailed(long Call, CloudException Error) : CallEnded(Call);

/// <summary>Of calls that return nothing.</summary>
public sealed record CallDone(long Call) : CallEnded(Call);

public sealed record InterfaceMade(long Call, CloudInterface Interface) : CallEnded(Call);

public sealed record RangesAssigned(long Call, IReadOnlyList<Cidr> Ranges) : CallEnded(Call);

public sealed record InterfacesListed(long Call, IReadOnlyList<CloudInterface> Interfaces) : CallEnded(Call);

public sealed record InstancesListed(long Call, IReadOnlyList<CloudInstance> Instances) : CallEnded(Call);

public sealed record LimitsFound(long Call, InstanceLimits? Limits) : CallEnded(Call);

public sealed record VSwitchesListed(long Call, IReadOnlyList<CloudVSwitch> VSwitches) : CallEnded(Call);

public sealed record RoutesListed(long Call, IReadOnlyList<CloudRoute> Routes) : CallEnded(Call);

public sealed record RouteMade(long Call, string Route) : CallEnded(Call);
