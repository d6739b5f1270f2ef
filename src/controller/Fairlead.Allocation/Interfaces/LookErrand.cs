using Fairlead.Allocation.Errands;
using Fairlead.Allocation.Observations;
using Fairlead.Allocation.State;
using Fairlead.Cloud;

namespace Fairlead.Allocation.Interfaces;

/// <summary>What came of a look at ENIs on their way.</summary>
internal sealed class LookErrand(IReadOnlyList<InterfaceRecord> looked) : Errand
{
    protected override void Succeed(AllocationState state, CallEnded ended)
    {
        var found = ((InterfacesListed)ended).Interfaces.ToDictionary(eni => eni.Id);
        foreach (var eni in looked.Where(eni => state.Interfaces.ContainsKey(eni.Id)))
        {
            if (found.TryGetValue(eni.Id, out var seen))
            {
                InterfaceSighting.Stage(state, eni, seen);
            }
            else
            {
                Missing(state, eni);
            }

            InterfaceSighting.Watch(state, eni, Pause(state, eni));
        }
    }

    protected override void Fail(AllocationState state, CloudException error)
    {
        foreach (var eni in looked.Where(eni => state.Interfaces.ContainsKey(eni.Id)))
        {
            InterfaceSighting.Watch(state, eni, state.Options.LookEvery * 2);
        }
    }

    private static void Missing(AllocationState state, InterfaceRecord eni)
    {
        eni.MissingSince ??= state.Now;
        if (eni.Stage == InterfaceStage.Deleting || state.Now - eni.MissingSince >= state.Options.LostAfter)
        {
            Vanishing.Run(state, eni, eni.Stage == InterfaceStage.Deleting ? null : "it was on its way and is described no more");
        }
    }

    // What takes long is looked at less often: the longer, the less.
    private static TimeSpan Pause(AllocationState state, InterfaceRecord eni)
    {
        var since = (state.Now - eni.ChangedAt) / 10;
        return since > state.Options.LookEvery ? since : state.Options.LookEvery;
    }
}
