using Fairlead.Linux;
using Fairlead.Planning.Doctor;

namespace Fairlead.Lab.Observation;

/// <summary>What this machine's kernel offers, in an operator's words.</summary>
public static class KernelCapabilities
{
    private static readonly (ProbedCapability Capability, string Name, bool IsNeeded, string Absence)[] Known =
    [
        (ProbedCapability.Veth, "veth pairs", true, "pods cannot be wired: the kernel needs CONFIG_VETH"),
        (ProbedCapability.Nftables, "nftables, family inet", true, "pods cannot be guarded: the kernel needs CONFIG_NF_TABLES_INET"),
        (ProbedCapability.PersistentTables, "persistent owner tables (6.9)", false, "whoever flushes nftables opens the pods until the agent has heard of it, within a second; pods with an ENI of their own and NET_ADMIN can open themselves"),
        (ProbedCapability.Conntrack, "connection tracking over netlink", false, "masquerade and hostPort need CONFIG_NF_CT_NETLINK: entries of a freed address stay"),
        (ProbedCapability.Ipv6, "IPv6", false, "pods get IPv4 addresses only"),
    ];

    private static readonly Capability Others = new(
        "ipvlan, 802.1q, vxlan, ipip, wireguard, shaping", Offer.NotTested, IsNeeded: false, "asking may load modules, and no mode in use needs them");

    public static IReadOnlyList<Capability> Read()
    {
        try
        {
            var refusals = CapabilityProbe.Run();
            return [.. Known.Select(known => Judge(known, refusals[known.Capability])), Others];
        }
        catch (KernelException error)
        {
            return [.. Known.Select(known => new Capability(known.Name, Offer.NotTested, known.IsNeeded, error.Message)), Others];
        }
    }

    private static Capability Judge((ProbedCapability Capability, string Name, bool IsNeeded, string Absence) known, WorldRefusal? refusal) =>
        new(known.Name, refusal is null ? Offer.Offered : Offer.Absent, known.IsNeeded, refusal is null ? "" : $"{known.Absence} ({refusal.Message})");
}
