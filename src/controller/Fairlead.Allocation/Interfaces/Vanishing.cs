using Fairlead.Allocation.Fixed;
using Fairlead.Allocation.Publishing;
using Fairlead.Allocation.State;

namespace Fairlead.Allocation.Interfaces;

/// <summary>An ENI is there no more.</summary>
internal static class Vanishing
{
    /// <param name="why">Null where that was wanted.</param>
    public static void Run(AllocationState state, InterfaceRecord eni, string? why)
    {
        state.Interfaces.Remove(eni.Id);
        state.Watched.Remove(eni);
        RangeBook.Drop(state, eni);
        if (why is not null && eni.Node is { } node)
        {
            Reports.Contradiction(state, node, "InterfaceVanished", $"ENI {eni.Id} is gone from the cloud: {why}; pods that had its addresses have none, delete them");
        }

        state.Spares.IsDirty |= eni.IsSpare;
        Ownership.Take(state, eni, null);
        Reservations.HomeChanged(state, eni);
        if (state.Leaks.Forget(Collection.CollectionStep.Interface, eni.Id))
        {
            Collection.CollectionStep.Told(state);
        }
    }
}
