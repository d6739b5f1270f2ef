using Fairlead.Allocation;
using Fairlead.Resources.Network;
using Fairlead.Simulation.Checks;
using Fairlead.Simulation.Pods;
using Fairlead.Simulation.Time;
using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Topology;

namespace Fairlead.Simulation.Worlds;

/// <summary>A cluster to which all sorts of things happen for a while, and which is then left alone until it is at rest.</summary>
public sealed partial class RandomWorld
{
    private readonly WorldPlan _plan;
    private readonly Chance _chance;
    private readonly DateTimeOffset _began;
    private int _names;

    private RandomWorld(WorldPlan plan, ulong seed)
    {
        _plan = plan;
        _chance = new Chance(seed ^ 0xabcdef);
        Cluster = new SimulatedCluster(_plan.Cluster);
        _began = Cluster.Time.Now;
        Cluster.Taken += lost => Soon(1, 20, () => Replace(lost.Pod));
    }

    public SimulatedCluster Cluster { get; }

    /// <param name="around">Puts something between the allocator and the world: for tests of the checks themselves.</param>
    /// <returns>Null for a world in which every rule held; else the whole story.</returns>
    public static string? Run(ulong seed, bool keepsAddresses, out SimulatedCluster cluster, Func<IAllocator, IAllocator>? around = null)
    {
        var plan = WorldPlan.Of(seed, keepsAddresses);
        var make = plan.Cluster.Allocator;
        var world = new RandomWorld(around is null ? plan : plan with { Cluster = plan.Cluster with { Allocator = (draw, term) => around(make(draw, term)) } }, seed);
        cluster = world.Cluster;
        try
        {
            world.Live();
            return null;
        }
        catch (Exception error) when (error is BrokenRuleException or InvalidOperationException or KeyNotFoundException or ArgumentException or NullReferenceException)
        {
            return $"seed {seed}: {(error is BrokenRuleException ? error.Message : error)}\n{world._plan}\n{cluster.Chronicle}{NodeText.Of(cluster, error.Message)}seed {seed}: {error.Message}\n";
        }
    }

    private void Live()
    {
        for (var i = 0; i < _plan.Nodes; i++)
        {
            Soon(0, 60, AddNode);
        }

        Soon(0, 30, Cluster.StartController);
        for (var i = 0; i < _plan.Pods; i++)
        {
            Soon(1, 120, Create);
        }

        for (var i = 0; i < _plan.Fixed; i++)
        {
            var name = $"web-{i}";
            Soon(1, 120, () => CreateFixed(name));
        }

        Plan(_plan.Bursts, Burst);
        Plan(_plan.LostNodes, LoseNode);
        Plan(_plan.DrainedNodes, DrainNode);
        Plan(_plan.Restarts, Restart);
        Plan(_plan.Vanished, Vanish);
        Plan(_plan.DeafAgents, Deafen);
        Plan(_plan.ConsoleEdits, Edit);
        Plan(_plan.ScaledDown, ScaleDown);
        Plan(_plan.Renamed, Rename);
        Churn();
        Cluster.Run(_plan.Busy);
        Rest();
    }

    private void Rest()
    {
        Cluster.Chronicle.Note("quiet from now on");
        Cluster.Cloud.Troubles = Clouds.CloudTroubles.None;
        RestCheck.Await(Cluster);
    }

    private void Plan(int times, Action happening)
    {
        for (var i = 0; i < times; i++)
        {
            Cluster.Time.After(_plan.Busy * (0.1 + (0.85 * _chance.Share())), happening);
        }
    }

    private void Soon(double shortest, double longest, Action happening) => Cluster.Time.After(_chance.Seconds(shortest, longest), happening);

    /// <summary>Pods come and go, about all of them within the time.</summary>
    private void Churn()
    {
        var pause = _plan.Busy / Math.Max(1, _plan.Pods);
        void Next()
        {
            if (Cluster.Time.Now - _began > _plan.Busy - TimeSpan.FromSeconds(5))
            {
                return;
            }

            if (Any() is { } pod)
            {
                Replace(pod);
            }

            Cluster.Time.After(pause * (0.2 + (1.6 * _chance.Share())), Next);
        }

        Cluster.Time.After(TimeSpan.FromSeconds(60), Next);
    }

    private string? Any() => Cluster.Lives.Keys.Count == 0 ? null : Cluster.Lives.Keys.ElementAt(_chance.Below(Cluster.Lives.Keys.Count));

    private void AddNode() => AddNode($"node-{++_names}");

    private void AddNode(string name)
    {
        var type = _chance.Pick(_plan.Types);
        Cluster.AddNode(new NodeWish(name, type, "vsw-nodes", _plan.MostPodsOn(Cluster.Cloud.State.InstanceTypes[type])));
    }

    private void Create()
    {
        var template = _chance.Holds(_plan.Exclusive) ? PodTemplate.Plain with { Mode = PodNetworkMode.ExclusiveEni }
            : _chance.Holds(_plan.Members) ? PodTemplate.Plain with { Mode = PodNetworkMode.MemberEni } : PodTemplate.Plain;
        Cluster.CreatePod(template, $"pod-{++_names}");
    }

    private void Replace(string pod)
    {
        if (Cluster.Lives.TemplateOf(pod) is { } template)
        {
            var name = template.IsFixed ? NameOf(pod) : $"pod-{++_names}";
            Cluster.DeletePod(pod, () => Soon(0, 3, template.IsFixed ? () => CreateFixed(name) : () => Cluster.CreatePod(template, name)));
        }
    }

    private void Burst()
    {
        for (var i = _chance.Between(5, 60); i > 0; i--)
        {
            Create();
        }

        Cluster.Time.After(_chance.Seconds(30, 300), () =>
        {
            for (var i = 30; i > 0 && Any() is { } pod; i--)
            {
                Cluster.DeletePod(pod);
            }
        });
    }

    private string? AnyNode() => Cluster.NodeCount < 2 ? null : _chance.Pick(Cluster.Nodes.All).Name;

    private void LoseNode()
    {
        if (AnyNode() is { } node && Cluster.LoseNode(node, _chance.Seconds(5, 60), Again))
        {
            Soon(10, 90, AddNode);
        }
    }

    private void DrainNode()
    {
        if (AnyNode() is { } node)
        {
            // Half of them come back under the same name, on another instance.
            var comesBack = _chance.Holds(0.5);
            if (Cluster.RemoveNode(node, Again, comesBack || _chance.Holds(0.5) ? _chance.Seconds(0, 60) : null))
            {
                Soon(15, 90, () => AddNode(comesBack ? node : $"node-{++_names}"));
            }
        }
    }

    private void Again(IReadOnlyList<string> pods)
    {
        foreach (var pod in pods)
        {
            if (IsNamed(pod))
            {
                Soon(1, 5, () => CreateFixed(NameOf(pod)));
            }
            else
            {
                Soon(0, 5, Create);
            }
        }
    }

    private void Deafen()
    {
        if (AnyNode() is { } node)
        {
            Cluster.Deafen(node, _chance.Seconds(10, 120));
        }
    }

    private void Restart()
    {
        Cluster.KillController();
        Soon(0, 20, Cluster.StartController);
    }

    private void Vanish()
    {
        if (AnyInterface() is { } eni)
        {
            Cluster.Chronicle.Note("vanishes", eni.Id, eni.Instance);
            Cluster.Cloud.Vanish(eni.Id);
        }
    }

    /// <summary>Somebody takes an address from an ENI of ours, or the whole ENI off its instance.</summary>
    private void Edit()
    {
        if (AnyInterface() is not { } eni)
        {
            return;
        }

        Cluster.Chronicle.Note("somebody at the console", eni.Id, eni.Instance);
        if (_chance.Holds(0.5) && eni.Addresses.Length > 1 && !eni.Addresses[1].IsV6)
        {
            Cluster.Cloud.TryDo(new UnassignPrivateIpAddresses { RegionId = CloudSeed.Region, NetworkInterfaceId = eni.Id, PrivateIpAddress = [$"{eni.Addresses[1]}"] });
        }
        else
        {
            Cluster.Cloud.TryDo(new DetachNetworkInterface { RegionId = CloudSeed.Region, NetworkInterfaceId = eni.Id, InstanceId = eni.Instance });
        }
    }

    private NetworkInterface? AnyInterface()
    {
        var ids = Cluster.Cloud.State.Index.InterfacesByRegion.Of(CloudSeed.Region);
        var secondary = ids.Select(id => Cluster.Cloud.State.Interfaces[id]).Where(eni => eni is { Type: InterfaceType.Secondary, Status: InterfaceStatus.InUse }).ToList();
        return secondary.Count == 0 ? null : _chance.Pick(secondary);
    }
}
