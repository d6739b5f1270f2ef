using Fairlead.Allocation.Errands;
using Fairlead.Allocation.Interfaces;
using Fairlead.Allocation.Observations;
using Fairlead.Allocation.Publishing;
using Fairlead.Allocation.State;
using Fairlead.Cloud;

namespace Fairlead.Allocation.Shrinking;

/// <summary>
/// What came of giving addresses back. Where no answer came, nothing new is assigned to the ENI until the same release has succeeded:
/// otherwise the repeat could take an address from whoever got it since.
/// </summary>
internal sealed class ReleaseErrand(InterfaceRecord eni, IReadOnlyList<RangeRecord> going) : Errand
{
    protected override void Succeed(AllocationState state, CallEnded ended)
    {
        eni.IsReleasing = false;
        eni.InDoubt = false;
        eni.Shrinking.Succeeded();
        var addresses = 0;
        foreach (var record in going)
        {
            addresses += record.Range.IsV6 ? 0 : record.Units;
            RangeBook.Remove(state, eni, record);
        }

        if (state.VSwitch(eni.VSwitch) is { } vSwitch)
        {
            vSwitch.Free += addresses;
        }

        Reports.CloudWorks(state, eni.Node);
        state.Mark(eni);
    }

    protected override void Fail(AllocationState state, CloudException error)
    {
        eni.IsReleasing = false;
        // Another ENI may have got all of it meanwhile.
        eni.InDoubt |= error.MayBeDone && going.Any(eni.Ranges.Contains);
        if (error.IsNotFound)
        {
            Succeed(state, new CallDone(0));
            return;
        }

        if (eni.Node is { } node)
        {
            Reports.Trouble(state, node, error);
        }

        eni.Shrinking.Failed(state.Options, eni.Id, state.Now);
        state.Mark(eni);
    }
}
