using Fairlead.Model.Addresses;
using Fairlead.Model.Pods;
using Fairlead.Planning.Addresses;
using Fairlead.Planning.Enis;
using Fairlead.Resources.Network;

namespace Fairlead.Agent.Cluster;

/// <summary>A NodeNetwork's spec in the words of the node's pools.</summary>
internal static class EniOffers
{
    public static IReadOnlyList<EniOffer> Shared(NodeNetworkSpec spec) =>
    [
        .. spec.Interfaces.Where(offered => offered.Use == InterfaceUse.Shared)
            .Select(offered => new EniOffer(
                Of(offered, EniUse.Shared), [.. offered.Ranges.Select(range => new RangeOffer(range.Range, range.Generation, range.Retiring))], offered.Retiring)),
    ];

    public static IReadOnlyList<FixedOffer> Fixed(NodeNetworkSpec spec) =>
        [.. spec.FixedAddresses.Select(entry => new FixedOffer(entry.Namespace, entry.Pod, entry.Addresses))];

    /// <summary>MACs of the secondary ENIs that the node has, or is to have; none where nobody says so.</summary>
    public static IReadOnlyList<MacAddress> Macs(ClusterView? view) => [.. view?.Network?.Spec.Interfaces.Select(offered => offered.Mac) ?? []];

    /// <summary>The ENI as a pod that has it keeps it in its attachment.</summary>
    public static PodEni Of(NodeInterface offered, EniUse use) => new()
    {
        Id = offered.Id,
        Mac = offered.Mac,
        Use = use,
        Class = offered.Class,
        Generation = offered.Generation,
        Subnet4 = offered.Subnet4,
        Subnet6 = offered.Subnet6,
        Gateway4 = offered.Gateway4,
        Gateway6 = offered.Gateway6,
        Trunk = offered.Trunk,
        Vlan = offered.Vlan,
    };
}
