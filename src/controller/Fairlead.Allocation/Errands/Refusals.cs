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

        var isTaken = IsTaken(error);
        ReservationPublisher.Say(
            state, reservation, false, isTaken ? "AddressTaken" : CloudWords.Reason(error),
            isTaken ? $"{ReservationPublisher.Text(reservation)} is somebody else's in the VPC: it is asked for again until it is free; {CloudWords.Message(error)}" : CloudWords.Message(error));
        reservation.Retry.Failed(state.Options, key, state.Now);
        return true;
    }

    // Another state of the ENI is a conflict too: that passes, and says nothing of the address.
    private static bool IsTaken(CloudException error) => error.IsConflict && (error.Code.Contains("IpAssigned", StringComparison.Ordinal) || error.Code.Contains("Duplicated", StringComparison.Ordinal));
}
