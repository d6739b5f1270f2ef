using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;

namespace Fairlead.Datapath;

/// <summary>What becomes of the policy of the built-in FORWARD chains, where a DROP cuts pods off and nothing else undoes it.</summary>
public enum ForwardPolicyMode
{
    /// <summary>Set to ACCEPT; the old value is restored on uninstall.</summary>
    Set,

    /// <summary>Left alone and reported.</summary>
    Report,
}

/// <summary>How pods' packets are carried: the part of <c>agent.yaml</c> that the datapath planner reads.</summary>
public sealed record DatapathOptions
{
    /// <summary>Ranges of this node's pods, of one family or both.</summary>
    public IReadOnlyList<Cidr> PodSlices { get; init; } = [];

    /// <summary>Ranges of all pods of the cluster; the slices lie in them.</summary>
    public IReadOnlyList<Cidr> PodRanges { get; init; } = [];

    /// <summary>Every CIDR of the VPC, secondary ones too.</summary>
    public IReadOnlyList<Cidr> VpcCidrs { get; init; } = [];

    /// <summary>Ranges of services: pods with an ENI of their own reach them by the node.</summary>
    public IReadOnlyList<Cidr> ServiceRanges { get; init; } = [];

    /// <summary>What such pods reach on the node alone, besides its own address: by default the address of Kubernetes' node-local DNS cache.</summary>
    public IReadOnlyList<Cidr> NodeLocalRanges { get; init; } = [Cidr.Parse("169.254.20.10/32")];

    public MasqueradeOptions Masquerade { get; init; } = new();

    public MetadataOptions Metadata { get; init; } = new();

    public HostPortOptions HostPorts { get; init; } = new();

    public ForwardPolicyMode ForwardPolicy { get; init; } = ForwardPolicyMode.Set;

    /// <summary>MTU of pods in octets of layer 3; null for that of the uplink.</summary>
    public int? Mtu { get; init; }

    /// <summary>Link group of pods' host ends. Deleting by group deletes everybody's, so no other program may use it.</summary>
    public uint PodGroup { get; init; } = OurMark.PodGroup;

    /// <summary>Link group of links that wait to be deleted together.</summary>
    public uint DyingGroup { get; init; } = OurMark.DyingGroup;

    public HookPriorities Priorities { get; init; } = new();

    public SharedEniOptions SharedEni { get; init; } = new();
}

/// <summary>Whether pods leave the VPC under the node's address.</summary>
public sealed record MasqueradeOptions
{
    /// <summary>
    /// On by default, since nobody outside the VPC has a way back to a pod range. Costs the node connection tracking. Cloud
    /// service addresses (100.64.0.0/10) are outside the VPC's CIDRs and so are covered.
    /// </summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Further destinations that see pods' own addresses: peered networks.</summary>
    public IReadOnlyList<Cidr> Except { get; init; } = [];
}

/// <summary>The cloud's metadata service, which hands out the instance's credentials to whoever asks.</summary>
public sealed record MetadataOptions
{
    public IReadOnlyList<InetAddress> Addresses { get; init; } = [InetAddress.Parse("100.100.100.200")];

    /// <summary>False by default: a pod is not its node.</summary>
    public bool OpenToPods { get; init; }
}

public sealed record HostPortOptions
{
    /// <summary>
    /// Whether a hostPort answers on 127.0.0.1 too. Needs <c>route_localnet</c> on that pod's link; what the pod itself sends to
    /// 127.0.0.0/8 of the node is dropped then (CVE-2020-8558). There is nothing of the kind for ::1.
    /// </summary>
    public bool OnLoopback { get; init; } = true;
}

/// <summary>Priorities of our chains; the kernel runs lower numbers first.</summary>
public sealed record HookPriorities
{
    /// <summary>NF_IP_PRI_RAW: before connection tracking (-200), which a spoofed packet must not enter.</summary>
    public int Guard { get; init; } = -300;

    /// <summary>NF_IP_PRI_MANGLE: after connection tracking, before routes are looked up.</summary>
    public int Replies { get; init; } = -150;

    /// <summary>NF_IP_PRI_NAT_DST.</summary>
    public int DestinationNat { get; init; } = -100;

    /// <summary>NF_IP_PRI_NAT_SRC.</summary>
    public int SourceNat { get; init; } = 100;
}
