using Fairlead.Allocation.Deeds;
using Fairlead.Allocation.Publishing;
using Fairlead.Allocation.State;
using Fairlead.Resources.Network;

namespace Fairlead.Allocation.Fixed;

/// <summary>What people see of a reservation, and what agents are told of it.</summary>
internal static class ReservationPublisher
{
    public static void Say(AllocationState state, ReservationRecord record, bool isHere, string reason, string message)
    {
        if (isHere)
        {
            record.Retry.Succeeded();
        }

        record.Conditions.Set(ConditionTypes.Ready, isHere, reason, message, state.Now);
    }

    /// <summary>It is tried once more: what it was refused for last stays said until it is there.</summary>
    public static void SayTried(AllocationState state, ReservationRecord record, string reason, string message)
    {
        if (record.Retry.Attempts == 0)
        {
            Say(state, record, false, reason, message);
        }
    }

    public static string Text(ReservationRecord record) => string.Join(", ", record.Addresses);

    public static void Run(AllocationState state, ReservationRecord record)
    {
        // One that is over may have a successor of its name.
        if (!ReferenceEquals(state.Reservations.GetValueOrDefault(record.Key), record))
        {
            return;
        }

        var status = new AddressReservationStatus
        {
            Addresses = record.Addresses,
            VSwitch = record.VSwitch,
            Zone = record.Zone,
            Node = record.HomeNode?.Name ?? "",
            Interface = record.Home?.Id ?? "",
            UnusedSince = record.UnusedSince,
            Conditions = record.Conditions.All,
            ObservedGeneration = record.Resource.Metadata.Generation,
        };
        if (record.Published is not { } before || !Same(before, status))
        {
            record.Published = status;
            state.Do(new PublishReservation(record.Resource.Metadata.Namespace, record.Resource.Metadata.Name, status));
        }
    }

    public static FixedAddress Entry(ReservationRecord record, NodeRecord node)
    {
        var home = ReferenceEquals(record.HomeNode, node) && record.Home is { Stage: InterfaceStage.Attached } eni ? eni.Id : "";
        if (record.Entry is not { } before || before.Interface != home || !before.Addresses.SequenceEqual(record.Addresses) || before.Pod != record.Resource.Spec.Pod)
        {
            record.Entry = new FixedAddress(record.Resource.Metadata.Namespace, record.Resource.Spec.Pod, record.Addresses) { Interface = home };
        }

        return record.Entry;
    }

    private static bool Same(AddressReservationStatus one, AddressReservationStatus other) =>
        one.Addresses.SequenceEqual(other.Addresses) && one.VSwitch == other.VSwitch && one.Zone == other.Zone && one.Node == other.Node && one.Interface == other.Interface
        && one.UnusedSince == other.UnusedSince && one.Conditions.SequenceEqual(other.Conditions) && one.ObservedGeneration == other.ObservedGeneration;
}
