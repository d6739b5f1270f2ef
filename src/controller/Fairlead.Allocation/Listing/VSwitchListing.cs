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
        var before = Short(state);
        // Nothing can be made in one that is gone, and whoever names it is told. The cloud deletes none in which anything is: a list that
        // lacks such a one is wrong.
        var inUse = state.Interfaces.Values.Select(eni => eni.VSwitch).Concat(state.Nodes.Values.Select(node => node.Instance?.VSwitch)).ToHashSet();
        foreach (var gone in state.VSwitches.Keys.Except(listed.Select(seen => seen.Id)).Where(id => !inUse.Contains(id)).ToList())
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
        if (!before.SetEquals(Short(state)))
        {
            foreach (var node in state.Nodes.Values.Where(node => node.Conditions.Find(ConditionTypes.AddressesAvailable) is { Reason: ShortageBook.Elsewhere }))
            {
                state.Mark(node);
            }
        }

        state.Due.Add(DueKind.VSwitches, "", state.Now + state.Options.ListEvery);
    }

    // As nodes see it that have been told so.
    private static HashSet<string> Short(AllocationState state)
    {
        var spec = state.Configuration!.Spec;
        var batch = spec.NodePools.Select(pool => pool.Pool?.Batch ?? 0).Append(spec.Pool.Batch).Max();
        return [.. state.VSwitches.Values.Where(record => record.Free < 2 * batch).Select(record => record.Described.Id)];
    }

    protected override void Fail(AllocationState state, CloudException error)
    {
        state.Asked.Remove("vSwitches");
        ClusterReports.CloudReady(state, ClusterWork.VSwitches, error);
        state.Due.Add(DueKind.VSwitches, "", state.Now + state.Options.LookEvery * 10);
    }
}
