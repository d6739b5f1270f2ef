using Fairlead.Model.Addresses;
using Fairlead.Planning.Capacity;
using Fairlead.Resources.Meta;
using Fairlead.Resources.Network;
using Fairlead.Simulation.Clouds;
using Fairlead.Simulation.Time;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Configuration;

namespace Fairlead.Simulation.Worlds;

/// <summary>What a random world is like, all of it drawn from its seed.</summary>
public sealed record WorldPlan
{
    public const string FixedName = "fixed";

    public required ClusterWish Cluster { get; init; }

    public required int Nodes { get; init; }

    public required IReadOnlyList<string> Types { get; init; }

    public required int MostPods { get; init; }

    /// <summary>Pods that there are meant to be.</summary>
    public required int Pods { get; init; }

    /// <summary>Share of the pods that are exclusive, if anything is.</summary>
    public double Exclusive { get; init; }

    /// <summary>Share of the pods that have a member ENI.</summary>
    public double Members { get; init; }

    /// <summary>Pods of a StatefulSet that keep their addresses.</summary>
    public int Fixed { get; init; }

    /// <summary>The mode of their class.</summary>
    public PodNetworkMode FixedMode { get; init; } = PodNetworkMode.SharedEni;

    /// <summary>How often one of them is taken away for longer, or for good.</summary>
    public int ScaledDown { get; init; }

    /// <summary>How often somebody writes another address into a reservation.</summary>
    public int Renamed { get; init; }

    public required TimeSpan Busy { get; init; }

    public int Bursts { get; init; }

    public int LostNodes { get; init; }

    public int DrainedNodes { get; init; }

    public int Restarts { get; init; }

    public int Vanished { get; init; }

    public int ConsoleEdits { get; init; }

    /// <summary>Agents that hear and say nothing for a while.</summary>
    public int DeafAgents { get; init; }

    /// <param name="keepsAddresses">Whether there are StatefulSets that keep their addresses.</param>
    public static WorldPlan Of(ulong seed, bool keepsAddresses = false)
    {
        var chance = new Chance(seed);
        var fixedChance = new Chance(seed ^ 0xf1ced);
        var fixedMode = fixedChance.Below(10) switch { < 5 => PodNetworkMode.SharedEni, < 8 => PodNetworkMode.ExclusiveEni, _ => PodNetworkMode.VpcRoute };
        var mode = keepsAddresses ? fixedMode : chance.Below(10) switch { < 6 => PodNetworkMode.SharedEni, < 8 => PodNetworkMode.VpcRoute, _ => PodNetworkMode.ExclusiveEni };
        var hasExclusive = mode == PodNetworkMode.ExclusiveEni || (chance.Holds(0.25) && !keepsAddresses);
        var families = chance.Holds(0.2) ? AddressFamilies.Dual : AddressFamilies.Ipv4;
        var nodes = chance.Between(3, 20);
        var isHarsh = chance.Holds(0.5);
        var hasMembers = mode == PodNetworkMode.SharedEni && !hasExclusive && !keepsAddresses && chance.Holds(0.25);
        string[] types = keepsAddresses || hasMembers ? ["ecs.g7.4xlarge"] : chance.Holds(0.5) ? new[] { "ecs.g7.xlarge" } : ["ecs.g7.large", "ecs.g7.xlarge", "ecs.g7.4xlarge"];
        return new WorldPlan
        {
            Cluster = new ClusterWish
            {
                Seed = seed,
                VSwitches = VSwitches(chance),
                Network = Network(chance, mode, families, hasExclusive, hasMembers),
                Classes = keepsAddresses ? [FixedClass(fixedMode, fixedChance.Pick([(int?)null, 30, 60, 300]))] : [],
                Cloud = new CloudSettings { RouteEntryQuota = 200 },
                Troubles = Troubles(chance, isHarsh),
            },
            Nodes = nodes,
            Types = types,
            MostPods = chance.Between(5, 40),
            Pods = Math.Min(200, nodes * chance.Between(3, 12)),
            Exclusive = mode == PodNetworkMode.ExclusiveEni ? (keepsAddresses ? 0.3 : 1) : hasExclusive ? 0.1 : 0,
            Members = hasMembers ? 0.2 : 0,
            Fixed = keepsAddresses ? chance.Between(2, 10) : 0,
            FixedMode = fixedMode,
            ScaledDown = keepsAddresses ? fixedChance.Below(8) : 0,
            Renamed = keepsAddresses ? fixedChance.Below(3) : 0,
            DeafAgents = chance.Below(3),
            Busy = chance.Seconds(240, 900),
            Bursts = chance.Below(3),
            LostNodes = chance.Below(3),
            DrainedNodes = chance.Below(3),
            Restarts = chance.Below(4),
            Vanished = isHarsh ? chance.Below(3) : 0,
            ConsoleEdits = isHarsh ? chance.Below(2) : 0,
        };
    }

    /// <summary>As many as kubelet is told: never more than the node can have addresses for.</summary>
    public int MostPodsOn(InstanceType type) => Cluster.Network.Mode == PodNetworkMode.SharedEni
        ? Math.Min(MostPods, (type.Enis - 1 - (Exclusive > 0 ? 1 : 0)) * type.AddressesPerEni)
        : MostPods;

    public override string ToString()
    {
        var network = Cluster.Network;
        return $"{Nodes} nodes of {string.Join(", ", Types)}, {Pods} pods, mode {network.Mode}, {network.Families}, {(network.Pool.Prefixes ? "prefixes" : "addresses")} by {network.Pool.Batch} with {network.Pool.MinFree} free, "
            + $"{Exclusive:P0} exclusive, {Members:P0} members, {Fixed} fixed{(Fixed > 0 ? $" in {FixedMode}, released after {Cluster.Classes[0].Spec.FixedAddress.ReleaseAfterSeconds?.ToString() ?? "no"} s, {ScaledDown} taken away, {Renamed} renamed" : "")}, {DeafAgents} deaf agents, vSwitches {string.Join(' ', Cluster.VSwitches.Select(vSwitch => vSwitch.Cidr))}, {Busy.TotalMinutes:0} minutes, {Bursts} bursts, {LostNodes} nodes lost, {DrainedNodes} drained, "
            + $"{Restarts} restarts, {Vanished} ENIs vanish, {ConsoleEdits} edits at the console, {Cluster.Troubles}";
    }

    private static PodNetworkClass FixedClass(PodNetworkMode mode, int? releaseAfter) => new()
    {
        Metadata = new ObjectMeta { Name = FixedName },
        Spec = new PodNetworkClassSpec { Mode = mode, FixedAddress = new FixedAddressPolicy { Enabled = true, ReleaseAfterSeconds = releaseAfter } },
    };

    private static IReadOnlyList<VSwitchConfiguration> VSwitches(Chance chance)
    {
        // Instances are in the first; the others may be small enough to run out.
        var small = chance.Holds(0.3);
        return
        [
            new VSwitchConfiguration("nodes", Cidr.Parse("10.0.0.0/20"), Six(0)),
            new VSwitchConfiguration("pods-0", Cidr.Parse(small ? $"10.1.0.0/{chance.Between(24, 26)}" : "10.1.0.0/19"), Six(1)),
            new VSwitchConfiguration("pods-1", Cidr.Parse("10.2.0.0/19"), Six(2)),
        ];
    }

    private static Cidr Six(int number) => new(InetAddress.V6(((UInt128)0xfd10 << 112) + ((UInt128)number << 64)), 64);

    private static ClusterNetworkSpec Network(Chance chance, PodNetworkMode mode, AddressFamilies families, bool hasExclusive, bool hasMembers) => new()
    {
        Cluster = "simulated",
        Vpc = CloudSeed.Vpc,
        Mode = mode == PodNetworkMode.ExclusiveEni ? PodNetworkMode.VpcRoute : mode,
        Families = families,
        PodRanges = mode == PodNetworkMode.SharedEni ? [] : families == AddressFamilies.Dual ? [Cidr.Parse("172.20.0.0/16"), Cidr.Parse("fd20::/64")] : [Cidr.Parse("172.20.0.0/16")],
        VSwitches = ["vsw-pods-0", "vsw-pods-1"],
        VSwitchSelection = chance.Holds(0.5) ? VSwitchSelection.Ordered : VSwitchSelection.MostFree,
        SecurityGroups = [CloudGround.Group],
        Pool = new PoolSettings
        {
            Batch = chance.Pick([1, 5, 10, 10, 15]),
            MinFree = chance.Pick([0, 2, 5, 10, 20]),
            Prefixes = chance.Holds(0.2),
            ReclaimAfterSeconds = chance.Pick([30, 60, 300]),
            RestSeconds = chance.Pick([5, 30]),
            SpareAttached = hasExclusive ? chance.Below(3) : 0,
            SpareDetached = chance.Holds(0.2) ? 1 : 0,
        },
        NodePools = hasExclusive && mode == PodNetworkMode.SharedEni
            ? [new NodePool { Name = "all", Mode = mode, ExclusiveEnis = 1 }]
            : hasMembers ? [new NodePool { Name = "all", Mode = mode, Trunk = true }] : [],
        Collection = new CollectionSettings { AfterSeconds = 60 },
    };

    private static CloudTroubles Troubles(Chance chance, bool isHarsh) => !isHarsh ? CloudTroubles.None : CloudTroubles.Share(chance.Pick([0.01, 0.05, 0.15])) with
    {
        Lag = chance.Holds(0.5) ? DelayRange.Seconds(0, chance.Pick([1.0, 5])) : DelayRange.None,
    };
}
