using Fairlead.Model.Addresses;
using Fairlead.Resources.Network;

namespace Fairlead.Migration.Terway;

/// <summary>What an <c>eni_conf</c> sets; null: it does not set it.</summary>
internal sealed record EniSettings
{
    /// <summary>From the tag that ACK gives its ENIs.</summary>
    public string? Cluster { get; init; }

    /// <summary>By zone; of a node's file together with those of the cluster's zones that it leaves alone.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Zones { get; init; }

    /// <summary>Of all zones: a node uses those of its own.</summary>
    public IReadOnlyList<string> VSwitches => [.. (Zones ?? new Dictionary<string, IReadOnlyList<string>>()).Values.SelectMany(names => names).Distinct()];

    public VSwitchSelection? Selection { get; init; }

    public IReadOnlyList<string>? SecurityGroups { get; init; }

    public AddressFamilies? Families { get; init; }

    /// <summary>Free addresses, at least and at most.</summary>
    public int? LeastFree { get; init; }

    public int? MostFree { get; init; }

    public bool? Prefixes { get; init; }

    public bool? Trunk { get; init; }

    public int? ReclaimAfterSeconds { get; init; }

    public IReadOnlyList<Cidr>? ServiceRanges { get; init; }

    /// <summary>Keys that are null, with which a node's file takes away what the cluster's has (RFC 7396).</summary>
    public IReadOnlyList<string> Removed { get; init; } = [];

    /// <summary>These where they are set, else those (RFC 7396, as Terway lays a node's file over the cluster's).</summary>
    public EniSettings Over(EniSettings below) => new()
    {
        Cluster = Cluster ?? below.Cluster,
        Zones = Zones ?? below.Zones,
        Selection = Selection ?? below.Selection,
        SecurityGroups = SecurityGroups ?? below.SecurityGroups,
        Families = Families ?? below.Families,
        LeastFree = LeastFree ?? Kept("min_pool_size", below.LeastFree),
        MostFree = MostFree ?? Kept("max_pool_size", below.MostFree),
        Prefixes = Prefixes ?? Kept("enable_ip_prefix", below.Prefixes),
        Trunk = Trunk ?? Kept("enable_eni_trunking", below.Trunk),
        ReclaimAfterSeconds = ReclaimAfterSeconds ?? Kept("idle_ip_reclaim_after", below.ReclaimAfterSeconds),
        ServiceRanges = ServiceRanges ?? below.ServiceRanges,
    };

    /// <summary>Whether anything of <see cref="Pool"/> is other than what this is laid over.</summary>
    public bool ChangesPool => Pool() is not null || Removed.Intersect(["min_pool_size", "max_pool_size", "enable_ip_prefix", "idle_ip_reclaim_after"]).Any();

    /// <summary>Null where nothing of it is set.</summary>
    public PoolSettings? Pool()
    {
        if ((LeastFree ?? MostFree ?? ReclaimAfterSeconds) is null && Prefixes is null)
        {
            return null;
        }

        var usual = new PoolSettings();
        var pool = usual with { Prefixes = Prefixes ?? false, ReclaimAfterSeconds = ReclaimAfterSeconds ?? usual.ReclaimAfterSeconds };
        return (LeastFree ?? MostFree) is null ? pool : pool with { MinFree = Math.Min(Least, MostFreeAtLeast), Batch = Math.Clamp(Most - Least + 1, 1, MostInBatch) };
    }

    /// <summary>Of one call that assigns addresses.</summary>
    public const int MostInBatch = 49;

    // What the store takes (PoolRules).
    public const int MostFreeAtLeast = 1000;

    /// <summary>Seconds.</summary>
    public const int LongestReclaim = 86_400;

    // Terway's chart sets these where nobody does.
    public int Least => LeastFree ?? 0;

    public int Most => MostFree ?? Math.Max(5, Least);

    private T? Kept<T>(string key, T? below)
        where T : struct => Removed.Contains(key) ? null : below;
}
