using Fairlead.Resources.Core;

namespace Fairlead.Resources.Json;

internal static class NodeFields
{
    public static Node Read(FieldReader fields) => new()
    {
        Metadata = fields.Nested("metadata", MetaFields.Read),
        Spec = fields.Nested("spec", ReadSpec),
        Status = fields.Nested("status", ReadStatus),
    };

    public static void Write(FieldWriter fields, Node node)
    {
        fields.Nested("metadata", node.Metadata, MetaFields.Write);
        fields.Nested("spec", node.Spec, WriteSpec);
        fields.Nested("status", node.Status, WriteStatus);
    }

    private static NodeSpec ReadSpec(FieldReader fields) => new()
    {
        ProviderID = fields.Text("providerID"),
        Unschedulable = fields.Flag("unschedulable"),
        PodCIDRs = fields.List("podCIDRs", FieldReader.AsRange),
    };

    private static void WriteSpec(FieldWriter fields, NodeSpec spec)
    {
        fields.Text("providerID", spec.ProviderID);
        fields.Flag("unschedulable", spec.Unschedulable);
        fields.Texts("podCIDRs", spec.PodCIDRs);
    }

    private static NodeStatus ReadStatus(FieldReader fields) => new()
    {
        Capacity = fields.Map("capacity"),
        Allocatable = fields.Map("allocatable"),
        Conditions = fields.Records("conditions", MetaFields.ReadCondition),
        Addresses = fields.Records("addresses", address => new NodeAddress(address.Text("type"), address.Text("address"))),
    };

    public static void WriteStatus(FieldWriter fields, NodeStatus status)
    {
        fields.Map("capacity", status.Capacity);
        fields.Map("allocatable", status.Allocatable);
        fields.Records("conditions", status.Conditions, MetaFields.WriteCondition);
        fields.Records("addresses", status.Addresses, (address, value) =>
        {
            address.Text("type", value.Type);
            address.Text("address", value.Address);
        });
    }
}
