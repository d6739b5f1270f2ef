using Fairlead.Allocation.Deeds;
using Fairlead.Allocation.State;
using Fairlead.Resources.Network;

namespace Fairlead.Allocation.Publishing;

/// <summary>Tells the store what has become otherwise with the whole cluster.</summary>
internal static class ClusterPublisher
{
    public static void Run(AllocationState state)
    {
        if (!state.IsClusterStatusDirty || state.Configuration is not { } configuration)
        {
            return;
        }

        state.IsClusterStatusDirty = false;
        state.LeaksTold = state.Leaks.All;
        state.Do(new PublishConfigurationStatus(new ClusterNetworkStatus
        {
            Conditions = state.ClusterConditions.All,
            ObservedGeneration = configuration.Metadata.Generation,
            Leaked = state.Leaks.All,
            Routes = state.Routes,
            RouteQuota = configuration.Spec.RouteQuota,
            InForce = new LastingChoice { Cluster = configuration.Spec.Cluster, Vpc = configuration.Spec.Vpc, PodRanges = configuration.Spec.PodRanges },
        }));
    }
}
