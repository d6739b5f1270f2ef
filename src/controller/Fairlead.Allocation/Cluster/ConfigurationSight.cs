using Fairlead.Allocation.Classes;
using Fairlead.Allocation.State;
using Fairlead.Resources.Network;

namespace Fairlead.Allocation.Cluster;

/// <summary>Takes in the cluster's configuration. Should somebody delete it, the last one stays in force.</summary>
internal static class ConfigurationSight
{
    public static void See(AllocationState state, ClusterNetwork? seen)
    {
        if (seen is null || (state.Configuration is { } before && Generations.AreSame(before, seen)))
        {
            return;
        }

        if (state.Configuration is null)
        {
            state.ClusterConditions.Remember(seen.Status.Conditions);
        }

        state.Configuration = seen;
        state.ClusterGroups.Write(seen.Spec.SecurityGroups);
        state.Choices++;
        state.IsClusterStatusDirty = true;
        state.IsRoutingDirty = true;
        state.Spares.IsDirty = true;
        ClusterCheck.Run(state);
        state.ReshapeNodes();
    }
}
