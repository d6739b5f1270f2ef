using Fairlead.Allocation.Errands;
using Fairlead.Allocation.Observations;
using Fairlead.Allocation.Publishing;
using Fairlead.Allocation.State;
using Fairlead.Cloud;

namespace Fairlead.Allocation.Routes;

/// <summary>What is in a route table.</summary>
internal sealed class RouteListing(RouteTableRecord table) : Errand
{
    protected override void Succeed(AllocationState state, CallEnded ended)
    {
        table.IsListing = false;
        table.IsStale = false;
        table.Listing.Succeeded();
        table.Entries = [.. ((RoutesListed)ended).Routes];
        state.IsRoutingDirty = true;
        // Those that left while nobody knew what the VPC routes to them.
        state.LeavingNodes().ForEach(state.Mark);
        state.Due.Add(DueKind.Routes, "", state.Now + state.Options.ListEvery);
    }

    protected override void Fail(AllocationState state, CloudException error)
    {
        table.IsListing = false;
        table.Listing.Failed(state, table, error);
        ClusterReports.Routes(state);
    }
}
