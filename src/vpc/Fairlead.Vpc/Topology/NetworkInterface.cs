using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Fairlead.Model.Addresses;

namespace Fairlead.Vpc.Topology;

public enum InterfaceType
{
    Primary,
    Secondary,

    /// <summary>A secondary one that carries members, each with a VLAN of its own.</summary>
    Trunk,
    Member,
}

public enum InterfaceStatus
{
    Available,
    Attaching,
    InUse,
    Detaching,
    Deleting,
}

/// <summary>An ENI: the only way into the VPC, and what the fabric knows a sender by.</summary>
public sealed record NetworkInterface
{
    /// <summary><c>eni-…</c>, unique.</summary>
    public required string Id { get; init; }

    public InterfaceType Type { get; init; } = InterfaceType.Primary;

    public InterfaceStatus Status { get; init; } = InterfaceStatus.InUse;

    /// <summary>Whom it is attached to, is being attached to or detached from; empty where there is none.</summary>
    public string Instance { get; init; } = "";

    /// <summary>Of a member: the trunk ENI that carries it. Empty for all others.</summary>
    public string Trunk { get; init; } = "";

    /// <summary>Of an attached member: the VLAN tag on its trunk, 1 to 4094. 0 for all others.</summary>
    public int Vlan { get; init; }

    public required string VSwitch { get; init; }

    public string Vpc { get; init; } = "";

    public string Zone { get; init; } = "";

    public string ResourceGroup { get; init; } = "";

    public string Name { get; init; } = "";

    public string Description { get; init; } = "";

    public ImmutableSortedDictionary<string, string> Tags { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    public DateTimeOffset Created { get; init; }

    /// <summary>Whether it goes with the instance that it is attached to.</summary>
    public bool DeleteOnRelease { get; init; } = true;

    public required MacAddress Mac { get; init; }

    /// <summary>Everything that it may send from and gets; the primary IPv4 address first.</summary>
    public required ImmutableArray<InetAddress> Addresses { get; init; }

    /// <summary>Ranges of which every address is its own: /28 of IPv4, /80 of IPv6.</summary>
    public ImmutableArray<Cidr> Prefixes { get; init; } = [];

    public ImmutableArray<string> SecurityGroups { get; init; } = [];

    /// <summary>
    /// While it is on, the ENI sends only from addresses of its own and gets only what is for them. It must be off for a host
    /// whose pods have addresses of their own.
    /// </summary>
    public bool SourceDestinationCheck { get; init; } = true;

    /// <summary>Octets of layer 3 in a frame: 1500, or 8500 with jumbo frames.</summary>
    public int Mtu { get; init; } = 1500;

    /// <summary>EIP: what the internet sees the primary address as; null for none.</summary>
    public InetAddress? PublicAddress { get; init; }

    [JsonIgnore]
    public InetAddress PrimaryAddress => Addresses[0];

    /// <summary>
    /// The link-local address that the kernel makes of the MAC (RFC 4291, appendix A): it exists on every ENI, so it is what IPv6
    /// route entries lead via.
    /// </summary>
    [JsonIgnore]
    public InetAddress LinkLocal => InetAddress.V6(((UInt128)0xfe80 << 112) | ModifiedEui64(Mac));

    public bool Owns(InetAddress address) => Addresses.Contains(address) || Prefixes.Any(prefix => prefix.Contains(address));

    private static UInt128 ModifiedEui64(MacAddress mac) =>
        ((((UInt128)mac.Bits >> 24) << 40) | ((UInt128)0xfffe << 24) | ((UInt128)mac.Bits & 0xffffff)) ^ ((UInt128)0x02 << 56);
}
