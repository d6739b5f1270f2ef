using Fairlead.Model.Kernel;
using Fairlead.Model.Nftables;

namespace Fairlead.Vpc.Packets.Planning;

/// <summary>Every row of the fabric's namespace, as one state of the VPC wants it.</summary>
public sealed record FabricPlan
{
    public static FabricPlan Empty { get; } = new();

    public IReadOnlyDictionary<SysctlKey, SysctlRow> Settings { get; init; } = new Dictionary<SysctlKey, SysctlRow>();

    public IReadOnlyDictionary<NftObjectKey, NftObjectRow> Objects { get; init; } = new Dictionary<NftObjectKey, NftObjectRow>();

    public IReadOnlyDictionary<NftElementKey, NftElement> Elements { get; init; } = new Dictionary<NftElementKey, NftElement>();

    public IReadOnlyDictionary<LinkKey, LinkRow> Links { get; init; } = new Dictionary<LinkKey, LinkRow>();

    public IReadOnlyDictionary<AddressRow, AddressRow> Addresses { get; init; } = new Dictionary<AddressRow, AddressRow>();

    public IReadOnlyDictionary<NeighbourKey, NeighbourRow> Neighbours { get; init; } = new Dictionary<NeighbourKey, NeighbourRow>();

    public IReadOnlyDictionary<RouteKey, RouteRow> Routes { get; init; } = new Dictionary<RouteKey, RouteRow>();
}
