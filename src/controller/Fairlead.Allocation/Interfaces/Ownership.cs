using Fairlead.Allocation.Fixed;
using Fairlead.Allocation.State;

namespace Fairlead.Allocation.Interfaces;

/// <summary>Whose an ENI is.</summary>
internal static class Ownership
{
    /// <summary>The node has just been told of: what was made for it, or is on its instance, waits for it.</summary>
    public static void Claim(AllocationState state, NodeRecord node)
    {
        foreach (var eni in state.Orphans.Where(eni => eni is { Doomed: false, Reservation: null, IsSpare: false }).OrderBy(eni => eni.Id, StringComparer.Ordinal).ToList())
        {
            if (ReferenceEquals(Adoption.Owner(state, eni), node))
            {
                eni.Renew(node.NextGeneration);
                eni.Generation = node.NextGeneration();
                Take(state, eni, node);
            }
        }
    }

    public static void Take(AllocationState state, InterfaceRecord eni, NodeRecord? owner)
    {
        if (owner is null && state.Interfaces.ContainsKey(eni.Id))
        {
            state.Orphans.Add(eni);
            state.Due.Add(DueKind.Collection, "", state.Now);
        }
        else
        {
            state.Orphans.Remove(eni);
        }

        if (owner is not null && eni.Instance == owner.InstanceId)
        {
            (eni.PutOn, eni.TakenFrom) = (eni.Instance, null);
        }

        if (!ReferenceEquals(eni.Node, owner))
        {
            eni.Node?.Interfaces.Remove(eni);
            state.Mark(eni.Node);
            eni.Node = owner;
            owner?.Interfaces.Add(eni);
            state.Mark(owner);
        }

        // Also where it has had no owner for longer: it may only now be off its instance.
        Reservations.HomeMoved(state, eni);
        Homes.Come(state, eni);
    }
}
