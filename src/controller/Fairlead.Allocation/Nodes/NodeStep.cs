using Fairlead.Allocation.Fixed;
using Fairlead.Allocation.Growing;
using Fairlead.Allocation.Interfaces;
using Fairlead.Allocation.Making;
using Fairlead.Allocation.Pools;
using Fairlead.Allocation.Publishing;
using Fairlead.Allocation.Shrinking;
using Fairlead.Allocation.Slices;
using Fairlead.Allocation.State;

namespace Fairlead.Allocation.Nodes;

/// <summary>Everything that one node needs now: costs what the node has, whatever the cluster's size.</summary>
internal static class NodeStep
{
    public static void Run(AllocationState state, NodeRecord node)
    {
        if (node.Node is null)
        {
            Departure.Run(state, node);
            return;
        }

        if (!state.IsReady)
        {
            return;
        }

        Identity.Run(state, node);
        SliceStep.Run(state, node);
        Acknowledgements.Run(state, node);
        if (node is { Instance: not null, Shape: { } shape })
        {
            Maker.Repeat(state, node);
            StockStep.Run(state, node, shape);
        }
        else if (node.Slices.Count > 0)
        {
            // More is not known of it yet, and pods take addresses of that.
            FixedStep.Entries(state, node);
        }

        foreach (var eni in node.Interfaces.ToList())
        {
            RangeBook.Settle(state, node, eni);
            Grower.Repeat(state, eni);
            Shrinker.Run(state, eni);
            InterfaceStep.Run(state, eni);
        }

        NodePublisher.Run(state, node);
    }
}
