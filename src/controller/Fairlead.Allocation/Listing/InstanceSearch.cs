using Fairlead.Allocation.Deeds;
using Fairlead.Allocation.Errands;
using Fairlead.Allocation.Nodes;
using Fairlead.Allocation.Observations;
using Fairlead.Allocation.Publishing;
using Fairlead.Allocation.State;
using Fairlead.Cloud;

namespace Fairlead.Allocation.Listing;

/// <summary>
/// Instances that nodes name: asked for together, again until they are described, and now and then after that, for people give them
/// another type.
/// </summary>
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

    /// <summary>All that are known.</summary>
    public static void Refresh(AllocationState state)
    {
        foreach (var node in state.Nodes.Values.Where(node => node is { Node: not null, Instance: not null }))
        {
            Want(state, node.InstanceId);
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
        var listed = ((InstancesListed)ended).Instances;
        foreach (var instance in listed)
        {
            state.Instances[instance.Id] = instance;
        }

        foreach (var node in Nodes(state))
        {
            Reports.Described(state, node);
            Identity.Compare(state, node, listed.FirstOrDefault(instance => instance.Id == node.InstanceId));
        }

        Finish(state, Again);
    }

    protected override void Fail(AllocationState state, CloudException error)
    {
        // Of those that were described before, what was said stays.
        foreach (var node in Nodes(state).Where(node => node.Instance is null))
        {
            Reports.Undescribed(state, node, error);
        }

        Finish(state, Again);
    }

    private IEnumerable<NodeRecord> Nodes(AllocationState state) => ids.Select(state.NodesByInstance.GetValueOrDefault).OfType<NodeRecord>();

    private void Finish(AllocationState state, TimeSpan again)
    {
        foreach (var id in ids)
        {
            state.Asked.Remove(Prefix + id);
            if (state.NodesByInstance.GetValueOrDefault(id) is not { Instance: null } node)
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
