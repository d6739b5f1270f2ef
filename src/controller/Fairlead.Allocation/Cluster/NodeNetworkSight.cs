using Fairlead.Allocation.State;
using Fairlead.Resources.Network;

namespace Fairlead.Allocation.Cluster;

/// <summary>Takes in what the store has of a node's network: once what an earlier controller offered, always what the agent says.</summary>
internal static class NodeNetworkSight
{
    public static void See(AllocationState state, NodeNetwork seen)
    {
        var node = NodeSight.Find(state, seen.Metadata.Name);
        if (node.Earlier is null && node.Published.Spec is null)
        {
            Remember(node, seen);
        }

        if (seen.Status.Agent is { } agent && !ReferenceEquals(agent, node.Agent))
        {
            Agent(state, node, agent);
        }
    }

    /// <summary>As long as the node is there, it is written again.</summary>
    public static void Gone(AllocationState state, string name)
    {
        if (!state.Nodes.TryGetValue(name, out var node))
        {
            return;
        }

        if (node.Node is null)
        {
            Forget(state, node);
        }
        else if (node.Published.Spec is not null)
        {
            node.Published.Forget();
            state.Mark(node);
        }
    }

    // What was written last of a node that is gone is heard of when all is done already: it would be taken for an earlier controller's,
    // and written and removed again and again.
    private static void Forget(AllocationState state, NodeRecord node)
    {
        node.Earlier = null;
        if (node is { Interfaces.Count: 0, Births.Count: 0, Pods.Count: 0, Slices.Count: 0, Published.Spec: null })
        {
            state.Nodes.Remove(node.Name);
        }
    }

    private static void Remember(NodeRecord node, NodeNetwork seen)
    {
        node.Earlier = seen.Spec;
        node.Conditions.Remember(seen.Status.Conditions);
        var offered = seen.Spec.Interfaces.SelectMany(eni => eni.Ranges.Select(range => range.Generation).Append(eni.Generation));
        node.LastGeneration = Math.Max(node.LastGeneration, offered.Append(seen.Spec.LastGeneration).Max());
    }

    private static void Agent(AllocationState state, NodeRecord node, AgentStatus agent)
    {
        var before = node.Agent;
        node.Agent = agent;
        if (before is null || !before.Leases.SequenceEqual(agent.Leases) || !before.Retired.SequenceEqual(agent.Retired))
        {
            node.Leases = new NodeLeases(agent.Leases);
            node.Retired = agent.Retired;
            // A store that was put back to an earlier day may have forgotten generations; the agent has not.
            node.LastGeneration = Math.Max(node.LastGeneration, agent.Retired.Select(retired => retired.Generation).DefaultIfEmpty().Max());
            state.Mark(node);
        }
    }
}
