using Fairlead.Allocation.Fixed;
using Fairlead.Allocation.Publishing;
using Fairlead.Allocation.State;
using Fairlead.Cloud;

namespace Fairlead.Allocation.Interfaces;

/// <summary>
/// Somebody attached or detached an ENI of ours. The node whose instance has it owns it from now on. On an instance that is no node's it
/// is left alone, whatever was to become of it; and once it is off there, it is nobody's, for its node has got others meanwhile.
/// </summary>
internal static class Relocation
{
    public static void Run(AllocationState state, InterfaceRecord eni, CloudInterface seen)
    {
        var (before, wasAstray) = (eni.Node, eni.IsAstray);
        InterfaceSighting.Properties(eni, seen);
        eni.Stage = InterfaceSighting.StageOf(seen.State);
        eni.IsSpare &= eni.Stage == InterfaceStage.Available;
        var owner = wasAstray && eni.Stage == InterfaceStage.Available ? Former(state, eni) : Adoption.Owner(state, eni);
        if (eni.IsAstray || !ReferenceEquals(before, owner))
        {
            // What was to become of it where it was is over.
            (eni.Doomed, eni.Leaving, eni.Retiring, eni.Acknowledged, eni.MakesWay) = (false, false, false, false, false);
        }

        if (!ReferenceEquals(before, owner))
        {
            Pass(state, eni, before, owner);
        }

        Ownership.Take(state, eni, owner);
        if (wasAstray && !eni.IsAstray)
        {
            // Without an owner it is one from now on: who took it off may have meant to do more with it.
            state.Leaks.Forget(Collection.CollectionStep.Interface, eni.Id);
        }

        InterfaceSighting.Watch(state, eni, state.Options.LookEvery);
        state.Mark(eni);
        Reservations.HomeChanged(state, eni);
    }

    // Its pods are cut off and get their network back with it.
    private static NodeRecord? Former(AllocationState state, InterfaceRecord eni) =>
        eni.Reservation is null && (eni.TakenFrom ?? Adoption.Owner(state, eni)) is { Node: not null, Instance: { } instance } node
        && instance.Zone == eni.Zone && node.Leases.On(eni.Id) > 0 ? node : null;

    private static void Pass(AllocationState state, InterfaceRecord eni, NodeRecord? before, NodeRecord? owner)
    {
        RangeBook.Pass(state, eni, owner);
        if (owner is not null)
        {
            eni.Renew(owner.NextGeneration);
            eni.Generation = owner.NextGeneration();
        }

        if (before is null)
        {
            return;
        }

        eni.TakenFrom = before;
        var cut = before.Leases.On(eni.Id);
        Reports.Contradiction(
            state, before, "InterfaceElsewhere",
            $"ENI {eni.Id} of this node is {(eni.Instance.Length > 0 ? "on instance " + eni.Instance : "on no instance")}: somebody moved it; it is left there, and the node gets others"
            + (cut > 0 ? $"; {cut} {(cut == 1 ? "pod has an address" : "pods have addresses")} of it and {(cut == 1 ? "is" : "are")} cut off: delete {(cut == 1 ? "it" : "them")}" : ""));
    }
}
