using System.Collections.Immutable;
using Fairlead.Model.Addresses;
using Fairlead.Planning.Capacity;
using Fairlead.Vpc.Collections;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Cloud;

/// <summary>Everything that is true of an account at one moment, in all regions. Immutable: a reader's snapshot never changes under it.</summary>
public sealed record CloudState
{
    public static CloudState Empty { get; } = new();

    public CloudSettings Settings { get; init; } = new();

    /// <summary>Number of the account that owns all.</summary>
    public string Account { get; init; } = "1234567890123456";

    /// <summary>Zones by region.</summary>
    public ImmutableSortedDictionary<string, ImmutableArray<string>> Regions { get; init; } = ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty;

    public ImmutableSortedDictionary<string, InstanceType> InstanceTypes { get; init; } = ImmutableSortedDictionary<string, InstanceType>.Empty;

    public ImmutableDictionary<string, VirtualNetwork> Vpcs { get; init; } = ImmutableDictionary<string, VirtualNetwork>.Empty;

    public ImmutableDictionary<string, VSwitch> VSwitches { get; init; } = ImmutableDictionary<string, VSwitch>.Empty;

    public ImmutableDictionary<string, Instance> Instances { get; init; } = ImmutableDictionary<string, Instance>.Empty;

    public PersistentMap<string, NetworkInterface> Interfaces { get; init; } = PersistentMap<string, NetworkInterface>.Empty;

    public ImmutableDictionary<string, SecurityGroup> SecurityGroups { get; init; } = ImmutableDictionary<string, SecurityGroup>.Empty;

    public ImmutableDictionary<string, RouteTable> RouteTables { get; init; } = ImmutableDictionary<string, RouteTable>.Empty;

    public TokenBook Tokens { get; init; } = TokenBook.Empty;

    /// <summary>What happens of itself, the earliest first.</summary>
    public ImmutableSortedSet<PendingChange> Due { get; init; } = ImmutableSortedSet<PendingChange>.Empty;

    /// <summary>State of the generator that ids and delays are drawn from.</summary>
    public ulong Random { get; init; } = 0x5eed;

    /// <summary>How many ids were made.</summary>
    public long Serial { get; init; }

    /// <summary>Derived from the rest, kept with every change.</summary>
    public CloudIndex Index { get; init; } = CloudIndex.Empty;

    /// <summary>When something happens of itself: an ENI that is being attached, detached or deleted is there. Null: never.</summary>
    public DateTimeOffset? NextDue => Due.IsEmpty ? null : Due.Min!.At;

    /// <summary>Who has an address, be it by a prefix that holds it.</summary>
    public NetworkInterface? OwnerOf(string vpc, InetAddress address)
    {
        var vSwitch = Index.VSwitchesByVpc.Of(vpc).FirstOrDefault(id => VSwitches[id].Contains(address));
        var owner = vSwitch is null ? null : address.IsV6 ? Index.Pools6.GetValueOrDefault(vSwitch)?.OwnerOf(address) : Index.Pools[vSwitch].OwnerOf(address);
        return owner is null ? null : Interfaces[owner];
    }

    /// <summary>The ENI that an id or name means: its own id, or an instance's id or name for its primary one.</summary>
    public NetworkInterface? FindInterface(string name) =>
        Interfaces.GetValueOrDefault(name) ?? (FindInstance(name) is { } instance ? Interfaces.GetValueOrDefault(instance.PrimaryInterface) : null);

    /// <summary>By id or name; the first by id where several have the name.</summary>
    public Instance? FindInstance(string name) =>
        Instances.GetValueOrDefault(name) ?? (Index.InstancesByName.Of(name) is { IsEmpty: false } ids ? Instances[ids[0]] : null);

    public SecurityGroup? FindSecurityGroup(string name) =>
        SecurityGroups.GetValueOrDefault(name) ?? (Index.GroupsByName.Of(name) is { IsEmpty: false } ids ? SecurityGroups[ids[0]] : null);

    public string RegionOf(NetworkInterface eni) => Vpcs[eni.Vpc].Region;
}
