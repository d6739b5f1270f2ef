using Fairlead.Allocation.Errands;
using Fairlead.Allocation.Observations;
using Fairlead.Allocation.Publishing;
using Fairlead.Allocation.State;
using Fairlead.Cloud;

namespace Fairlead.Allocation.Starting;

/// <summary>One list of the start.</summary>
internal sealed class StartErrand(string what) : Errand
{
    protected override void Succeed(AllocationState state, CallEnded ended)
    {
        state.Asked.Remove("start " + what);
        switch (ended)
        {
            case InterfacesListed listed:
                state.Start.Interfaces = listed.Interfaces;
                break;
            case InstancesListed listed:
                state.Start.Instances = listed.Instances;
                break;
            case VSwitchesListed listed:
                state.Start.VSwitches = listed.VSwitches;
                break;
        }
    }

    protected override void Fail(AllocationState state, CloudException error)
    {
        state.Asked.Remove("start " + what);
        state.Start.Retry.Failed(state.Options, what, state.Now);
        state.Due.Add(DueKind.Start, "", state.Start.Retry.NotBefore);
        ClusterReports.CloudReady(state, ClusterWork.Listing, error);
    }
}
