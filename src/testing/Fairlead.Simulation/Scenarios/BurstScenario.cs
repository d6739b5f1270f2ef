using Fairlead.Allocation;
using Fairlead.Simulation.Pods;
using Fairlead.Simulation.Worlds;

namespace Fairlead.Simulation.Scenarios;

/// <summary>As many pods as a fresh node can bear are bound to it at once.</summary>
public static class BurstScenario
{
    public const int Pods = 210;

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <returns>From the moment in which they are there until the last one has its address; null where that did not come.</returns>
    public static TimeSpan? Run(ulong seed, Func<ulong, long, IAllocator>? allocator = null)
    {
        var wish = new ClusterWish
        {
            Seed = seed,
            VSwitches = ScenarioCloud.VSwitches(1),
            Network = ScenarioCloud.Network(1) with { Pool = new() { MinFree = 0, Batch = 1 } },
            Cloud = ScenarioCloud.Settings,
        };
        var cluster = new SimulatedCluster(allocator is null ? wish : wish with { Allocator = allocator });
        cluster.StartController();
        cluster.Run(TimeSpan.FromSeconds(30));
        cluster.AddNode(new NodeWish("node-0", ScenarioCloud.Type, ScenarioCloud.VSwitch, Pods));
        var began = cluster.Time.Now;
        for (var i = 0; i < Pods; i++)
        {
            cluster.CreatePod(PodTemplate.Plain, $"pod-{i}");
        }

        cluster.Run(Longest, () => cluster.Adds.Count == Pods);
        return cluster.Adds.Count == Pods ? cluster.Time.Now - began : null;
    }
}
