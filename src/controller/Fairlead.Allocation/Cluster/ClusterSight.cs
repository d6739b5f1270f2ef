using Fairlead.Allocation.Fixed;
using Fairlead.Allocation.Observations;
using Fairlead.Allocation.State;

namespace Fairlead.Allocation.Cluster;

/// <summary>Takes in what the cluster's store says: noted and marked, nothing is done yet.</summary>
internal static class ClusterSight
{
    public static void See(AllocationState state, Observation observation)
    {
        switch (observation)
        {
            case NodeSeen seen:
                NodeSight.See(state, seen.Node);
                break;
            case NodeGone gone:
                NodeSight.Gone(state, gone.Name);
                break;
            case NodeNetworkSeen seen:
                NodeNetworkSight.See(state, seen.Network);
                break;
            case PodSeen seen:
                PodSight.See(state, seen.Pod);
                break;
            case PodGone gone:
                PodSight.Gone(state, gone);
                break;
            case NodeNetworkGone gone:
                NodeNetworkSight.Gone(state, gone.Name);
                break;
            case NamespaceSeen seen:
                ClassSight.See(state, seen.Namespace);
                break;
            case NamespaceGone gone:
                state.Namespaces.Remove(gone.Name);
                break;
            case ClassSeen seen:
                ClassSight.See(state, seen.Class);
                break;
            case ClassGone gone:
                ClassSight.Gone(state, gone.Name);
                break;
            case ReservationSeen seen:
                Reservations.See(state, seen.Reservation);
                break;
            case ReservationGone gone:
                Reservations.Gone(state, PodRecord.KeyOf(gone.Namespace, gone.Name));
                break;
            case ConfigurationSeen seen:
                ConfigurationSight.See(state, seen.Configuration);
                break;
            case ClusterListed:
                state.IsClusterListed = true;
                break;
        }
    }
}
