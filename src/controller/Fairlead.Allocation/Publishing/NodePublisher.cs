using Fairlead.Allocation.Deeds;
using Fairlead.Allocation.State;

namespace Fairlead.Allocation.Publishing;

/// <summary>Tells the store what has become otherwise: at once what somebody waits for, numbers now and then.</summary>
internal static class NodePublisher
{
    public static void Run(AllocationState state, NodeRecord node)
    {
        var before = node.Published;
        var spec = NodeProjection.Spec(state, node);
        var status = NodeProjection.Status(node);
        var isSpecNew = !NodeProjection.Same(before.Spec, spec);
        var isStatusNew = before.Status is null || !NodeProjection.SameWords(before.Status, status);
        if (isSpecNew || isStatusNew || (NodeProjection.Numbers(before.Status!) != NodeProjection.Numbers(status) && state.Now - before.At >= state.Options.StatusEvery))
        {
            (before.Spec, before.Status, before.At) = (isSpecNew ? spec : before.Spec, status, state.Now);
            state.Do(new PublishNodeNetwork(node.Name, before.Spec!, status));
        }
        else if (NodeProjection.Numbers(before.Status!) != NodeProjection.Numbers(status))
        {
            state.Due.Add(DueKind.Node, node.Name, before.At + state.Options.StatusEvery);
        }
    }
}
