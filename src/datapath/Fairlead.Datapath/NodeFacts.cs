using Fairlead.Model.Addresses;

namespace Fairlead.Datapath;

/// <summary>What a planner must know of the node it plans for; read by the agent at its start and when a link changes.</summary>
public sealed record NodeFacts
{
    /// <summary>The link by which the node reaches the VPC: its primary ENI.</summary>
    public required string Uplink { get; init; }

    /// <summary>Octets of layer 3; pods get the same.</summary>
    public required int UplinkMtu { get; init; }

    /// <summary>The node's own address: source of what the node itself sends to its pods.</summary>
    public InetAddress? V4 { get; init; }

    public InetAddress? V6 { get; init; }

    /// <summary>Links of the node that are not ours, by name: their reverse-path filter is switched off.</summary>
    public IReadOnlyList<string> Links { get; init; } = [];

    /// <summary>False where the kernel was started with <c>ipv6.disable=1</c>: there is nothing below /proc/sys/net/ipv6.</summary>
    public bool KernelHasIpv6 { get; init; } = true;

    /// <summary>Secondary ENIs that pods may share and that are there.</summary>
    public IReadOnlyList<EniLink> SharedEnis { get; init; } = [];

    /// <summary>Gateways of a shared ENI, in the families that this kernel has.</summary>
    public IEnumerable<InetAddress> Gateways(EniLink eni) => new[] { eni.Eni.Gateway4, KernelHasIpv6 ? eni.Eni.Gateway6 : null }.OfType<InetAddress>();

    /// <summary>Whether another program translates destinations in this namespace: kube-proxy for instance.</summary>
    public bool HasForeignNat { get; init; }
}
