using Fairlead.Model.Kernel;
using Fairlead.Model.Nftables;

namespace Fairlead.Datapath.Veth;

/// <summary>Names inside our nftables tables.</summary>
internal static class FairleadTable
{
    public static readonly NftTableKey Inet = new(NftFamily.Inet, OurMark.NftablesTable);
    public static readonly NftTableKey Arp = new(NftFamily.Arp, OurMark.NftablesTable);

    /// <summary>
    /// Kept by its maker and outliving it (Linux 6.9): <c>nft flush ruleset</c> cannot open the pods. A wish; older kernels
    /// get a plain table.
    /// </summary>
    public static readonly NftTableFlags Flags = NftTableFlags.Owner | NftTableFlags.Persist;

    /// <summary>Verdict map: link, source MAC and source address of every pod.</summary>
    public static NftName Pods(bool v6) => new(Inet, v6 ? "pods6" : "pods4");

    /// <summary>Protocol and port, for hostPorts on every local address.</summary>
    public static NftName HostPorts(bool v6) => new(Inet, v6 ? "hostports6" : "hostports4");

    /// <summary>Protocol, address and port, for hostPorts with a hostIP.</summary>
    public static NftName BoundHostPorts(bool v6) => new(Inet, v6 ? "hostports6_bound" : "hostports4_bound");

    /// <summary>Address twice: a pod that reaches itself through the node.</summary>
    public static NftName Hairpins(bool v6) => new(Inet, v6 ? "hairpins6" : "hairpins4");

    public static NftType AddressType(bool v6) => v6 ? NftType.Ipv6Address : NftType.Ipv4Address;
}
