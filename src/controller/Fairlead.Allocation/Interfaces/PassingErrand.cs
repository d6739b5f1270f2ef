using Fairlead.Allocation.Errands;
using Fairlead.Allocation.Observations;
using Fairlead.Allocation.Publishing;
using Fairlead.Allocation.State;
using Fairlead.Cloud;

namespace Fairlead.Allocation.Interfaces;

/// <summary>What came of an attach, a detach or a delete: accepted, it takes its time.</summary>
internal sealed class PassingErrand(InterfaceRecord eni, InterfaceStage towards) : Errand
{
    protected override void Succeed(AllocationState state, CallEnded ended)
    {
        eni.IsBusy = false;
        eni.Passing.Succeeded();
        Reports.CloudWorks(state, eni.Node);
        Begin(state, towards == InterfaceStage.Attaching ? state.Options.FirstLook : state.Options.LookEvery);
    }

    protected override void Fail(AllocationState state, CloudException error)
    {
        eni.IsBusy = false;
        eni.Passing.Failed(state.Options, eni.Id, state.Now);
        if (eni.Node is { } node)
        {
            Reports.Trouble(state, node, error);
            Believe(state, node, error);
        }

        if (error.IsNotFound && towards != InterfaceStage.Attaching)
        {
            Vanishing.Run(state, eni, null);
        }
        else if (error.MayBeDone)
        {
            // It may be under way: the look says so, or says that it is not.
            Begin(state, state.Options.LookEvery);
        }
        else
        {
            Refused(state, error);
        }
    }

    private void Begin(AllocationState state, TimeSpan firstLook)
    {
        eni.Stage = towards;
        eni.Touch();
        state.Mark(eni);
        InterfaceSighting.Watch(state, eni, firstLook);
    }

    private void Refused(AllocationState state, CloudException error)
    {
        if (towards == InterfaceStage.Attaching && (error.IsLimitPerInstance || error.IsInvalid || error.IsNotFound))
        {
            // It fits nowhere as it is: others are planned, within what is believed now.
            eni.Doomed = true;
            eni.Node?.Making.Failed(state.Options, eni.Node.Name, state.Now);
        }

        state.Due.Add(DueKind.Interface, eni.Id, eni.Passing.NotBefore);
        state.Mark(eni.Node);
    }

    private void Believe(AllocationState state, NodeRecord node, CloudException error)
    {
        if (!error.IsLimitPerInstance || towards != InterfaceStage.Attaching)
        {
            return;
        }

        var there = node.Interfaces.Count(other => other.Use != Fairlead.Resources.Network.InterfaceUse.Member && other.Stage is InterfaceStage.Attached or InterfaceStage.Attaching or InterfaceStage.Detaching);
        node.BelievedInterfaces = there + 1;
        node.BelievedUntil = state.Now + state.Options.BelieveLimitFor;
        node.Shape = null;
        state.Due.Add(DueKind.Node, node.Name, node.BelievedUntil);
    }
}
