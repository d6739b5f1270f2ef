using Fairlead.Resources.Network;

namespace Fairlead.Resources.Json;

internal static class ClassFields
{
    public static PodNetworkClass Read(FieldReader fields) => new()
    {
        Metadata = fields.Nested("metadata", MetaFields.Read),
        Spec = fields.Nested("spec", ReadSpec),
        Status = fields.Nested("status", ReadStatus),
    };

    public static void Write(FieldWriter fields, PodNetworkClass item)
    {
        fields.Nested("metadata", item.Metadata, MetaFields.Write);
        fields.Nested("spec", item.Spec, WriteSpec);
        fields.Nested("status", item.Status, WriteStatus);
    }

    public static void WriteStatus(FieldWriter fields, PodNetworkClassStatus status)
    {
        fields.Records("conditions", status.Conditions, MetaFields.WriteCondition);
        fields.Number("observedGeneration", status.ObservedGeneration);
        fields.Records("vSwitches", status.VSwitches, WriteUse);
    }

    private static PodNetworkClassSpec ReadSpec(FieldReader fields) => new()
    {
        Mode = fields.Word("mode", PodNetworkMode.SharedEni),
        VSwitches = fields.Texts("vSwitches"),
        VSwitchSelection = fields.Word("vSwitchSelection", VSwitchSelection.Ordered),
        SecurityGroups = fields.Texts("securityGroups"),
        FixedAddress = fields.Nested("fixedAddress", ReadPolicy),
        PodSelector = fields.Nested("podSelector", MetaFields.ReadSelector, null),
        NamespaceSelector = fields.Nested("namespaceSelector", MetaFields.ReadSelector, null),
    };

    private static void WriteSpec(FieldWriter fields, PodNetworkClassSpec spec)
    {
        fields.Word("mode", spec.Mode);
        fields.Texts("vSwitches", spec.VSwitches);
        fields.Word("vSwitchSelection", spec.VSwitchSelection);
        fields.Texts("securityGroups", spec.SecurityGroups);
        fields.Nested("fixedAddress", spec.FixedAddress, WritePolicy);
        fields.Nested("podSelector", spec.PodSelector, MetaFields.WriteSelector);
        fields.Nested("namespaceSelector", spec.NamespaceSelector, MetaFields.WriteSelector);
    }

    private static FixedAddressPolicy ReadPolicy(FieldReader fields) =>
        new() { Enabled = fields.Flag("enabled"), ReleaseAfterSeconds = fields.MaybeInt("releaseAfterSeconds") };

    private static void WritePolicy(FieldWriter fields, FixedAddressPolicy policy)
    {
        fields.Flag("enabled", policy.Enabled);
        fields.Number("releaseAfterSeconds", policy.ReleaseAfterSeconds);
    }

    private static PodNetworkClassStatus ReadStatus(FieldReader fields) => new()
    {
        Conditions = fields.Records("conditions", MetaFields.ReadCondition),
        ObservedGeneration = fields.Long("observedGeneration"),
        VSwitches = fields.Records("vSwitches", use => new VSwitchUse(use.Text("id"), use.Text("zone"), use.Int("freeAddresses"))),
    };

    private static void WriteUse(FieldWriter fields, VSwitchUse use)
    {
        fields.Text("id", use.Id);
        fields.Text("zone", use.Zone);
        fields.Always("freeAddresses", use.FreeAddresses);
    }
}
