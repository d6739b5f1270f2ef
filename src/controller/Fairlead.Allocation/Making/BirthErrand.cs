using Fairlead.Allocation.Classes;
using Fairlead.Allocation.Errands;
using Fairlead.Allocation.Fixed;
using Fairlead.Allocation.Interfaces;
using Fairlead.Allocation.Observations;
using Fairlead.Allocation.Publishing;
using Fairlead.Allocation.Retries;
using Fairlead.Allocation.State;
using Fairlead.Cloud;
using Fairlead.Resources.Network;

namespace Fairlead.Allocation.Making;

/// <summary>What came of having an ENI made.</summary>
internal sealed class BirthErrand(NodeRecord node, Birth birth) : Errand
{
    protected override void Succeed(AllocationState state, CallEnded ended)
    {
        var made = ((InterfaceMade)ended).Interface;
        node.Births.Remove(birth);
        node.Making.Succeeded();
        state.VSwitch(birth.Wish.VSwitch)?.Granted(birth.Wish.Prefixes4 > 0);
        ClassCheck.GroupsGranted(state, birth.Class, birth.Wish.SecurityGroups);
        Reports.CloudWorks(state, node);
        // A list may have told of it before the call ended.
        var eni = state.Interfaces.TryGetValue(made.Id, out var known) ? known : Take(state, made);
        eni.Stage = InterfaceSighting.StageOf(made.State);
        // The node may have gone, or come back as another instance.
        eni.Doomed |= node.Node is null || node.InstanceId != birth.Instance;
        state.Mark(eni);
        InterfaceSighting.Watch(state, eni, state.Options.LookEvery);
    }

    protected override void Fail(AllocationState state, CloudException error)
    {
        birth.IsCalled = false;
        Reports.Trouble(state, node, error);
        birth.IsInDoubt |= error.MayBeDone;
        if (birth.IsInDoubt && Doubts.Remain(error))
        {
            birth.Retry.Failed(state.Options, birth.Token, state.Now);
        }
        else
        {
            node.Births.Remove(birth);
            Refused(state, error);
        }

        state.Mark(node);
    }

    private InterfaceRecord Take(AllocationState state, CloudInterface made)
    {
        var eni = new InterfaceRecord(made.Id) { Use = birth.Use, Class = birth.Class, Generation = birth.Generation, MadeFor = node.Name, Reservation = birth.Use != InterfaceUse.Shared && birth.Reservation is { } key && state.Reservations.ContainsKey(key) ? key : null, Kept = !birth.Wish.DeletedWithInstance };
        InterfaceSighting.Properties(eni, made);
        foreach (var range in InterfaceSighting.Ranges(made))
        {
            var isReserved = birth.Use == InterfaceUse.Shared && Homes.IsWanted(state, birth.Reservation, range);
            RangeBook.Add(state, eni, new RangeRecord(range, birth.Generation) { Reserved = isReserved, Reservation = isReserved ? birth.Reservation : null });
        }

        // As long as pods have something of it, a name's address could not leave it: another is made, which gets other addresses while this one has that.
        eni.Doomed = birth.Wish.PrimaryAddress is null && made.Addresses is [var primary, ..] && Homes.IsAway(state, primary) && state.VSwitch(birth.Wish.VSwitch)?.Most(state.Now) > 0;
        state.Interfaces.Add(eni.Id, eni);
        Ownership.Take(state, eni, node);
        return eni;
    }

    private void Refused(AllocationState state, CloudException error)
    {
        if (error.IsNoAddresses && birth.Reservation is null && state.VSwitch(birth.Wish.VSwitch) is { } vSwitch)
        {
            Refusals.Of(state, vSwitch, birth.Wish.NeededAddresses, birth.Wish.Prefixes4);
            return;
        }

        if (Refusals.OfReservation(state, birth.Reservation, error))
        {
            return;
        }

        ClassCheck.GroupsRefused(state, birth.Class, birth.Wish.SecurityGroups, error);
        if (error.IsNotFound && error.Code.Contains("VSwitch", StringComparison.Ordinal))
        {
            // Somebody deleted it: the list says so, and the next try goes elsewhere.
            state.Due.Add(DueKind.VSwitches, "", state.Now);
        }

        node.Making.Failed(state.Options, node.Name, state.Now);
    }
}
