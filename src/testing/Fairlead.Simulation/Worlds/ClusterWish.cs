using Fairlead.Allocation;
using Fairlead.Resources.Network;
using Fairlead.Simulation.Clouds;
using Fairlead.Simulation.Pods;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Configuration;

namespace Fairlead.Simulation.Worlds;

/// <summary>A cluster that is to be simulated.</summary>
public sealed record ClusterWish
{
    /// <summary>Everything that is drawn follows from it.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>What decides, of a seed and a term of office; made anew whenever a controller starts.</summary>
    public Func<ulong, long, IAllocator> Allocator { get; init; } = (seed, term) => new Allocator(new AllocatorOptions { Seed = seed, MostLooks = 1_000_000 }, term);

    public required IReadOnlyList<VSwitchConfiguration> VSwitches { get; init; }

    /// <summary>vSwitches of the region's other zone.</summary>
    public IReadOnlyList<VSwitchConfiguration> OtherVSwitches { get; init; } = [];

    public ClusterNetworkSpec Network { get; init; } = new();

    public IReadOnlyList<PodNetworkClass> Classes { get; init; } = [];

    public CloudSettings Cloud { get; init; } = new();

    public CloudTroubles Troubles { get; init; } = CloudTroubles.None;

    public PodTimes PodTimes { get; init; } = new();

    /// <summary>How long an agent takes from a change to its report of it.</summary>
    public TimeSpan AgentReport { get; init; } = TimeSpan.FromMilliseconds(100);
}
