using Fairlead.Resources.Network;

namespace Fairlead.Lab.Topology;

/// <summary>What makes a cluster of a lab's nodes: a store, a controller, a scheduler, and a kubelet on each node.</summary>
/// <param name="Network">The cluster's configuration; vSwitches and security groups have names here, and ids as soon as the cloud is there.</param>
/// <param name="HasController">Whether <c>fairlead-controller</c> is started; without it nodes have the slices that they were given by hand.</param>
public sealed record LabCluster(ClusterNetworkSpec Network, bool HasController)
{
    /// <summary>Written into tags of what the controller makes.</summary>
    public const string Name = "lab";
}
