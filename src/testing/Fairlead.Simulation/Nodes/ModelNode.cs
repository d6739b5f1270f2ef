using Fairlead.Resources.Network;

namespace Fairlead.Simulation.Nodes;

/// <summary>A node of the cluster and the instance that it runs on.</summary>
internal sealed class ModelNode(string name, string instance, string type, string zone, PodNetworkMode mode, int mostPods, ModelAgent agent)
{
    public string Name { get; } = name;

    public string Instance { get; } = instance;

    public string Type { get; } = type;

    public string Zone { get; } = zone;

    /// <summary>Of pods that no class claims.</summary>
    public PodNetworkMode Mode { get; } = mode;

    public int MostPods { get; } = mostPods;

    public ModelAgent Agent { get; } = agent;

    /// <summary>Keys of pods that are bound to it.</summary>
    public HashSet<string> Pods { get; } = [];

    /// <summary>By extended resource: what pods that are bound to it use.</summary>
    public Dictionary<string, int> Used { get; } = [];

    /// <summary>No pods are sent here any more.</summary>
    public bool IsLeaving { get; set; }

    /// <summary>Its place in the list of all, so that it leaves without a search.</summary>
    public int Place { get; set; }
}
