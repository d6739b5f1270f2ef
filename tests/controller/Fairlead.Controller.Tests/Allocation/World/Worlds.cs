using Fairlead.Allocation.Observations;
using Fairlead.Resources.Meta;
using Fairlead.Resources.Network;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Configuration;

namespace Fairlead.Controller.Tests.Allocation.World;

/// <summary>Worlds at their start.</summary>
internal static class Worlds
{
    public static AllocationWorld Started(ClusterNetworkSpec spec, CloudSettings? settings = null, VpcConfiguration? topology = null)
    {
        var world = new AllocationWorld(settings, topology);
        Start(world, spec);
        return world;
    }

    public static void Start(AllocationWorld world, ClusterNetworkSpec spec)
    {
        world.Configure(spec);
        world.See(new ClusterListed());
        world.Run(1);
    }

    public static Condition Condition(AllocationWorld world, string node, string type) =>
        world.Networks[node].Status.Conditions.Single(condition => condition.Type == type);
}
