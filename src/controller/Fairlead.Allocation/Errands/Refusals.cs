using Fairlead.Allocation.Fixed;
using Fairlead.Allocation.Publishing;
using Fairlead.Allocation.State;
using Fairlead.Cloud;

namespace Fairlead.Allocation.Errands;

/// <summary>Who bears a refusal of the cloud, where it is not whoever asked.</summary>
internal static class Refusals
{
    /// <summary>The vSwitch has not what was asked for: the next one is asked at once, this one again later.</summary>
    public static void Of(AllocationState state, VSwitchRecord vSwitch, int addresses, int prefixes)
    {
        vSwitch.Refused(state.Options, addresses, prefixes, state.Now);
        state.Due.Add(DueKind.VSwitches, "", state.Now + state.Options.FirstRetry);
    }

    /// <returns>False where nothing was asked for a reservation, or it is gone.</returns>
    public static bool OfReservation(AllocationState state, string? key, CloudException error)
    {
        if (key is null || state.Reservations.GetValueOrDefault(key) is not { } reservation)
        {
            return false;
        }

        ReservationPublisher.Say(state, reservation, false, CloudWords.Reason(error), CloudWords.Message(error));
        reservation.Retry.Failed(state.Options, key, state.Now);
        return true;
    }
}
