using Fairlead.Model.Addresses;

namespace Fairlead.Model.Kernel.Observed;

/// <summary>A link as the kernel has it, ours or not.</summary>
public sealed record ObservedLink
{
    public required int Index { get; init; }

    public required string Name { get; init; }

    /// <summary>IFLA_INFO_KIND: <c>veth</c>, <c>bridge</c>, <c>vxlan</c>…; empty for real devices and lo.</summary>
    public string Kind { get; init; } = "";

    /// <summary>What IFLA_INFO_DATA says of a bridge, vxlan or macvlan; null for other kinds.</summary>
    public LinkKind? Detail { get; init; }

    public MacAddress Mac { get; init; }

    /// <summary>IFLA_PERM_ADDRESS: what the hardware says, whatever somebody has set; null where there is none (veth).</summary>
    public MacAddress? PermanentMac { get; init; }

    public int Mtu { get; init; }

    public uint Group { get; init; }

    public string Alias { get; init; } = "";

    /// <summary>IFF_UP: somebody wants it up.</summary>
    public bool IsUp { get; init; }

    /// <summary>IFF_LOWER_UP: it carries frames.</summary>
    public bool HasCarrier { get; init; }

    public bool IsLoopback { get; init; }

    /// <summary>Index of the bridge or bond it is a port of, 0 for none.</summary>
    public int Master { get; init; }

    /// <summary>IFLA_LINK: index of the peer or of the device beneath, 0 for none.</summary>
    public int Peer { get; init; }

    /// <summary>nsid of the namespace in which <see cref="Peer"/> is, -1 where it is this one.</summary>
    public int PeerNamespaceId { get; init; } = -1;

    /// <summary>IN6_ADDR_GEN_MODE: 1 is none.</summary>
    public byte AddressGeneration { get; init; }
}
