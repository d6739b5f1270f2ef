using Fairlead.Allocation.Errands;
using Fairlead.Allocation.Fixed;
using Fairlead.Allocation.Interfaces;
using Fairlead.Allocation.Observations;
using Fairlead.Allocation.Publishing;
using Fairlead.Allocation.Retries;
using Fairlead.Allocation.State;
using Fairlead.Cloud;

namespace Fairlead.Allocation.Growing;

/// <summary>What came of an assignment.</summary>
internal sealed class GrowthErrand(InterfaceRecord eni, Growth growth) : Errand
{
    protected override void Succeed(AllocationState state, CallEnded ended)
    {
        eni.Growths.Remove(growth);
        eni.Growing.Succeeded();
        if (!growth.IsV6)
        {
            state.VSwitch(eni.VSwitch)?.Granted(growth.Kind == AddressKind.Prefix4);
        }

        Reports.CloudWorks(state, eni.Node);
        foreach (var range in ((RangesAssigned)ended).Ranges.Where(range => eni.Find(range) is null))
        {
            var isReserved = Homes.IsWanted(state, growth.Reservation, range);
            RangeBook.Add(state, eni, new RangeRecord(range, growth.Generation) { Reserved = isReserved, Reservation = isReserved ? growth.Reservation : null });
        }

        Homes.Come(state, eni);
        state.Mark(eni);
    }

    protected override void Fail(AllocationState state, CloudException error)
    {
        growth.IsCalled = false;
        if (eni.Node is { } node)
        {
            Reports.Trouble(state, node, error);
        }

        growth.IsInDoubt |= error.MayBeDone;
        if (growth.IsInDoubt && Doubts.Remain(error))
        {
            growth.Retry.Failed(state.Options, growth.Token, state.Now);
        }
        else
        {
            eni.Growths.Remove(growth);
            Refused(state, error);
        }

        state.Mark(eni);
    }

    private void Refused(AllocationState state, CloudException error)
    {
        if (error.IsNoAddresses && !growth.IsV6 && growth.Addresses.Count == 0 && state.VSwitch(eni.VSwitch) is { } vSwitch)
        {
            Refusals.Of(state, vSwitch, growth.Count, growth.Kind == AddressKind.Prefix4 ? growth.Count : 0);
            return;
        }

        if (Refusals.OfReservation(state, growth.Reservation, error))
        {
            return;
        }

        eni.Growing.Failed(state.Options, eni.Id, state.Now);
        state.Due.Add(DueKind.Interface, eni.Id, eni.Growing.NotBefore);
    }
}
