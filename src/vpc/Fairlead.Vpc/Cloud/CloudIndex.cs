using Fairlead.Model.Addresses;
using Fairlead.Vpc.Collections;

namespace Fairlead.Vpc.Cloud;

/// <summary>What makes look-ups quick however much there is. All of it follows from the tables of <see cref="CloudState"/>.</summary>
public sealed record CloudIndex
{
    public static CloudIndex Empty { get; } = new();

    /// <summary>By vSwitch: who has which IPv4 address.</summary>
    public PersistentMap<string, AddressPool> Pools { get; init; } = PersistentMap<string, AddressPool>.Empty;

    /// <summary>By vSwitch: who has which IPv6 address; not there where nobody has one.</summary>
    public PersistentMap<string, AddressPool6> Pools6 { get; init; } = PersistentMap<string, AddressPool6>.Empty;

    public PersistentMap<ulong, string> Macs { get; init; } = PersistentMap<ulong, string>.Empty;

    public SortedIds InterfacesByRegion { get; init; } = SortedIds.Empty;

    public SortedIds InterfacesByVSwitch { get; init; } = SortedIds.Empty;

    public SortedIds InterfacesByInstance { get; init; } = SortedIds.Empty;

    public SortedIds InterfacesByGroup { get; init; } = SortedIds.Empty;

    /// <summary>By trunk: its members.</summary>
    public SortedIds Members { get; init; } = SortedIds.Empty;

    /// <summary>By region and tag: <see cref="TagKey"/>. Who looks for a key alone reads through the region's ENIs.</summary>
    public SortedIds InterfacesByTag { get; init; } = SortedIds.Empty;

    public SortedIds InstancesByRegion { get; init; } = SortedIds.Empty;

    public SortedIds InstancesByName { get; init; } = SortedIds.Empty;

    public SortedIds GroupsByVpc { get; init; } = SortedIds.Empty;

    public SortedIds GroupsByName { get; init; } = SortedIds.Empty;

    /// <summary>By group: groups with a rule that refers to it.</summary>
    public SortedIds GroupsByPeer { get; init; } = SortedIds.Empty;

    public SortedIds VSwitchesByVpc { get; init; } = SortedIds.Empty;

    /// <summary>By ENI: route entries that lead to it.</summary>
    public SortedIds RoutesByNextHop { get; init; } = SortedIds.Empty;

    /// <summary>By id of a route entry: where it is.</summary>
    public PersistentMap<string, (string Table, Cidr Destination)> Routes { get; init; } = PersistentMap<string, (string, Cidr)>.Empty;

    public static string TagKey(string region, string key, string value) => $"{region}\n{key}\n{value}";
}
