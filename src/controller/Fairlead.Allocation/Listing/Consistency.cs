using Fairlead.Allocation.Publishing;
using Fairlead.Allocation.State;
using Fairlead.Resources.Network;

namespace Fairlead.Allocation.Listing;

/// <summary>
/// A node that was told of a contradiction is told when it is over: nobody has an ENI of its, and no pod anything that is gone. One that
/// was told of a refusal is told when nothing has been refused for so long that nobody can be asking any more.
/// </summary>
internal static class Consistency
{
    public static void Run(AllocationState state)
    {
        foreach (var (range, node) in state.Ghosts.Where(ghost => ghost.Value is { Node: not null } node && node.Leases.Within(ghost.Key)))
        {
            if (node.Conditions.Find(ConditionTypes.CloudConsistent) is not { Status: "False" })
            {
                Reports.Contradiction(state, node, "AddressElsewhere", $"pods use {range}, which no ENI of the node has any more: they are cut off, delete them");
            }
        }

        foreach (var node in state.Nodes.Values.Where(node => node.Conditions.Find(ConditionTypes.CloudReady) is { Status: "False" } && state.Now - node.RefusedAt > state.Options.LongestRetry * 2))
        {
            Reports.CloudWorks(state, node);
        }

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
