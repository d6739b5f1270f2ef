using Fairlead.Allocation.Observations;
using Fairlead.Kubernetes.Watching;
using Fairlead.Resources.Core;
using Fairlead.Resources.Network;

namespace Fairlead.Controller.Sources;

/// <summary>Changes of the cluster's objects, said as the allocator hears them.</summary>
/// <returns>Each says whether the object is there.</returns>
internal sealed class ObservationNews(ObservationQueue queue)
{
    public bool Of(ResourceChange<Node> change) => Put(change, node => new NodeSeen(node), node => new NodeGone(node.Metadata.Name));

    public bool Of(ResourceChange<NodeNetwork> change) => Put(change, network => new NodeNetworkSeen(network), network => new NodeNetworkGone(network.Metadata.Name));

    public bool Of(ResourceChange<AddressReservation> change) => Put(
        change, reservation => new ReservationSeen(reservation), reservation => new ReservationGone(reservation.Metadata.Namespace, reservation.Metadata.Name));

    public bool Of(ResourceChange<PodNetworkClass> change) => Put(change, item => new ClassSeen(item), item => new ClassGone(item.Metadata.Name));

    public bool Of(ResourceChange<Namespace> change) => Put(change, item => new NamespaceSeen(item), item => new NamespaceGone(item.Metadata.Name));

    public bool Of(ResourceChange<Pod> change) => Put(change, pod => new PodSeen(pod), pod => new PodGone(pod.Metadata.Namespace, pod.Metadata.Name, pod.Metadata.Uid));

    /// <summary>Only the one of the right name is the cluster's configuration.</summary>
    public bool Of(ResourceChange<ClusterNetwork> change) =>
        change.Item.Metadata.Name == ClusterNetwork.Name && Put(change, item => new ConfigurationSeen(item), _ => new ConfigurationSeen(null));

    public void NoConfiguration() => queue.Put(new ConfigurationSeen(null));

    public void AllListed() => queue.Put(new ClusterListed());

    private bool Put<T>(ResourceChange<T> change, Func<T, Observation> seen, Func<T, Observation> gone)
        where T : class, Fairlead.Resources.Meta.IResource
    {
        queue.Put(change.Kind == ChangeKind.Gone ? gone(change.Item) : seen(change.Item));
        return change.Kind != ChangeKind.Gone;
    }
}
