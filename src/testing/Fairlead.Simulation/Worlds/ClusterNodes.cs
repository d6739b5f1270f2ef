using Fairlead.Resources.Core;
using Fairlead.Resources.Meta;
using Fairlead.Resources.Network;
using Fairlead.Simulation.Nodes;
using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Cloud;

namespace Fairlead.Simulation.Worlds;

/// <param name="Type"><c>ecs.g7.4xlarge</c> and the like.</param>
/// <param name="VSwitch">Id of the vSwitch of its primary ENI.</param>
/// <param name="MostPods">What kubelet allows; pods of the host's own network are not counted.</param>
public sealed record NodeWish(string Name, string Type, string VSwitch, int MostPods)
{
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();
}

public sealed partial class SimulatedCluster
{
    public void AddNode(NodeWish wish)
    {
        var started = (InstancesStartedReply)Cloud.Do(new RunInstances
        {
            RegionId = CloudSeed.Region,
            InstanceType = wish.Type,
            VSwitchId = wish.VSwitch,
            SecurityGroupId = CloudGround.Group,
            InstanceName = wish.Name,
        });
        var instance = Cloud.State.Instances[started.Ids[0]];
        Chronicle.Note("node joins", wish.Name, instance.Id);
        var agent = new ModelAgent(wish.Name, instance.Id, Wish.Network.Families, Time, Leases, status => Report(wish.Name, instance.Id, status)) { ReportAfter = Wish.AgentReport };
        var pool = Wish.Network.NodePools.FirstOrDefault(pool => pool.NodeSelector.Matches(wish.Labels));
        var node = new ModelNode(wish.Name, instance.Id, wish.Type, instance.Zone, pool?.Mode ?? Wish.Network.Mode, wish.MostPods, agent);
        _nodes.Add(node);
        Store.Put(new Node
        {
            Metadata = new ObjectMeta { Name = wish.Name, Labels = wish.Labels },
            Spec = new NodeSpec { ProviderID = $"{CloudSeed.Region}.{instance.Id}" },
            Status = new NodeStatus
            {
                Allocatable = new Dictionary<string, string> { ["pods"] = $"{wish.MostPods}" },
                Addresses = [new NodeAddress("InternalIP", $"{Cloud.State.Interfaces[instance.PrimaryInterface].PrimaryAddress}")],
            },
        });
        if (Store.Networks.TryGetValue(wish.Name, out var network))
        {
            agent.Tell(network, _chance.Seconds(0.005, 0.05));
        }
    }

    /// <summary>The node's agent hears and says nothing for a while.</summary>
    public void Deafen(string name, TimeSpan span)
    {
        Chronicle.Note("agent is deaf", name);
        _nodes.Find(name)?.Agent.Deafen(span);
    }

    /// <summary>The instance dies; the cluster notices a little later, and its pods are gone.</summary>
    /// <param name="lost">Called with the pods that it had.</param>
    /// <returns>False where it is on its way out already.</returns>
    public bool LoseNode(string name, TimeSpan notice, Action<IReadOnlyList<string>>? lost = null)
    {
        if (_nodes.Find(name) is not { IsLeaving: false } node)
        {
            return false;
        }

        Chronicle.Note("node dies", name, node.Instance);
        node.IsLeaving = true;
        node.Agent.Stop();
        End(node.Instance);
        Time.After(notice, () => Forget(node, lost));
        return true;
    }

    /// <summary>The node is drained and leaves the cluster; its instance lives on for a while, or for good.</summary>
    /// <returns>False where it is on its way out already.</returns>
    public bool RemoveNode(string name, Action<IReadOnlyList<string>>? drained = null, TimeSpan? instanceEnds = null)
    {
        if (_nodes.Find(name) is not { IsLeaving: false } node)
        {
            return false;
        }

        Chronicle.Note("node is drained", name);
        node.IsLeaving = true;
        var pods = node.Pods.ToList();
        pods.ForEach(pod => DeletePod(pod));
        Time.After(TimeSpan.FromSeconds(10), () =>
        {
            node.Agent.Stop();
            Forget(node, _ => drained?.Invoke(pods));
            if (instanceEnds is { } wait)
            {
                Time.After(wait, () => End(node.Instance));
            }
        });
        return true;
    }

    /// <summary>The cloud keeps an instance as long as a route entry leads to it: whoever wants it gone tries again.</summary>
    private void End(string instance)
    {
        if (!Cloud.TryDo(new DeleteInstance { RegionId = CloudSeed.Region, InstanceId = instance, Force = true }) && Cloud.State.Instances.ContainsKey(instance))
        {
            Time.After(TimeSpan.FromSeconds(5), () => End(instance));
        }
    }

    private void Forget(ModelNode node, Action<IReadOnlyList<string>>? lost)
    {
        Chronicle.Note("node is gone", node.Name);
        var pods = node.Pods.ToList();
        _nodes.Remove(node);
        // Another node may get it.
        _lostSlices.AddRange(Store.Networks.GetValueOrDefault(node.Name)?.Spec.PodSlices ?? []);
        _offers.Put(node.Name, null);
        pods.ForEach(Lives.Lose);
        Store.RemoveNode(node.Name);
        lost?.Invoke(pods);
    }

    private void Report(string name, string instance, AgentStatus status)
    {
        // The agent writes its part of the status, and only into the object that there is.
        if (Store.Networks.TryGetValue(name, out var network) && _nodes.Find(name)?.Instance == instance)
        {
            Store.Put(network with { Status = network.Status with { Agent = status } }, isSpecChanged: false);
        }
    }
}
