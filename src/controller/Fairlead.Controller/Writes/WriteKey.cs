using Fairlead.Allocation.Deeds;

namespace Fairlead.Controller.Writes;

internal enum WrittenPart
{
    Network,
    Node,
    Configuration,
    Class,
    Reservation,

    /// <summary>Whether a reservation exists, not what is in it.</summary>
    ReservationItself,
    Validity,
}

/// <summary>What of the store a write is about: of one key only the last write counts.</summary>
internal readonly record struct WriteKey(WrittenPart Part, string Namespace, string Name)
{
    public static WriteKey Of(StoreWrite write) => write switch
    {
        PublishNodeNetwork network => new(WrittenPart.Network, "", network.Node),
        RemoveNodeNetwork network => new(WrittenPart.Network, "", network.Node),
        PublishNode node => new(WrittenPart.Node, "", node.Node),
        PublishConfigurationStatus => new(WrittenPart.Configuration, "", ""),
        PublishClassStatus item => new(WrittenPart.Class, "", item.Class),
        PublishReservation reservation => new(WrittenPart.Reservation, reservation.Namespace, reservation.Name),
        CreateReservation reservation => new(WrittenPart.ReservationItself, reservation.Reservation.Metadata.Namespace, reservation.Reservation.Metadata.Name),
        RemoveReservation reservation => new(WrittenPart.ReservationItself, reservation.Namespace, reservation.Name),
        MarkValidity mark => new(WrittenPart.Validity, mark.Item.Metadata.Namespace, $"{mark.Item.GetType().Name}/{mark.Item.Metadata.Name}"),
        _ => throw new InvalidOperationException($"nobody knows how to write {write.GetType().Name}"),
    };
}
