using Fairlead.Allocation.Classes;
using Fairlead.Allocation.Deeds;
using Fairlead.Allocation.Errands;
using Fairlead.Allocation.Observations;
using Fairlead.Allocation.Publishing;
using Fairlead.Allocation.State;
using Fairlead.Cloud;

namespace Fairlead.Allocation.Listing;

/// <summary>How many addresses the vSwitches have left: after one was full, and now and then.</summary>
internal sealed class VSwitchListing : Errand
{
    public static void Run(AllocationState state)
    {
        if (state.IsReady && state.Configuration is { } configuration && state.Asked.Add("vSwitches"))
        {
            state.Call(new VSwitchListing(), id => new ListVSwitches(configuration.Spec.Vpc) { Id = id });
        }
    }

    protected override void Succeed(AllocationState state, CallEnded ended)
    {
        state.Asked.Remove("vSwitches");
        var listed = ((VSwitchesListed)ended).VSwitches;
        ClusterReports.CloudReady(state, ClusterWork.VSwitches, null);
        // Nothing can be made in one that is gone, and whoever names it is told.
        foreach (var gone in state.VSwitches.Keys.Except(listed.Select(seen => seen.Id)).ToList())
        {
            state.VSwitches.Remove(gone);
        }

        foreach (var seen in listed)
        {
            if (state.VSwitch(seen.Id) is { } known)
            {
                known.Seen(seen);
            }
            else
            {
                state.VSwitches.Add(seen.Id, new VSwitchRecord(seen));
            }
        }

        ClassCheck.RunAll(state);
        ClusterCheck.Run(state);
        foreach (var node in state.Nodes.Values.Where(node => node.Conditions.Find(ConditionTypes.AddressesAvailable) is { Reason: ShortageBook.Elsewhere }))
        {
            state.Mark(node);
        }

        state.Due.Add(DueKind.VSwitches, "", state.Now + state.Options.ListEvery);
    }

    protected override void Fail(AllocationState state, CloudException error)
    {
        state.Asked.Remove("vSwitches");
        ClusterReports.CloudReady(state, ClusterWork.VSwitches, error);
        state.Due.Add(DueKind.VSwitches, "", state.Now + state.Options.LookEvery * 10);
    }
}
