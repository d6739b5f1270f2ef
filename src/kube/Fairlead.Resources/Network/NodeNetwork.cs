using Fairlead.Model.Addresses;
using Fairlead.Resources.Meta;

namespace Fairlead.Resources.Network;

/// <summary>
/// <c>fairlead.io/v1alpha1</c> NodeNetwork, named as its node: what the node's pods can have. The controller writes <c>spec</c> (what the
/// agent may use) and <c>status</c> except <c>status.agent</c>, which is the agent's. Nobody writes a field of the other.
/// </summary>
public sealed record NodeNetwork : IResource
{
    public ObjectMeta Metadata { get; init; } = new();

    public NodeNetworkSpec Spec { get; init; } = new();

    public NodeNetworkStatus Status { get; init; } = new();
}

public sealed record NodeNetworkSpec
{
    /// <summary>The controller's term of office (its Lease's transitions): the agent heeds no spec of an earlier one.</summary>
    public long Term { get; init; }

    /// <summary>The last one of <see cref="NodeInterface.Generation"/> and <see cref="OfferedRange.Generation"/> that was given out here: it never goes down.</summary>
    public long LastGeneration { get; init; }

    public string Instance { get; init; } = "";

    public string Zone { get; init; } = "";

    /// <summary>Of pods that no class claims.</summary>
    public PodNetworkMode Mode { get; init; } = PodNetworkMode.VpcRoute;

    public IReadOnlyList<Cidr> PodSlices { get; init; } = [];

    /// <summary>ENIs that are attached to the instance, and what of them the agent may use.</summary>
    public IReadOnlyList<NodeInterface> Interfaces { get; init; } = [];

    /// <summary>Addresses that belong to one pod's name each, whether or not it is there.</summary>
    public IReadOnlyList<FixedAddress> FixedAddresses { get; init; } = [];

    /// <summary>How long an address rests that a pod gave back, seconds.</summary>
    public int RestSeconds { get; init; } = 30;
}

/// <summary>What the ENI is for.</summary>
public enum InterfaceUse
{
    /// <summary>Every address of it is a pod's, its primary one too.</summary>
    Shared,

    /// <summary>One pod has it.</summary>
    Exclusive,

    /// <summary>Carries member ENIs.</summary>
    Trunk,

    /// <summary>One pod has it, by a VLAN of the trunk.</summary>
    Member,
}

public sealed record NodeInterface
{
    public required string Id { get; init; }

    /// <summary>How the agent finds it among the node's links: never by name or index.</summary>
    public required MacAddress Mac { get; init; }

    public required InterfaceUse Use { get; init; }

    /// <summary>Name of the class whose pods alone may use it; empty for pods of no class.</summary>
    public string Class { get; init; } = "";

    public string VSwitch { get; init; } = "";

    /// <summary>The vSwitch's ranges and its gateways, which answer every ARP of theirs.</summary>
    public Cidr? Subnet4 { get; init; }

    public Cidr? Subnet6 { get; init; }

    public InetAddress? Gateway4 { get; init; }

    public InetAddress? Gateway6 { get; init; }

    /// <summary>Of a member: MAC of the trunk ENI, and the VLAN tag on it.</summary>
    public MacAddress? Trunk { get; init; }

    public int Vlan { get; init; }

    /// <summary>Single addresses, as /32 and /128, and prefixes; the primary address first.</summary>
    public IReadOnlyList<OfferedRange> Ranges { get; init; } = [];

    /// <summary>
    /// The whole is to go: nothing of it is given any more, and when nobody has any of it the agent says so in
    /// <see cref="AgentStatus.Retired"/>, with this generation.
    /// </summary>
    public bool Retiring { get; init; }

    /// <summary>Grows whenever the ENI comes to this node anew.</summary>
    public long Generation { get; init; }
}

/// <summary>An address or a prefix that the agent may give to pods.</summary>
/// <param name="Generation">Another one whenever the range comes to this ENI anew: an acknowledgement of an earlier life does not count.</param>
/// <param name="Retiring">It is to go back; as with <see cref="NodeInterface.Retiring"/>.</param>
public sealed record OfferedRange(Cidr Range, long Generation, bool Retiring = false);

/// <summary>Only the pod of this name may have them; where there are none, it may take any of the slice, the first time that it comes.</summary>
public sealed record FixedAddress(string Namespace, string Pod, IReadOnlyList<InetAddress> Addresses)
{
    /// <summary>The ENI that has them; empty for addresses of the slice, or while it is on its way.</summary>
    public string Interface { get; init; } = "";
}

public sealed record NodeNetworkStatus
{
    public long ObservedGeneration { get; init; }

    public NodeLimits? Limits { get; init; }

    /// <summary>Addresses that pods can have, of all shared ENIs.</summary>
    public int Addresses { get; init; }

    public int Leased { get; init; }

    /// <summary>Pods that are bound to the node and have no address yet.</summary>
    public int Demand { get; init; }

    public int Interfaces { get; init; }

    public IReadOnlyList<Condition> Conditions { get; init; } = [];

    public AgentStatus? Agent { get; init; }
}

/// <summary>What an instance of the node's type can have.</summary>
public sealed record NodeLimits(string InstanceType, int Interfaces, int Addresses4PerInterface, int Addresses6PerInterface, int Members);

/// <summary>What the agent says.</summary>
public sealed record AgentStatus
{
    /// <summary>As the metadata service says it; empty where there is none.</summary>
    public string Instance { get; init; } = "";

    public string BootId { get; init; } = "";

    public string Version { get; init; } = "";

    /// <summary>Generation of the last <c>spec</c> that it acts upon.</summary>
    public long ObservedGeneration { get; init; }

    /// <summary>Highest <c>spec.term</c> that it has heeded: it heeds none below, so a store that was put back needs a higher one.</summary>
    public long Term { get; init; }

    /// <summary>Addresses and ENIs that pods have.</summary>
    public IReadOnlyList<AddressUse> Leases { get; init; } = [];

    /// <summary>Ranges and ENIs that were to go and that nobody has any more: it will not give them again.</summary>
    public IReadOnlyList<RetiredRange> Retired { get; init; } = [];

    /// <summary>MACs of the offered ENIs that it sees as links of the node or of its pods.</summary>
    public IReadOnlyList<MacAddress> Seen { get; init; } = [];

    /// <summary>Addresses of ENIs that rest.</summary>
    public int Resting { get; init; }

    public IReadOnlyList<Condition> Conditions { get; init; } = [];
}

/// <summary>A pod's address.</summary>
/// <param name="Interface">Id of the ENI; empty for addresses of the slice.</param>
public sealed record AddressUse(InetAddress Address, string Interface, string ContainerId, string InterfaceName, string PodUid, ulong Generation)
{
    public string PodNamespace { get; init; } = "";

    public string PodName { get; init; } = "";
}

/// <param name="Interface">Id of the ENI.</param>
/// <param name="Range">Null for the whole ENI.</param>
/// <param name="Generation">That of the offer.</param>
public sealed record RetiredRange(string Interface, Cidr? Range, long Generation);
