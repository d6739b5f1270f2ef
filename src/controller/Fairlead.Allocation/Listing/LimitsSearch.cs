using Fairlead.Allocation.Deeds;
using Fairlead.Allocation.Errands;
using Fairlead.Allocation.Observations;
using Fairlead.Allocation.Publishing;
using Fairlead.Allocation.State;
using Fairlead.Cloud;

namespace Fairlead.Allocation.Listing;

/// <summary>What instances of a type can have: asked once for all its nodes.</summary>
internal sealed class LimitsSearch(string type) : Errand
{
    public static void Want(AllocationState state, string type)
    {
        if (state.Asked.Add("type " + type))
        {
            state.Call(new LimitsSearch(type), id => new FindLimits(type) { Id = id });
        }
    }

    protected override void Succeed(AllocationState state, CallEnded ended)
    {
        state.Asked.Remove("type " + type);
        if (((LimitsFound)ended).Limits is { } limits)
        {
            state.Limits[type] = limits;
            Nodes(state).ForEach(node =>
            {
                Reports.Described(state, node);
                state.Mark(node);
            });
        }
        else
        {
            Nodes(state).ForEach(node => node.IsUndescribed = true);
            Later(state);
        }
    }

    protected override void Fail(AllocationState state, CloudException error)
    {
        state.Asked.Remove("type " + type);
        Nodes(state).ForEach(node => Reports.Undescribed(state, node, error));
        Later(state);
    }

    private void Later(AllocationState state) =>
        Nodes(state).ForEach(node => state.Due.Add(DueKind.Node, node.Name, state.Now + TimeSpan.FromSeconds(10)));

    private List<NodeRecord> Nodes(AllocationState state) => [.. state.Nodes.Values.Where(node => node.Instance?.Type == type)];
}
