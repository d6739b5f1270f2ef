using Fairlead.Cloud;
using Fairlead.Resources.Network;

namespace Fairlead.Allocation.Shapes;

/// <summary>What a node is to be like: its pool's settings over the cluster's, within the limits of its instance type.</summary>
internal sealed record NodeShape
{
    public required PodNetworkMode Mode { get; init; }

    public required PoolSettings Settings { get; init; }

    /// <summary>Where ENIs of pods of no class are made: empty for the instance's own.</summary>
    public required IReadOnlyList<string> VSwitches { get; init; }

    public required VSwitchSelection Selection { get; init; }

    public required IReadOnlyList<string> SecurityGroups { get; init; }

    public required AddressFamilies Families { get; init; }

    public required InstanceLimits Limits { get; init; }

    /// <summary>ENIs besides the primary one.</summary>
    public required int Secondary { get; init; }

    public required bool HasTrunk { get; init; }

    /// <summary>It is to have one, and its type can have none.</summary>
    public required bool LacksTrunk { get; init; }

    /// <summary>ENIs that exclusive pods may have at most.</summary>
    public required int Exclusive { get; init; }

    /// <summary>Nobody said how many are exclusive: shared ones may take what no exclusive pod uses.</summary>
    public required bool IsDivisionOpen { get; init; }

    public int Members => HasTrunk ? Limits.Members : 0;

    public bool HasV4 => Families != AddressFamilies.Ipv6;

    public bool HasV6 => Families != AddressFamilies.Ipv4;

    /// <summary>Addresses or prefixes of the family that one ENI can have for pods, by which the stock is counted.</summary>
    public int SlotsPerInterface => Families switch
    {
        AddressFamilies.Ipv4 => Limits.Addresses4PerInterface,
        AddressFamilies.Dual when !Settings.Prefixes => Math.Min(Limits.Addresses4PerInterface, Limits.Addresses6PerInterface),
        AddressFamilies.Dual => Limits.Addresses4PerInterface,
        _ => Limits.Addresses6PerInterface,
    };

    /// <summary>Of pods that no class claims: known before the instance is.</summary>
    public static PodNetworkMode ModeOf(ClusterNetworkSpec cluster, IReadOnlyDictionary<string, string> labels) =>
        PoolOf(cluster, labels)?.Mode ?? cluster.Mode;

    /// <param name="believed">ENIs that the cloud was found to allow; 0 for as many as the table says.</param>
    public static NodeShape Of(ClusterNetworkSpec cluster, IReadOnlyDictionary<string, string> labels, InstanceLimits limits, int believed)
    {
        var pool = PoolOf(cluster, labels);
        var mode = pool?.Mode ?? cluster.Mode;
        var secondary = Math.Max(0, (believed > 0 ? Math.Min(believed, limits.Interfaces) : limits.Interfaces) - 1);
        var wantsTrunk = pool?.Trunk == true || mode == PodNetworkMode.MemberEni;
        var hasTrunk = wantsTrunk && secondary > 0 && limits.Trunks;
        var rest = secondary - (hasTrunk ? 1 : 0);
        var asked = pool?.ExclusiveEnis;
        return new NodeShape
        {
            Mode = mode,
            Settings = pool?.Pool ?? cluster.Pool,
            VSwitches = pool is { VSwitches.Count: > 0 } ? pool.VSwitches : cluster.VSwitches,
            Selection = cluster.VSwitchSelection,
            SecurityGroups = cluster.SecurityGroups,
            Families = cluster.Families == AddressFamilies.Dual && limits.Addresses6PerInterface == 0 ? AddressFamilies.Ipv4 : cluster.Families,
            Limits = limits,
            Secondary = secondary,
            HasTrunk = hasTrunk,
            LacksTrunk = wantsTrunk && !limits.Trunks,
            Exclusive = Math.Clamp(asked ?? (mode == PodNetworkMode.SharedEni ? 0 : rest), 0, rest),
            IsDivisionOpen = asked is null && mode != PodNetworkMode.SharedEni,
        };
    }

    private static NodePool? PoolOf(ClusterNetworkSpec cluster, IReadOnlyDictionary<string, string> labels) =>
        cluster.NodePools.FirstOrDefault(candidate => candidate.NodeSelector.Matches(labels));
}
