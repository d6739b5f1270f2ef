using Fairlead.Bench.World;
using Fairlead.Resources.Network;

namespace Fairlead.Bench.Cluster;

/// <summary>What a controller would write of a node that has these ENIs.</summary>
public static class EniOffer
{
    public static NodeNetworkSpec Of(InterfaceUse use, IReadOnlyList<Eni> enis) => new()
    {
        Term = 1,
        Instance = "i-bench",
        Zone = "bench",
        Mode = use == InterfaceUse.Exclusive ? PodNetworkMode.ExclusiveEni : PodNetworkMode.SharedEni,
        Interfaces =
        [
            .. enis.Select((eni, i) => new NodeInterface
            {
                Id = eni.Id,
                Mac = eni.Mac,
                Use = use,
                VSwitch = "vsw-bench",
                Subnet4 = eni.Subnet,
                Gateway4 = eni.Gateway,
                Generation = i + 1,
                Ranges = [.. eni.Addresses.Select((address, n) => new OfferedRange(address.ToCidr(), (i * 100) + n + 1))],
            }),
        ],
    };
}
