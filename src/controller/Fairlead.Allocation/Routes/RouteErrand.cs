using Fairlead.Allocation.Errands;
using Fairlead.Allocation.Observations;
using Fairlead.Allocation.Publishing;
using Fairlead.Allocation.State;
using Fairlead.Cloud;

namespace Fairlead.Allocation.Routes;

/// <summary>What came of making or removing an entry.</summary>
/// <param name="made">Null for a removal.</param>
/// <param name="gone">Null for one that was made.</param>
internal sealed class RouteErrand(RouteTableRecord table, RouteWish? made, CloudRoute? gone) : Errand
{
    protected override void Succeed(AllocationState state, CallEnded ended)
    {
        table.IsBusy = false;
        table.Retry.Succeeded();
        table.Attempts++;
        if (made is not null)
        {
            // Packets go by it when a list says so; meanwhile the next one can be made.
            table.Entries!.Add(new CloudRoute(((RouteMade)ended).Route, table.Id, made.Destination, made.NextHop, made.Hop, IsReady: false) { Name = made.Name, Description = made.Description });
        }
        else
        {
            table.Entries!.Remove(gone!);
            MarkOwner(state);
        }

        ClusterReports.Routes(state, table, null);
        state.IsRoutingDirty = true;
    }

    protected override void Fail(AllocationState state, CloudException error)
    {
        table.IsBusy = false;
        table.IsStale = true;
        table.Attempts += error.MayBeDone ? 0 : 1;
        table.Retry.Failed(state.Options, table.Id, state.Now);
        ClusterReports.Routes(state, table, error);
        state.IsRoutingDirty = true;
        state.Due.Add(DueKind.Routes, "", table.Retry.NotBefore);
    }

    // A node that is gone waits for its entry to be gone too.
    private void MarkOwner(AllocationState state)
    {
        if (state.Slices.Owners.TryGetValue(gone!.Destination, out var node))
        {
            state.Mark(state.Nodes.GetValueOrDefault(node));
        }
    }
}
