using System.Numerics;
using Fairlead.Model.Addresses;

namespace Fairlead.Datapath;

/// <summary>Numbers that pods on secondary ENIs need on a node. No other program may use them.</summary>
public sealed record SharedEniOptions
{
    /// <summary>Of the rule for the pod table; the rules that choose the ENI have the next number.</summary>
    public uint RulePriority { get; init; } = 3850;

    /// <summary>Routes to pods; that of the ENI of number n is this plus n. Far from what people and other plug-ins choose (1 to 1,000 or so).</summary>
    public uint PodTable { get; init; } = 61700;

    /// <summary>
    /// Bits of the packet mark that name the ENI: 6 bits, for an instance has at most 32 ENIs. Not those of kube-proxy (0xc000),
    /// Tailscale (0xff0000) and Cilium (0xffff0f00, which is not beside us).
    /// </summary>
    public uint MarkMask { get; init; } = 0x3f00_0000;

    /// <summary>What answers every ARP of a vSwitch. A permanent neighbour, for ENIs bear no address to ask with.</summary>
    public MacAddress GatewayMac { get; init; } = MacAddress.Parse("ee:ff:ff:ff:ff:ff");

    /// <summary>Whether ports of the node that others translate (kube-proxy's NodePorts) lead to pods on secondary ENIs.</summary>
    public NodePortMode NodePorts { get; init; } = NodePortMode.Auto;

    /// <summary>
    /// The mark by which another program says, while it translates a packet's destination, that it will translate the source as well:
    /// kube-proxy's <c>--iptables-masquerade-bit</c> 14. 0 where nobody does so.
    /// </summary>
    public uint MasqueradeMark { get; init; } = 0x4000;

    public uint EniRulePriority => RulePriority + 1;

    /// <summary>The mark of the ENI with this number.</summary>
    public uint Mark(int number) => (uint)number << BitOperations.TrailingZeroCount(MarkMask);

    public uint Table(int number) => PodTable + (uint)number;

    /// <summary>The largest number that the mask holds.</summary>
    public int MostEnis => (int)(MarkMask >> BitOperations.TrailingZeroCount(MarkMask));
}

/// <summary>When replies of translated connections are sent back by the link that they came in on.</summary>
public enum NodePortMode
{
    /// <summary>When a pod has a hostPort, or somebody else translates destinations on the node.</summary>
    Auto,

    /// <summary>Always.</summary>
    On,

    /// <summary>Only when a pod has a hostPort.</summary>
    Off,
}
