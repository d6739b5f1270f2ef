using Fairlead.Model.Addresses;
using Fairlead.Resources.Meta;

namespace Fairlead.Resources.Network;

/// <summary><c>fairlead.io/v1alpha1</c> ClusterNetwork: the cluster's configuration; the one named <c>default</c> counts. People write it.</summary>
public sealed record ClusterNetwork : IResource
{
    public const string Name = "default";

    public ObjectMeta Metadata { get; init; } = new();

    public ClusterNetworkSpec Spec { get; init; } = new();

    public ClusterNetworkStatus Status { get; init; } = new();

    /// <summary>As it was in force, as far as its status says; null where that says nothing.</summary>
    public ClusterNetwork? Before() => Status.InForce is { } last ? this with { Spec = Spec with { Cluster = last.Cluster, Vpc = last.Vpc, PodRanges = last.PodRanges } } : null;
}

public sealed record ClusterNetworkSpec
{
    /// <summary>Written into a tag of whatever is made in the cloud: one cluster does not touch what another one made.</summary>
    public string Cluster { get; init; } = "";

    /// <summary>Id of the VPC.</summary>
    public string Vpc { get; init; } = "";

    /// <summary>Ranges that nodes get their slices from. Empty where no pod is in VPC-route mode.</summary>
    public IReadOnlyList<Cidr> PodRanges { get; init; } = [];

    /// <summary>Prefix length of a node's slice of IPv4.</summary>
    public int SliceLength4 { get; init; } = 24;

    public int SliceLength6 { get; init; } = 80;

    public RouteUpkeep Routes { get; init; } = RouteUpkeep.Managed;

    /// <summary>Id of the route table; empty for that of the nodes' vSwitches.</summary>
    public string RouteTable { get; init; } = "";

    /// <summary>Custom entries that a route table can have: the cloud raises it on request, and says it nowhere.</summary>
    public int RouteQuota { get; init; } = 200;

    public AddressFamilies Families { get; init; } = AddressFamilies.Ipv4;

    /// <summary>Of pods that no class claims, on nodes that are in no pool.</summary>
    public PodNetworkMode Mode { get; init; } = PodNetworkMode.VpcRoute;

    /// <summary>Where ENIs of pods that no class claims are made, in this order. Of each zone only its own count.</summary>
    public IReadOnlyList<string> VSwitches { get; init; } = [];

    public VSwitchSelection VSwitchSelection { get; init; } = VSwitchSelection.Ordered;

    /// <summary>1 to 10; empty for those of the node's primary ENI.</summary>
    public IReadOnlyList<string> SecurityGroups { get; init; } = [];

    public PoolSettings Pool { get; init; } = new();

    /// <summary>The first one whose selector matches a node counts.</summary>
    public IReadOnlyList<NodePool> NodePools { get; init; } = [];

    public CollectionSettings Collection { get; init; } = new();
}

/// <summary>Who keeps the VPC's routes to the nodes' slices.</summary>
public enum RouteUpkeep
{
    /// <summary>The controller makes and removes them.</summary>
    Managed,

    /// <summary>Somebody else does; the controller says what is missing.</summary>
    Report,
}

public enum AddressFamilies
{
    Ipv4,
    Dual,
    Ipv6,
}

public enum VSwitchSelection
{
    /// <summary>The first of the list that has addresses left.</summary>
    Ordered,

    /// <summary>The one with most addresses left.</summary>
    MostFree,
}

/// <summary>Nodes that differ from the rest.</summary>
public sealed record NodePool
{
    public string Name { get; init; } = "";

    public LabelSelector NodeSelector { get; init; } = new();

    public PodNetworkMode Mode { get; init; } = PodNetworkMode.VpcRoute;

    /// <summary>ENIs of a node that exclusive pods may have. Null: in VPC-route mode all secondary ones, in shared ENI mode none.</summary>
    public int? ExclusiveEnis { get; init; }

    /// <summary>Whether a trunk ENI is attached for member ENIs.</summary>
    public bool Trunk { get; init; }

    /// <summary>Null: as the cluster has it.</summary>
    public PoolSettings? Pool { get; init; }

    /// <summary>Empty: as the cluster has it.</summary>
    public IReadOnlyList<string> VSwitches { get; init; } = [];
}

/// <summary>How many addresses and ENIs a node has in stock.</summary>
public sealed record PoolSettings
{
    /// <summary>Addresses that the stock grows and shrinks by, 1 to 49. The target is <c>batch * ceil((used + minFree) / batch)</c>.</summary>
    public int Batch { get; init; } = 10;

    /// <summary>Addresses that nobody has and that an ADD can take at once.</summary>
    public int MinFree { get; init; } = 10;

    /// <summary>Stock is taken in /28 and /80 instead of single addresses.</summary>
    public bool Prefixes { get; init; }

    /// <summary>How long there must be too much before any of it goes back, seconds.</summary>
    public int ReclaimAfterSeconds { get; init; } = 300;

    /// <summary>How long an address rests that a pod gave back, seconds.</summary>
    public int RestSeconds { get; init; } = 30;

    /// <summary>Attached ENIs that wait for exclusive pods.</summary>
    public int SpareAttached { get; init; }

    /// <summary>Detached ENIs per zone that wait for nodes.</summary>
    public int SpareDetached { get; init; }
}

/// <summary>What becomes of ENIs and route entries of ours that nobody owns.</summary>
public sealed record CollectionSettings
{
    /// <summary>Only report what would go.</summary>
    public bool DryRun { get; init; }

    /// <summary>How long something must have been without an owner, seconds.</summary>
    public int AfterSeconds { get; init; } = 300;
}

public sealed record ClusterNetworkStatus
{
    public IReadOnlyList<Condition> Conditions { get; init; } = [];

    public long ObservedGeneration { get; init; }

    /// <summary>What has no owner: collected, or in a dry run only named.</summary>
    public IReadOnlyList<LeakedResource> Leaked { get; init; } = [];

    /// <summary>Entries of ours in all route tables together.</summary>
    public int Routes { get; init; }

    /// <summary>How many entries each table can have, of ours and of others.</summary>
    public int RouteQuota { get; init; }

    /// <summary>Of the specification in force, what cannot be changed later. Null before there was one.</summary>
    public LastingChoice? InForce { get; init; }
}

/// <summary>What was chosen once, for things in the cloud bear it: a controller that begins knows it from here.</summary>
public sealed record LastingChoice
{
    public string Cluster { get; init; } = "";

    public string Vpc { get; init; } = "";

    public IReadOnlyList<Cidr> PodRanges { get; init; } = [];
}

/// <param name="Kind"><c>interface</c> or <c>route</c>.</param>
public sealed record LeakedResource(string Kind, string Id, string Reason, DateTimeOffset Since);
