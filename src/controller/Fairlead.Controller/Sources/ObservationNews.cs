using Fairlead.Allocation.Observations;
using Fairlead.Kubernetes.Watching;
using Fairlead.Resources.Core;
using Fairlead.Resources.Meta;
using Fairlead.Resources.Network;

namespace Fairlead.Controller.Sources;

/// <summary>Changes of the cluster's objects, said as the allocator hears them.</summary>
/// <returns>Each says whether the object is there.</returns>
internal sealed class ObservationNews(ObservationQueue queue)
{
    public bool Of(ResourceChange<Node> change) => Put(change, node => new NodeSeen(node), node => new NodeGone(node.Metadata.Name));

    public bool Of(ResourceChange<NodeNetwork> change) => Put(change, network => new NodeNetworkSeen(network), network => new NodeNetworkGone(network.Metadata.Name));

    public bool Of(ResourceChange<Namespace> change) => Put(change, item => new NamespaceSeen(item), item => new NamespaceGone(item.Metadata.Name));

    public bool Of(ResourceChange<Pod> change) => Put(change, pod => new PodSeen(pod), pod => new PodGone(pod.Metadata.Namespace, pod.Metadata.Name, pod.Metadata.Uid));

    /// <summary>Of what people write; only the ClusterNetwork of the right name is the cluster's configuration.</summary>
    public void OfScreened(IResource item, bool isThere)
    {
        switch (item)
        {
            case ClusterNetwork network when network.Metadata.Name == ClusterNetwork.Name:
                queue.Put(new ConfigurationSeen(isThere ? network : null));
                break;
            case PodNetworkClass found:
                queue.Put(isThere ? new ClassSeen(found) : new ClassGone(found.Metadata.Name));
                break;
            case AddressReservation reservation:
                queue.Put(isThere ? new ReservationSeen(reservation) : new ReservationGone(reservation.Metadata.Namespace, reservation.Metadata.Name));
                break;
        }
    }

    public void NoConfiguration() => queue.Put(new ConfigurationSeen(null));

    public void AllListed() => queue.Put(new ClusterListed());

    private bool Put<T>(ResourceChange<T> change, Func<T, Observation> seen, Func<T, Observation> gone)
        where T : class, IResource
    {
        queue.Put(change.Kind == ChangeKind.Gone ? gone(change.Item) : seen(change.Item));
        return change.Kind != ChangeKind.Gone;
    }
}
