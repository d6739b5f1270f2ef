using System.Collections.Immutable;
using Fairlead.Model.Addresses;
using Fairlead.Planning.Capacity;
using Fairlead.Vpc.Rules;
using Fairlead.Vpc.Rules.Groups;
using Fairlead.Vpc.Rules.Instances;
using Fairlead.Vpc.Rules.Networks;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Cloud;

/// <summary>
/// A state as plain lists, for a file: what is derived is left out and made anew. The same calls on what was restored give the same ids
/// and addresses as on what was kept.
/// </summary>
public sealed record CloudSnapshot
{
    public required CloudSettings Settings { get; init; }

    public required string Account { get; init; }

    public required ImmutableSortedDictionary<string, ImmutableArray<string>> Regions { get; init; }

    public required ImmutableArray<InstanceType> InstanceTypes { get; init; }

    public required ImmutableArray<VirtualNetwork> Vpcs { get; init; }

    public required ImmutableArray<VSwitch> VSwitches { get; init; }

    public required ImmutableArray<Instance> Instances { get; init; }

    public required ImmutableArray<NetworkInterface> Interfaces { get; init; }

    public required ImmutableArray<SecurityGroup> SecurityGroups { get; init; }

    /// <summary>Custom entries of all tables.</summary>
    public required ImmutableArray<RouteEntry> Routes { get; init; }

    /// <summary>In the order of their use.</summary>
    public required ImmutableArray<TokenUse> Tokens { get; init; }

    public required ImmutableArray<PendingChange> Due { get; init; }

    public required ulong Random { get; init; }

    public required long Serial { get; init; }

    /// <summary>By vSwitch: where the search for a free address goes on.</summary>
    public required ImmutableSortedDictionary<string, int> Cursors { get; init; }

    public static CloudSnapshot Of(CloudState state) => new()
    {
        Settings = state.Settings,
        Account = state.Account,
        Regions = state.Regions,
        InstanceTypes = [.. state.InstanceTypes.Values],
        Vpcs = Sorted(state.Vpcs),
        VSwitches = Sorted(state.VSwitches),
        Instances = Sorted(state.Instances),
        Interfaces = Sorted(state.Interfaces),
        SecurityGroups = Sorted(state.SecurityGroups),
        Routes = [.. Sorted(state.RouteTables).SelectMany(table => table.Entries.Values)],
        Tokens = [.. state.Tokens.Oldest.Select(key => state.Tokens.Uses[key])],
        Due = [.. state.Due],
        Random = state.Random,
        Serial = state.Serial,
        Cursors = state.Index.Pools.ToImmutableSortedDictionary(pool => pool.Key, pool => pool.Value.Cursor),
    };

    public CloudState Restore()
    {
        var state = CloudState.Empty with
        {
            Settings = Settings,
            Account = Account,
            Regions = Regions,
            InstanceTypes = InstanceTypes.ToImmutableSortedDictionary(type => type.Name, type => type, StringComparer.Ordinal),
            Vpcs = Vpcs.ToImmutableDictionary(vpc => vpc.Id),
            RouteTables = Vpcs.ToImmutableDictionary(vpc => vpc.RouteTable, vpc => RouteTable.Of(vpc)),
            Tokens = Tokens.Aggregate(TokenBook.Empty, (book, use) => book.With(use)),
            Due = [.. Due],
            Random = Random,
            Serial = Serial,
        };
        state = VSwitches.Aggregate(state, VSwitchTable.Add);
        state = SecurityGroups.Aggregate(state, GroupTable.Put);
        state = Instances.Aggregate(state, InstanceTable.Add);
        state = Interfaces.Aggregate(state, InterfaceTable.Put);
        state = Routes.Aggregate(state, RouteEntryTable.Add);
        var pools = state.Index.Pools.Select(pool => KeyValuePair.Create(pool.Key, pool.Value.At(Cursors[pool.Key])));
        return state with { Index = state.Index with { Pools = pools.ToImmutableDictionary() } };
    }

    private static ImmutableArray<T> Sorted<T>(ImmutableDictionary<string, T> table) =>
        [.. table.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => entry.Value)];
}
