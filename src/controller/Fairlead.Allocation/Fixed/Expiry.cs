using Fairlead.Allocation.Deeds;
using Fairlead.Allocation.State;

namespace Fairlead.Allocation.Fixed;

/// <summary>A reservation whose pod is gone waits for it to come again, as long as it is to.</summary>
internal static class Expiry
{
    public static void Run(AllocationState state, ReservationRecord record)
    {
        record.UnusedSince ??= state.Now;
        if (record.Resource.Spec.ReleaseAfterSeconds is not { } seconds)
        {
            SliceHome.Keep(state, record);
            return;
        }

        var until = record.UnusedSince.Value + TimeSpan.FromSeconds(seconds);
        if (state.Now < until)
        {
            SliceHome.Keep(state, record);
            state.Due.Add(record.HomeNode is null ? DueKind.Reservation : DueKind.Node, record.HomeNode?.Name ?? record.Key, until);
            return;
        }

        Homes.Leave(state, record);
        Reservations.Name(state, record, record.Resource.Spec.Addresses);
        if (record.IsOurs)
        {
            state.Do(new RemoveReservation(record.Resource.Metadata.Namespace, record.Resource.Metadata.Name));
            Reservations.Gone(state, record.Key);
        }
    }
}
