using Fairlead.Simulation.Pods;
using Fairlead.Simulation.Time;
using Fairlead.Simulation.Worlds;

namespace Fairlead.Simulation.Scenarios;

/// <summary>What a steady life costs.</summary>
/// <param name="Changes">Calls that change something in the cloud.</param>
/// <param name="Pods">Pods that came in that time.</param>
public sealed record ChurnCost(long Changes, long Pods, TimeSpan Span)
{
    public double PerPod => (double)Changes / Pods;
}

/// <summary>One node, or many that join at once.</summary>
public static class NodeScenarios
{
    private const int Half = 105;

    private static readonly TimeSpan Life = TimeSpan.FromMinutes(30);

    /// <summary>A fresh node gets 30 warm addresses.</summary>
    /// <returns>Calls that changed something in the cloud by then; null where it did not get them.</returns>
    public static long? Join(ulong seed)
    {
        var cluster = Cluster(seed, 30, 30, prefixes: false);
        cluster.StartController();
        cluster.Run(TimeSpan.FromSeconds(30));
        var before = cluster.Cloud.Changes;
        cluster.AddNode(new NodeWish("node-0", ScenarioCloud.Type, ScenarioCloud.VSwitch, 210));
        cluster.Run(TimeSpan.FromMinutes(5));
        return Offered(cluster, "node-0") >= 30 ? cluster.Cloud.Changes - before : null;
    }

    /// <summary>
    /// A node at half of its density: pods come independently of each other and live for a random time, so their number goes up and down
    /// by its root, about ten, all the time.
    /// </summary>
    /// <param name="hours">Of virtual time; the first two are not counted.</param>
    public static ChurnCost Churn(ulong seed, bool prefixes, int hours)
    {
        var (cluster, chance, names) = (Cluster(seed, 10, 10, prefixes), new Chance(seed), 0);
        TimeSpan Exponential(TimeSpan mean) => mean * -Math.Log(1 - chance.Share());
        void Create()
        {
            var name = $"pod-{names++}";
            cluster.CreatePod(PodTemplate.Plain, name);
            cluster.Time.After(Exponential(Life), () => cluster.DeletePod($"{PodTemplate.Plain.Namespace}/{name}"));
        }

        void Next()
        {
            Create();
            cluster.Time.After(Exponential(Life / Half), Next);
        }

        cluster.StartController();
        cluster.AddNode(new NodeWish("node-0", ScenarioCloud.Type, ScenarioCloud.VSwitch, 210));
        for (var i = 0; i < Half; i++)
        {
            cluster.Time.After(chance.Seconds(0, 60), Create);
        }

        cluster.Time.After(TimeSpan.FromMinutes(1), Next);
        cluster.Run(TimeSpan.FromHours(2));
        var (changes, adds, span) = (cluster.Cloud.Changes, cluster.Adds.Count, TimeSpan.FromHours(hours - 2));
        cluster.Run(span);
        return new ChurnCost(cluster.Cloud.Changes - changes, cluster.Adds.Count - adds, span);
    }

    /// <summary>Nodes that join at the same moment under the account's rate limit.</summary>
    /// <returns>Until the last one has its warm addresses, and how often the cloud said that it was too much; null where it did not come to that.</returns>
    public static (TimeSpan Until, long Throttled)? Fleet(ulong seed, int nodes)
    {
        var cluster = Cluster(seed, 10, 10, prefixes: false);
        cluster.StartController();
        cluster.Run(TimeSpan.FromSeconds(30));
        var began = cluster.Time.Now;
        for (var i = 0; i < nodes; i++)
        {
            cluster.AddNode(new NodeWish($"node-{i}", ScenarioCloud.Type, ScenarioCloud.VSwitch, 210));
        }

        var ready = 0;
        bool AllReady()
        {
            while (ready < nodes && Offered(cluster, $"node-{ready}") >= 10)
            {
                ready++;
            }

            return ready == nodes;
        }

        cluster.Run(TimeSpan.FromMinutes(20), AllReady);
        return ready == nodes ? (cluster.Time.Now - began, cluster.Cloud.Throttled) : null;
    }

    private static SimulatedCluster Cluster(ulong seed, int minFree, int batch, bool prefixes) => new(new ClusterWish
    {
        Seed = seed,
        VSwitches = ScenarioCloud.VSwitches(1),
        Network = ScenarioCloud.Network(1) with { Pool = new() { MinFree = minFree, Batch = batch, Prefixes = prefixes } },
        Cloud = ScenarioCloud.Settings,
    });

    private static int Offered(SimulatedCluster cluster, string node) =>
        cluster.Store.Networks.TryGetValue(node, out var network) ? network.Spec.Interfaces.Sum(eni => eni.Ranges.Count) : 0;
}
