using Fairlead.Model.Addresses;

namespace Fairlead.Model.Kernel;

/// <summary>What a link is, where it is no end of a veth pair. A link cannot become another kind: it is deleted and made again.</summary>
/// <param name="Name">IFLA_INFO_KIND.</param>
public abstract record LinkKind(string Name);

/// <summary>A bridge, without spanning tree and VLANs.</summary>
public sealed record BridgeKind() : LinkKind("bridge")
{
    public override string ToString() => Name;
}

/// <summary>A vxlan device (RFC 7348).</summary>
/// <param name="Vni">24 bits.</param>
/// <param name="Local">Outer source address.</param>
/// <param name="Port">Destination port; 4789 is IANA's.</param>
/// <param name="Lower">Index of the link that carries the packets, 0 for whichever the route says.</param>
/// <param name="Learning">Whether the FDB fills itself from what arrives; with entries of ours it must not.</param>
public sealed record VxlanKind(uint Vni, InetAddress Local, ushort Port = 4789, int Lower = 0, bool Learning = false) : LinkKind("vxlan")
{
    public override string ToString() => $"{Name} id {Vni} local {Local} dstport {Port}" + (Lower == 0 ? "" : $" lower {Lower}") + (Learning ? "" : " nolearning");
}

/// <summary>What is tagged with one VLAN on another link (IEEE 802.1Q).</summary>
/// <param name="Lower">Index of that link.</param>
/// <param name="Tag">1 to 4094.</param>
public sealed record VlanKind(int Lower, ushort Tag) : LinkKind("vlan")
{
    public override string ToString() => $"{Name} id {Tag} lower {Lower}";
}

/// <summary>MACVLAN_MODE_* of include/uapi/linux/if_link.h.</summary>
public enum MacvlanMode : uint
{
    Private = 1,
    Vepa = 2,
    Bridge = 4,
    Passthru = 8,
}

/// <summary>A link with a MAC address of its own on another link.</summary>
/// <param name="Lower">Index of that link.</param>
public sealed record MacvlanKind(int Lower, MacvlanMode Mode) : LinkKind("macvlan")
{
    public override string ToString() => $"{Name} mode {Mode.ToString().ToLowerInvariant()} lower {Lower}";
}
