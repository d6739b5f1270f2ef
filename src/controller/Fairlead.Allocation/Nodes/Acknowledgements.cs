using Fairlead.Allocation.State;
using Fairlead.Resources.Network;

namespace Fairlead.Allocation.Nodes;

/// <summary>Takes in what the agent gives no more: only what was to go, and only of the same generation.</summary>
internal static class Acknowledgements
{
    public static void Run(AllocationState state, NodeRecord node)
    {
        foreach (var retired in node.Retired)
        {
            if (state.Interfaces.TryGetValue(retired.Interface, out var eni) && ReferenceEquals(eni.Node, node))
            {
                Take(state, node, eni, retired);
            }
        }
    }

    private static void Take(AllocationState state, NodeRecord node, InterfaceRecord eni, RetiredRange retired)
    {
        if (retired.Range is { } range)
        {
            if (eni.Find(range) is { Retiring: true } record && record.Generation == retired.Generation && !node.Leases.Within(range))
            {
                record.Acknowledged = true;
            }
        }
        else if (eni is { Retiring: true, Doomed: false } && eni.Generation == retired.Generation && node.Leases.On(eni.Id) == 0)
        {
            eni.Acknowledged = true;
            eni.Doomed = eni.Reservation is null;
            state.DirtyInterfaces.Mark(eni);
        }
    }
}
