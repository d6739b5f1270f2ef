using Fairlead.Allocation.Publishing;
using Fairlead.Allocation.State;
using Fairlead.Resources.Network;

namespace Fairlead.Allocation.Listing;

/// <summary>A node that was told of a contradiction is told when it is over: nobody has an ENI of its, and no pod anything that is gone.</summary>
internal static class Consistency
{
    public static void Run(AllocationState state)
    {
        foreach (var node in state.Nodes.Values.Where(node => node.Conditions.Find(ConditionTypes.CloudConsistent) is { Status: "False" } && IsOver(state, node)))
        {
            node.Conditions.Set(ConditionTypes.CloudConsistent, true, "Consistent", "what the cloud has is what was made there", state.Now);
            state.Mark(node);
        }
    }

    private static bool IsOver(AllocationState state, NodeRecord node) =>
        !state.Orphans.Any(eni => eni.IsAstray && ReferenceEquals(eni.TakenFrom, node)) && node.Leases.Uses.All(use => use.Interface.Length == 0 || IsThere(state, node, use));

    private static bool IsThere(AllocationState state, NodeRecord node, AddressUse use) =>
        state.Interfaces.TryGetValue(use.Interface, out var eni) && ReferenceEquals(eni.Node, node) && eni.Ranges.Any(record => record.Range.Contains(use.Address));
}
