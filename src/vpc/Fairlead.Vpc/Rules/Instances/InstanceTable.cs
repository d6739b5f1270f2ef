using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Rules.Instances;

/// <summary>The only writer of instances.</summary>
internal static class InstanceTable
{
    public static CloudState Add(CloudState state, Instance instance) => state with
    {
        Instances = state.Instances.Add(instance.Id, instance),
        Index = state.Index with
        {
            InstancesByRegion = state.Index.InstancesByRegion.Add(state.Vpcs[instance.Vpc].Region, instance.Id),
            InstancesByName = state.Index.InstancesByName.Add(instance.Name, instance.Id),
        },
    };

    public static CloudState Remove(CloudState state, Instance instance) => state with
    {
        Instances = state.Instances.Remove(instance.Id),
        Index = state.Index with
        {
            InstancesByRegion = state.Index.InstancesByRegion.Remove(state.Vpcs[instance.Vpc].Region, instance.Id),
            InstancesByName = state.Index.InstancesByName.Remove(instance.Name, instance.Id),
        },
    };
}
