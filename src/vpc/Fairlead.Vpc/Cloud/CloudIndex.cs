using System.Collections.Immutable;
using Fairlead.Model.Addresses;

namespace Fairlead.Vpc.Cloud;

/// <summary>What makes look-ups quick however much there is. All of it follows from the tables of <see cref="CloudState"/>.</summary>
public sealed record CloudIndex
{
    private const int Prefix4 = 28;
    private const int Prefix6 = 80;

    public static CloudIndex Empty { get; } = new();

    /// <summary>By VPC: which ENI has an address or prefix.</summary>
    public ImmutableDictionary<string, ImmutableDictionary<Cidr, string>> Owners { get; init; } = ImmutableDictionary<string, ImmutableDictionary<Cidr, string>>.Empty;

    /// <summary>By vSwitch: IPv4 addresses that are taken.</summary>
    public ImmutableDictionary<string, AddressPool> Pools { get; init; } = ImmutableDictionary<string, AddressPool>.Empty;

    /// <summary>By vSwitch: /80 blocks in use.</summary>
    public ImmutableDictionary<string, PrefixBlocks> Blocks { get; init; } = ImmutableDictionary<string, PrefixBlocks>.Empty;

    public ImmutableDictionary<ulong, string> Macs { get; init; } = ImmutableDictionary<ulong, string>.Empty;

    public SortedIds InterfacesByRegion { get; init; } = SortedIds.Empty;

    public SortedIds InterfacesByVSwitch { get; init; } = SortedIds.Empty;

    public SortedIds InterfacesByInstance { get; init; } = SortedIds.Empty;

    public SortedIds InterfacesByGroup { get; init; } = SortedIds.Empty;

    /// <summary>By trunk: its members.</summary>
    public SortedIds Members { get; init; } = SortedIds.Empty;

    /// <summary>By region and tag, and by region and key of a tag: <see cref="TagKey"/>.</summary>
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
    public ImmutableDictionary<string, (string Table, Cidr Destination)> Routes { get; init; } = ImmutableDictionary<string, (string, Cidr)>.Empty;

    public static string TagKey(string region, string key, string? value) => value is null ? $"{region}\n{key}" : $"{region}\n{key}\n{value}";

    public string? OwnerOf(string vpc, InetAddress address)
    {
        if (!Owners.TryGetValue(vpc, out var owners))
        {
            return null;
        }

        return owners.GetValueOrDefault(address.ToCidr())
            ?? owners.GetValueOrDefault(new Cidr(address, address.IsV6 ? Prefix6 : Prefix4).Network);
    }
}
