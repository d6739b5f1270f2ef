using Fairlead.Model.Addresses;

namespace Fairlead.Cloud;

public enum InterfaceRole
{
    /// <summary>Born with its instance and not to be parted from it.</summary>
    Primary,
    Secondary,

    /// <summary>A secondary one that carries members, each with a VLAN of its own.</summary>
    Trunk,
    Member,

    /// <summary>The cloud says something that this program does not know.</summary>
    Other,
}

public enum InterfaceState
{
    Available,
    Attaching,
    InUse,
    Detaching,
    Deleting,

    /// <summary>The cloud says something that this program does not know.</summary>
    Other,
}

/// <summary>An ENI as the cloud describes it. What the cloud leaves out is empty.</summary>
public sealed record CloudInterface
{
    public required string Id { get; init; }

    public required InterfaceRole Role { get; init; }

    public required InterfaceState State { get; init; }

    /// <summary>Whom it is attached to, is being attached to or detached from.</summary>
    public string Instance { get; init; } = "";

    /// <summary>Of a member: the trunk ENI that carries it.</summary>
    public string Trunk { get; init; } = "";

    /// <summary>Of an attached member: the VLAN tag on its trunk, 1 to 4094. 0 for all others.</summary>
    public int Vlan { get; init; }

    public required string VSwitch { get; init; }

    public string Vpc { get; init; } = "";

    public string Zone { get; init; } = "";

    /// <summary>Null for one that is just being made.</summary>
    public MacAddress? Mac { get; init; }

    /// <summary>Single addresses: the primary one, the other IPv4 ones, then IPv6.</summary>
    public IReadOnlyList<InetAddress> Addresses { get; init; } = [];

    /// <summary>/28 of IPv4, then /80 of IPv6.</summary>
    public IReadOnlyList<Cidr> Prefixes { get; init; } = [];

    public IReadOnlyList<string> SecurityGroups { get; init; } = [];

    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    public string Name { get; init; } = "";

    public string Description { get; init; } = "";

    /// <summary>Whether it goes with the instance that it is attached to.</summary>
    public bool DeletedWithInstance { get; init; }

    /// <summary>Null where the cloud does not say.</summary>
    public DateTimeOffset? Created { get; init; }

    /// <summary>Whether a single address or a prefix as <see cref="ICloudNetwork.AssignAsync(string, AddressKind, int, string?, CancellationToken)"/> returns it is on this ENI.</summary>
    public bool Has(Cidr range) => range.IsSingleAddress ? Addresses.Contains(range.Address) : Prefixes.Contains(range);

    /// <summary>Whether it is on that instance or on its way there, as a NIC of its own or on that trunk.</summary>
    public bool IsOn(string instance, string? trunk) =>
        State is InterfaceState.InUse or InterfaceState.Attaching && Instance == instance && (trunk is null || Trunk.Length == 0 || Trunk == trunk);
}
