using Fairlead.Allocation.Deeds;
using Fairlead.Allocation.Shapes;
using Fairlead.Allocation.State;
using Fairlead.Resources.Network;

namespace Fairlead.Allocation.Interfaces;

/// <summary>The next step of one ENI on its way to its node, or away.</summary>
internal static class InterfaceStep
{
    public static void Run(AllocationState state, InterfaceRecord eni)
    {
        if (eni.Doomed)
        {
            // Whether it was assigned need not be known any more: it goes with the ENI.
            eni.Growths.RemoveAll(growth => !growth.IsCalled);
        }

        if (!state.IsReady || eni.IsBusy || eni.IsReleasing || eni.Growths.Count > 0 || !state.Interfaces.ContainsKey(eni.Id))
        {
            return;
        }

        if (!eni.Passing.MayTry(state.Now))
        {
            state.Due.Add(DueKind.Interface, eni.Id, eni.Passing.NotBefore);
            return;
        }

        switch (eni.Stage)
        {
            case InterfaceStage.Available when eni.Doomed:
                Go(state, eni, InterfaceStage.Deleting, id => new DeleteInterface(eni.Id) { Id = id });
                break;
            case InterfaceStage.Available when eni.Leaving:
                (eni.Leaving, eni.Instance) = (false, "");
                Ownership.Take(state, eni, null);
                break;
            case InterfaceStage.Available when eni.Node is { Instance: { } instance, Shape: { } shape } node:
                if (!HasPlace(node, shape, eni))
                {
                    GoElsewhere(state, eni);
                }
                else if (HasTurn(state, node, eni))
                {
                    Attach(state, eni, node, instance.Id);
                }

                break;
            case InterfaceStage.Attached when (eni.Doomed || eni.Leaving) && !eni.IsAstray && HasTurn(state, eni.Node, eni):
                Go(state, eni, InterfaceStage.Detaching, id => new DetachInterface(eni.Id, eni.Instance, Trunk(eni)) { Id = id });
                break;
        }
    }

    // None is made without a place; but one that waited for a pod is taken for its node's by a new controller, and the place is another's by now.
    private static bool HasPlace(NodeRecord node, NodeShape shape, InterfaceRecord eni) =>
        eni.Use == InterfaceUse.Member || node.Interfaces.Count(other => !ReferenceEquals(other, eni) && other.Use != InterfaceUse.Member && IsOn(other)) < shape.Secondary;

    private static bool IsOn(InterfaceRecord eni) => eni.Stage is InterfaceStage.Attaching or InterfaceStage.Attached or InterfaceStage.Detaching || (eni is { Stage: InterfaceStage.Available, IsBusy: true, Doomed: false });

    private static void GoElsewhere(AllocationState state, InterfaceRecord eni)
    {
        if (eni.Reservation is not null)
        {
            // It waits for its pod on no node.
            Ownership.Take(state, eni, null);
            return;
        }

        eni.Doomed = true;
        state.Mark(eni);
    }

    private static void Attach(AllocationState state, InterfaceRecord eni, NodeRecord node, string instance)
    {
        var trunk = eni.Use == InterfaceUse.Member ? Trunks.Of(node) : null;
        if (eni.Use == InterfaceUse.Member && trunk is not { Stage: InterfaceStage.Attached })
        {
            return;
        }

        (eni.Instance, eni.PutOn) = (instance, instance);
        eni.Trunk = trunk?.Id ?? "";
        Go(state, eni, InterfaceStage.Attaching, id => new AttachInterface(eni.Id, instance, trunk?.Id) { Id = id });
    }

    private static void Go(AllocationState state, InterfaceRecord eni, InterfaceStage towards, Func<long, CloudCall> call)
    {
        eni.IsBusy = true;
        eni.ChangedAt = state.Now;
        state.Call(new PassingErrand(eni, towards), call);
    }

    // An instance may be no node's any more, and its ENIs nobody's: it counts them all the same.
    private static bool HasTurn(AllocationState state, NodeRecord? node, InterfaceRecord eni)
    {
        var instance = eni.Instance.Length > 0 ? eni.Instance : node?.InstanceId ?? "";
        var owned = (node ?? state.NodesByInstance.GetValueOrDefault(instance))?.Interfaces ?? [];
        if (owned.Concat(state.Orphans).Count(other => other.Instance == instance && IsPassing(other)) < state.Options.AttachesInFlight)
        {
            return true;
        }

        if (node is null)
        {
            // No node's turn brings it up again.
            state.Due.Add(DueKind.Interface, eni.Id, state.Now + state.Options.LookEvery);
        }

        return false;
    }

    private static bool IsPassing(InterfaceRecord eni) =>
        eni.Stage is InterfaceStage.Attaching or InterfaceStage.Detaching || (eni.IsBusy && !(eni.Doomed && eni.Stage == InterfaceStage.Available));

    private static string? Trunk(InterfaceRecord eni) => eni.Trunk.Length == 0 ? null : eni.Trunk;
}
