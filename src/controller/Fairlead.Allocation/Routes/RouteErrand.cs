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
    private RouteWork Work => made is null ? table.Removing : table.Making;

    protected override void Succeed(AllocationState state, CallEnded ended)
    {
        table.IsBusy = false;
        table.Attempts++;
        Work.Succeeded();
        if (made is not null)
        {
            table.FullAt = null;
            table.Refused.Remove(made.Destination);
            // Packets go by it when a list says so; meanwhile the next one can be made.
            table.Entries!.Add(new CloudRoute(((RouteMade)ended).Route, table.Id, made.Destination, made.NextHop, made.Hop, IsReady: false) { Name = made.Name, Description = made.Description });
        }
        else
        {
            table.Entries!.Remove(gone!);
            // There is room now for what may have had none.
            table.Making.Retry.Succeeded();
            MarkOwner(state);
        }

        ClusterReports.Routes(state);
        state.IsRoutingDirty = true;
    }

    protected override void Fail(AllocationState state, CloudException error)
    {
        table.IsBusy = false;
        table.IsStale = true;
        table.Attempts += error.MayBeDone ? 0 : 1;
        table.FullAt = made is not null && error.IsQuotaExceeded ? table.Entries!.Count : table.FullAt;
        (IsOfSlice(error) ? OfSlice() : Work).Failed(state, table, error);
        ClusterReports.Routes(state);
        state.IsRoutingDirty = true;
    }

    // What is wrong with this entry says nothing of the others.
    private bool IsOfSlice(CloudException error) => made is not null && (error.IsInvalid || error.IsNotFound);

    private RouteWork OfSlice()
    {
        if (!table.Refused.TryGetValue(made!.Destination, out var work))
        {
            table.Refused.Add(made.Destination, work = new RouteWork());
        }

        return work;
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
