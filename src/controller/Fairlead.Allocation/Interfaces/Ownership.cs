using Fairlead.Allocation.State;

namespace Fairlead.Allocation.Interfaces;

/// <summary>Whose an ENI is.</summary>
internal static class Ownership
{
    public static void Take(AllocationState state, InterfaceRecord eni, NodeRecord? owner)
    {
        if (ReferenceEquals(eni.Node, owner))
        {
            return;
        }

        eni.Node?.Interfaces.Remove(eni);
        state.Mark(eni.Node);
        eni.Node = owner;
        owner?.Interfaces.Add(eni);
        state.Mark(owner);
    }
}
