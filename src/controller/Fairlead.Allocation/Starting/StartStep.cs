using Fairlead.Allocation.Deeds;
using Fairlead.Allocation.Listing;
using Fairlead.Allocation.State;
using Fairlead.Cloud;
using Fairlead.Resources.Network;

namespace Fairlead.Allocation.Starting;

/// <summary>
/// Before anything is made or taken away, the cluster has said everything, and the cloud has been listed: what an earlier controller
/// began is found, and nothing is done twice.
/// </summary>
internal static class StartStep
{
    public static void Run(AllocationState state)
    {
        if (state.IsReady || !state.IsClusterListed || state.Configuration is not { } configuration)
        {
            return;
        }

        var spec = configuration.Spec;
        var lists = state.Start;
        Ask(state, "interfaces", lists.Interfaces is null, id => new ListInterfaces(FullListing.Ours(spec)) { Id = id });
        Ask(state, "instances", lists.Instances is null, id => new ListInstances(new InstanceFilter { Vpc = spec.Vpc }) { Id = id });
        Ask(state, "vSwitches", lists.VSwitches is null, id => new ListVSwitches(spec.Vpc) { Id = id });
        if (lists is { Interfaces: not null, Instances: not null, VSwitches: not null })
        {
            Beginning.Run(state, lists);
        }
    }

    private static void Ask(AllocationState state, string what, bool isMissing, Func<long, CloudCall> call)
    {
        if (isMissing && state.Start.Retry.MayTry(state.Now) && state.Asked.Add("start " + what))
        {
            state.Call(new StartErrand(what), call);
        }
    }
}
