using Fairlead.Resources.Network;

namespace Fairlead.Resources.Json;

internal static class NodeNetworkFields
{
    public static NodeNetwork Read(FieldReader fields) => new()
    {
        Metadata = fields.Nested("metadata", MetaFields.Read),
        Spec = fields.Nested("spec", ReadSpec),
        Status = fields.Nested("status", ReadStatus),
    };

    public static void Write(FieldWriter fields, NodeNetwork network)
    {
        fields.Nested("metadata", network.Metadata, MetaFields.Write);
        fields.Nested("spec", network.Spec, WriteSpec);
        fields.Nested("status", network.Status, WriteStatus);
    }

    public static void WriteSpec(FieldWriter fields, NodeNetworkSpec spec)
    {
        fields.Number("term", spec.Term);
        fields.Number("lastGeneration", spec.LastGeneration);
        fields.Text("instance", spec.Instance);
        fields.Text("zone", spec.Zone);
        fields.Word("mode", spec.Mode);
        fields.Texts("podSlices", spec.PodSlices);
        fields.Records("interfaces", spec.Interfaces, WriteInterface);
        fields.Records("fixedAddresses", spec.FixedAddresses, WriteFixed);
        fields.Always("restSeconds", spec.RestSeconds);
    }

    public static void WriteStatus(FieldWriter fields, NodeNetworkStatus status)
    {
        WriteControllersStatus(fields, status);
        fields.Nested("agent", status.Agent, AgentStatusFields.Write);
    }

    /// <summary>Without what is the agent's.</summary>
    public static void WriteControllersStatus(FieldWriter fields, NodeNetworkStatus status)
    {
        fields.Number("observedGeneration", status.ObservedGeneration);
        fields.Nested("limits", status.Limits, WriteLimits);
        fields.Number("addresses", status.Addresses);
        fields.Number("leased", status.Leased);
        fields.Number("demand", status.Demand);
        fields.Number("interfaces", status.Interfaces);
        fields.Records("conditions", status.Conditions, MetaFields.WriteCondition);
    }

    private static NodeNetworkSpec ReadSpec(FieldReader fields) => new()
    {
        Term = fields.Long("term"),
        LastGeneration = fields.Long("lastGeneration"),
        Instance = fields.Text("instance"),
        Zone = fields.Text("zone"),
        Mode = fields.Word("mode", PodNetworkMode.VpcRoute),
        PodSlices = fields.List("podSlices", FieldReader.AsRange),
        Interfaces = fields.Records("interfaces", ReadInterface),
        FixedAddresses = fields.Records("fixedAddresses", ReadFixed),
        RestSeconds = fields.Int("restSeconds", 30),
    };

    private static NodeNetworkStatus ReadStatus(FieldReader fields) => new()
    {
        ObservedGeneration = fields.Long("observedGeneration"),
        Limits = fields.Nested("limits", ReadLimits, null),
        Addresses = fields.Int("addresses"),
        Leased = fields.Int("leased"),
        Demand = fields.Int("demand"),
        Interfaces = fields.Int("interfaces"),
        Conditions = fields.Records("conditions", MetaFields.ReadCondition),
        Agent = fields.Nested("agent", AgentStatusFields.Read, null),
    };

    private static NodeLimits ReadLimits(FieldReader fields) => new(
        fields.Text("instanceType"),
        fields.Int("interfaces"),
        fields.Int("addresses4PerInterface"),
        fields.Int("addresses6PerInterface"),
        fields.Int("members"));

    private static void WriteLimits(FieldWriter fields, NodeLimits limits)
    {
        fields.Text("instanceType", limits.InstanceType);
        fields.Number("interfaces", limits.Interfaces);
        fields.Number("addresses4PerInterface", limits.Addresses4PerInterface);
        fields.Number("addresses6PerInterface", limits.Addresses6PerInterface);
        fields.Number("members", limits.Members);
    }

    private static NodeInterface ReadInterface(FieldReader fields) => new()
    {
        Id = fields.Text("id"),
        Mac = fields.Mac("mac") ?? throw new ResourceFormatException("mac", "is missing"),
        Use = fields.Word("use", InterfaceUse.Shared),
        Class = fields.Text("class"),
        VSwitch = fields.Text("vSwitch"),
        Subnet4 = fields.Range("subnet4"),
        Subnet6 = fields.Range("subnet6"),
        Gateway4 = fields.Address("gateway4"),
        Gateway6 = fields.Address("gateway6"),
        Trunk = fields.Mac("trunk"),
        Vlan = fields.Int("vlan"),
        Ranges = fields.Records("ranges", ReadRange),
        Retiring = fields.Flag("retiring"),
        Generation = fields.Long("generation"),
    };

    private static void WriteInterface(FieldWriter fields, NodeInterface link)
    {
        fields.Text("id", link.Id);
        fields.Mac("mac", link.Mac);
        fields.Word("use", link.Use);
        fields.Text("class", link.Class);
        fields.Text("vSwitch", link.VSwitch);
        fields.Range("subnet4", link.Subnet4);
        fields.Range("subnet6", link.Subnet6);
        fields.Address("gateway4", link.Gateway4);
        fields.Address("gateway6", link.Gateway6);
        fields.Mac("trunk", link.Trunk);
        fields.Number("vlan", link.Vlan);
        fields.Records("ranges", link.Ranges, WriteRange);
        fields.Flag("retiring", link.Retiring);
        fields.Number("generation", link.Generation);
    }

    private static OfferedRange ReadRange(FieldReader fields) =>
        new(fields.Range("range") ?? throw new ResourceFormatException("range", "is missing"), fields.Long("generation"), fields.Flag("retiring"));

    private static void WriteRange(FieldWriter fields, OfferedRange range)
    {
        fields.Range("range", range.Range);
        fields.Number("generation", range.Generation);
        fields.Flag("retiring", range.Retiring);
    }

    private static FixedAddress ReadFixed(FieldReader fields) =>
        new(fields.Text("namespace"), fields.Text("pod"), fields.List("addresses", FieldReader.AsAddress)) { Interface = fields.Text("interface") };

    private static void WriteFixed(FieldWriter fields, FixedAddress address)
    {
        fields.Text("namespace", address.Namespace);
        fields.Text("pod", address.Pod);
        fields.Texts("addresses", address.Addresses);
        fields.Text("interface", address.Interface);
    }
}
