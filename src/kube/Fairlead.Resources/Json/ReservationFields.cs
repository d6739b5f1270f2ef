using Fairlead.Resources.Network;

namespace Fairlead.Resources.Json;

internal static class ReservationFields
{
    public static AddressReservation Read(FieldReader fields) => new()
    {
        Metadata = fields.Nested("metadata", MetaFields.Read),
        Spec = fields.Nested("spec", ReadSpec),
        Status = fields.Nested("status", ReadStatus),
    };

    public static void Write(FieldWriter fields, AddressReservation reservation)
    {
        fields.Nested("metadata", reservation.Metadata, MetaFields.Write);
        fields.Nested("spec", reservation.Spec, WriteSpec);
        fields.Nested("status", reservation.Status, WriteStatus);
    }

    public static void WriteStatus(FieldWriter fields, AddressReservationStatus status)
    {
        fields.Texts("addresses", status.Addresses);
        fields.Text("vSwitch", status.VSwitch);
        fields.Text("zone", status.Zone);
        fields.Text("node", status.Node);
        fields.Text("interface", status.Interface);
        fields.Time("unusedSince", status.UnusedSince);
        fields.Records("conditions", status.Conditions, MetaFields.WriteCondition);
        fields.Number("observedGeneration", status.ObservedGeneration);
    }

    private static AddressReservationSpec ReadSpec(FieldReader fields) => new()
    {
        Pod = fields.Text("pod"),
        Addresses = fields.List("addresses", FieldReader.AsAddress),
        ReleaseAfterSeconds = fields.MaybeInt("releaseAfterSeconds"),
    };

    private static void WriteSpec(FieldWriter fields, AddressReservationSpec spec)
    {
        fields.Text("pod", spec.Pod);
        fields.Texts("addresses", spec.Addresses);
        fields.Number("releaseAfterSeconds", spec.ReleaseAfterSeconds);
    }

    private static AddressReservationStatus ReadStatus(FieldReader fields) => new()
    {
        Addresses = fields.List("addresses", FieldReader.AsAddress),
        VSwitch = fields.Text("vSwitch"),
        Zone = fields.Text("zone"),
        Node = fields.Text("node"),
        Interface = fields.Text("interface"),
        UnusedSince = fields.Time("unusedSince"),
        Conditions = fields.Records("conditions", MetaFields.ReadCondition),
        ObservedGeneration = fields.Long("observedGeneration"),
    };
}
