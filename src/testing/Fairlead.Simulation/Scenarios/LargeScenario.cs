using System.Diagnostics;
using Fairlead.Resources.Network;
using Fairlead.Simulation.Checks;
using Fairlead.Simulation.Clouds;
using Fairlead.Simulation.Pods;
using Fairlead.Simulation.Time;
using Fairlead.Simulation.Worlds;

namespace Fairlead.Simulation.Scenarios;

/// <summary>What a large cluster is and what happens to it.</summary>
/// <param name="Replaced">Share of the pods that are replaced in an hour.</param>
/// <param name="Lost">Share of the nodes that are lost in an hour; others take their place.</param>
/// <param name="Faulted">Share of the calls that fail in one way or another.</param>
public sealed record LargeWish(int Nodes, int PodsPerNode, double Replaced = 0.1, double Lost = 0.01, double Faulted = 0.01)
{
    public static LargeWish Full { get; } = new(5000, 30);

    public ulong Seed { get; init; } = 1;

    public int Pods => Nodes * PodsPerNode;

    /// <summary>Nodes that join in a minute at the start: each makes two ENIs, and the account lets 500 be made in a minute.</summary>
    public int JoinsPerMinute { get; init; } = 150;
}

/// <summary>What came of it.</summary>
/// <param name="ToFill">Wall-clock time until all nodes and pods were there.</param>
/// <param name="OfHour">Wall-clock time of the hour that is measured.</param>
/// <param name="ToRest">Of the time after it, with all that is checked at its end.</param>
/// <param name="Steps">Events, each of which was checked.</param>
public sealed record LargeResult(TimeSpan ToFill, TimeSpan Filled, TimeSpan OfHour, TimeSpan ToRest, long Steps, long Calls, long Changes, AddRecord Adds);

/// <summary>A cluster of thousands of nodes that lives for an hour of virtual time.</summary>
public sealed class LargeScenario
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly LargeWish _wish;
    private readonly Chance _chance;
    private readonly List<string> _pods = [];
    private readonly Dictionary<string, int> _places = [];
    private int _names;

    private LargeScenario(LargeWish wish)
    {
        (_wish, _chance) = (wish, new Chance(wish.Seed));
        var vSwitches = Math.Max(1, ((wish.Nodes * (wish.PodsPerNode + 22)) / 16_000) + 1);
        Cluster = new SimulatedCluster(new ClusterWish
        {
            Seed = wish.Seed,
            VSwitches = ScenarioCloud.VSwitches(vSwitches),
            Network = ScenarioCloud.Network(vSwitches) with { VSwitchSelection = VSwitchSelection.MostFree },
            Cloud = ScenarioCloud.Settings,
        });
    }

    public SimulatedCluster Cluster { get; }

    /// <param name="say">Gets a line now and then.</param>
    /// <exception cref="BrokenRuleException">Something became true that must never be.</exception>
    public static LargeResult Run(LargeWish wish, Action<string> say)
    {
        var scenario = new LargeScenario(wish);
        try
        {
            return scenario.Live(say);
        }
        catch (BrokenRuleException broken)
        {
            throw new BrokenRuleException($"seed {wish.Seed}: {broken.Message}\n{scenario.Cluster.Chronicle}");
        }
    }

    private LargeResult Live(Action<string> say)
    {
        var watch = Stopwatch.StartNew();
        Cluster.StartController();
        for (var i = 0; i < _wish.Nodes; i++)
        {
            Cluster.Time.After(TimeSpan.FromMinutes((double)i / _wish.JoinsPerMinute), Join);
        }

        var joined = TimeSpan.FromMinutes((double)_wish.Nodes / _wish.JoinsPerMinute);
        Minutes(joined + TimeSpan.FromMinutes(10), say);
        Check("filled", Cluster.PodCount == _wish.Pods && Cluster.WithoutAddress == 0 && Cluster.Pending == 0);
        var (filled, began) = (watch.Elapsed, Cluster.Time.Now);
        var (calls, changes, steps) = (Cluster.Cloud.Calls.Values.Sum(), Cluster.Cloud.Changes, Cluster.Time.Steps);
        Cluster.Cloud.Troubles = CloudTroubles.Share(_wish.Faulted);
        Spread((int)(_wish.Pods * _wish.Replaced), Replace);
        Spread((int)Math.Ceiling(_wish.Nodes * _wish.Lost), Lose);
        Minutes(Hour, say);
        var hour = watch.Elapsed - filled;
        (calls, changes, steps) = (Cluster.Cloud.Calls.Values.Sum() - calls, Cluster.Cloud.Changes - changes, Cluster.Time.Steps - steps);
        Cluster.Cloud.Troubles = CloudTroubles.None;
        RestCheck.Await(Cluster);

        return new LargeResult(filled, began - new VirtualTime().Now, hour, watch.Elapsed - filled - hour, steps, calls, changes, Cluster.Adds);
    }

    /// <summary>Each minute a word, and every ten minutes a look at everything.</summary>
    private void Minutes(TimeSpan span, Action<string> say)
    {
        for (var minute = 1; span > TimeSpan.Zero; minute++)
        {
            var part = span < TimeSpan.FromMinutes(1) ? span : TimeSpan.FromMinutes(1);
            Cluster.Run(part);
            span -= part;
            if (minute % 10 == 0)
            {
                Check("the cloud is whole", Vpc.Machine.CloudInvariants.Check(Cluster.Cloud.State).Count == 0);
                say($"{Cluster.Time.Now:HH:mm} {Cluster.NodeCount} nodes, {Cluster.PodCount} pods, {Cluster.WithoutAddress} without an address, {Cluster.Time.Steps} steps");
            }
        }
    }

    private void Check(string what, bool isSo)
    {
        if (!isSo)
        {
            throw new BrokenRuleException($"not so: {what} ({Cluster.NodeCount} nodes, {Cluster.PodCount} pods, {Cluster.Pending} pending, {Cluster.WithoutAddress} without an address)");
        }
    }

    private void Spread(int times, Action happening)
    {
        for (var i = 0; i < times; i++)
        {
            Cluster.Time.After(Hour * _chance.Share(), happening);
        }
    }

    private void Join()
    {
        AddNode();
        for (var i = 0; i < _wish.PodsPerNode; i++)
        {
            Cluster.Time.After(_chance.Seconds(1, 60), Create);
        }
    }

    private void AddNode()
    {
        var number = _names++;
        Cluster.AddNode(new NodeWish($"node-{number}", ScenarioCloud.Type, $"vsw-pods-{number % Cluster.Wish.VSwitches.Count}", _wish.PodsPerNode + 10));
    }

    private void Create()
    {
        var name = $"pod-{_names++}";
        var key = $"{PodTemplate.Plain.Namespace}/{name}";
        _places[key] = _pods.Count;
        _pods.Add(key);
        Cluster.CreatePod(PodTemplate.Plain, name);
    }

    private void Replace()
    {
        var pod = _chance.Pick(_pods);
        Forget(pod);
        Cluster.DeletePod(pod);
        Cluster.Time.After(_chance.Seconds(0, 3), Create);
    }

    private void Lose()
    {
        Cluster.LoseNode(_chance.Pick(Cluster.Nodes.All).Name, _chance.Seconds(20, 60), pods =>
        {
            foreach (var pod in pods)
            {
                if (Forget(pod))
                {
                    Cluster.Time.After(_chance.Seconds(0, 10), Create);
                }
            }
        });
        Cluster.Time.After(_chance.Seconds(60, 180), AddNode);
    }

    private bool Forget(string pod)
    {
        if (!_places.Remove(pod, out var place))
        {
            return false;
        }

        var last = _pods[^1];
        _pods.RemoveAt(_pods.Count - 1);
        if (last != pod)
        {
            (_pods[place], _places[last]) = (last, place);
        }

        return true;
    }
}
