using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fairlead.Planning.Capacity;
using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Collections;
using Fairlead.Vpc.Control;
using Fairlead.Vpc.Rules;
using Fairlead.Vpc.Rules.Groups;
using Fairlead.Vpc.Rules.Instances;
using Fairlead.Vpc.Rules.Networks;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Journal;

/// <summary>A whole state as JSON: its tables, and of what is derived from them only what does not follow from them.</summary>
public sealed record CloudSnapshot
{
    public required string Account { get; init; }

    public required CloudSettings Settings { get; init; }

    public required ImmutableSortedDictionary<string, ImmutableArray<string>> Regions { get; init; }

    public required IReadOnlyList<InstanceType> InstanceTypes { get; init; }

    public required IReadOnlyList<VirtualNetwork> Vpcs { get; init; }

    public required IReadOnlyList<VSwitch> VSwitches { get; init; }

    /// <summary>By vSwitch: where the search for a free address goes on.</summary>
    public required ImmutableSortedDictionary<string, int> Cursors { get; init; }

    public required IReadOnlyList<Instance> Instances { get; init; }

    public required IReadOnlyList<NetworkInterface> Interfaces { get; init; }

    public required IReadOnlyList<SecurityGroup> SecurityGroups { get; init; }

    /// <summary>Without their entries.</summary>
    public required IReadOnlyList<RouteTable> RouteTables { get; init; }

    public required IReadOnlyList<RouteEntry> Routes { get; init; }

    public required IReadOnlyList<PendingChange> Due { get; init; }

    /// <summary>The oldest first.</summary>
    public required IReadOnlyList<TokenText> Tokens { get; init; }

    public required ulong Random { get; init; }

    public required long Serial { get; init; }

    public static string Write(CloudState state) => JsonSerializer.Serialize(Of(state), VpcJson.Options);

    /// <exception cref="JsonException">It is no snapshot that <see cref="Write"/> made.</exception>
    public static CloudState Read(string text) =>
        (JsonSerializer.Deserialize<CloudSnapshot>(text, VpcJson.Options) ?? throw new JsonException("a snapshot is empty")).Restore();

    private static CloudSnapshot Of(CloudState state) => new()
    {
        Account = state.Account,
        Settings = state.Settings,
        Regions = state.Regions,
        InstanceTypes = [.. state.InstanceTypes.Values],
        Vpcs = Sorted(state.Vpcs),
        VSwitches = Sorted(state.VSwitches),
        Cursors = state.Index.Pools.ToImmutableSortedDictionary(pool => pool.Key, pool => pool.Value.Cursor),
        Instances = Sorted(state.Instances),
        Interfaces = Sorted(state.Interfaces),
        SecurityGroups = Sorted(state.SecurityGroups),
        RouteTables = [.. Sorted(state.RouteTables).Select(table => table with { Entries = table.Entries.Clear() })],
        Routes = [.. Sorted(state.RouteTables).SelectMany(table => table.Entries.Values)],
        Due = [.. state.Due],
        Tokens = [.. state.Tokens.Oldest.Select(key => TokenText.Of(state.Tokens.Uses[key]))],
        Random = state.Random,
        Serial = state.Serial,
    };

    private static IReadOnlyList<T> Sorted<T>(IReadOnlyDictionary<string, T> items) =>
        [.. items.OrderBy(item => item.Key, StringComparer.Ordinal).Select(item => item.Value)];

    private CloudState Restore()
    {
        var state = CloudState.Empty with
        {
            Account = Account,
            Settings = Settings,
            Regions = Regions,
            InstanceTypes = InstanceTypes.ToImmutableSortedDictionary(type => type.Name, type => type, StringComparer.Ordinal),
            Vpcs = Vpcs.ToImmutableDictionary(network => network.Id),
            RouteTables = RouteTables.ToImmutableDictionary(table => table.Id),
        };
        state = VSwitches.Aggregate(state, VSwitchTable.Add);
        state = SecurityGroups.Aggregate(state, GroupTable.Put);
        state = Instances.Aggregate(state, InstanceTable.Add);
        state = Interfaces.Aggregate(state, InterfaceTable.Put);
        state = Routes.Aggregate(state, RouteEntryTable.Add);
        return state with
        {
            Due = state.Due.Union(Due),
            Tokens = Tokens.Aggregate(TokenBook.Empty, (book, token) => book.With(token.Use())),
            Random = Random,
            Serial = Serial,
            Index = state.Index with { Pools = state.Index.Pools.ToPersistentMap(pool => pool.Key, pool => pool.Value.At(Cursors[pool.Key])) },
        };
    }
}

/// <summary>A client token with what it did: the kinds of calls and replies are told by their names.</summary>
public sealed record TokenText(JsonObject Call, string Kind, JsonNode Reply, DateTimeOffset At)
{
    private static readonly ImmutableDictionary<string, Type> Replies = typeof(CloudReply).Assembly.GetTypes()
        .Where(type => type.IsSubclassOf(typeof(CloudReply)) && !type.IsGenericType)
        .ToImmutableDictionary(type => type.Name);

    public static TokenText Of(TokenUse use) => new(
        CallJson.Write(use.Call),
        use.Reply.GetType().Name,
        JsonSerializer.SerializeToNode(use.Reply, use.Reply.GetType(), VpcJson.Options)!,
        use.At);

    public TokenUse Use() => new(
        CallJson.Call(Call),
        Kind == nameof(DoneReply) ? DoneReply.Instance
            : Replies.TryGetValue(Kind, out var type) ? (CloudReply)Reply.Deserialize(type, VpcJson.Options)! : throw new JsonException($"no reply is called '{Kind}'"),
        At);
}
