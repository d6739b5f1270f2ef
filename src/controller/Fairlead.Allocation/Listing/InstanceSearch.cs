using Fairlead.Allocation.Deeds;
using Fairlead.Allocation.Errands;
using Fairlead.Allocation.Observations;
using Fairlead.Allocation.State;
using Fairlead.Cloud;

namespace Fairlead.Allocation.Listing;

/// <summary>Instances that nodes name and no list has shown: asked for together, and again until they are described.</summary>
internal sealed class InstanceSearch(IReadOnlyList<string> ids) : Errand
{
    private const string Prefix = "instance ";

    // Short enough for a node that joins within seconds of its instance's start.
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(5);

    public static void Want(AllocationState state, string id)
    {
        if (state.Asked.Add(Prefix + id))
        {
            state.WantedInstances.Add(id);
        }
    }

    public static void Run(AllocationState state)
    {
        foreach (var page in state.WantedInstances.Chunk(100))
        {
            state.Call(new InstanceSearch(page), id => new ListInstances(new InstanceFilter { Ids = page }) { Id = id });
        }

        state.WantedInstances.Clear();
    }

    protected override void Succeed(AllocationState state, CallEnded ended)
    {
        foreach (var instance in ((InstancesListed)ended).Instances)
        {
            state.Instances[instance.Id] = instance;
        }

        Finish(state, Again);
    }

    protected override void Fail(AllocationState state, CloudException error)
    {
        foreach (var node in ids.Select(state.NodesByInstance.GetValueOrDefault).OfType<NodeRecord>())
        {
            Publishing.Reports.Trouble(state, node, error);
        }

        Finish(state, Again);
    }

    private void Finish(AllocationState state, TimeSpan again)
    {
        foreach (var id in ids)
        {
            state.Asked.Remove(Prefix + id);
            if (state.NodesByInstance.GetValueOrDefault(id) is not { } node)
            {
                continue;
            }

            if (state.Instances.ContainsKey(id))
            {
                state.Mark(node);
            }
            else
            {
                state.Due.Add(DueKind.Node, node.Name, state.Now + again);
            }
        }
    }
}
