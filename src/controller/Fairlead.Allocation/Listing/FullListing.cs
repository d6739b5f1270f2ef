using Fairlead.Allocation.Deeds;
using Fairlead.Allocation.Errands;
using Fairlead.Allocation.Interfaces;
using Fairlead.Allocation.Observations;
using Fairlead.Allocation.Publishing;
using Fairlead.Allocation.State;
using Fairlead.Cloud;
using Fairlead.Resources.Network;

namespace Fairlead.Allocation.Listing;

/// <summary>Everything of ours in the cloud, listed now and then and compared with what is believed.</summary>
internal sealed class FullListing(DateTimeOffset asked) : Errand
{
    public static InterfaceFilter Ours(ClusterNetworkSpec spec) =>
        new() { Vpc = spec.Vpc.Length == 0 ? null : spec.Vpc, Tags = new Dictionary<string, string> { [ResourceNames.ClusterTag] = spec.Cluster } };

    public static void Plan(AllocationState state) => state.Due.Add(DueKind.Listing, "", state.Now + state.Options.ListEvery);

    public static void Run(AllocationState state)
    {
        if (state.IsReady && state.Configuration is { } configuration && state.Asked.Add("listing"))
        {
            state.Call(new FullListing(state.Now), id => new ListInterfaces(Ours(configuration.Spec)) { Id = id });
        }
    }

    protected override void Succeed(AllocationState state, CallEnded ended)
    {
        state.Asked.Remove("listing");
        ClusterReports.CloudReady(state, ClusterWork.Listing, null);
        Comparison.Run(state, ((InterfacesListed)ended).Interfaces, asked);
        state.Due.Add(DueKind.Collection, "", state.Now);
        state.Spares.IsDirty = true;
        InstanceSearch.Refresh(state);
        Plan(state);
    }

    protected override void Fail(AllocationState state, CloudException error)
    {
        state.Asked.Remove("listing");
        ClusterReports.CloudReady(state, ClusterWork.Listing, error);
        Plan(state);
    }
}
