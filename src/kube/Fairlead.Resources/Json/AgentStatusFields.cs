using Fairlead.Resources.Network;

namespace Fairlead.Resources.Json;

internal static class AgentStatusFields
{
    public static AgentStatus Read(FieldReader fields) => new()
    {
        Instance = fields.Text("instance"),
        BootId = fields.Text("bootId"),
        Version = fields.Text("version"),
        ObservedGeneration = fields.Long("observedGeneration"),
        Term = fields.Long("term"),
        Leases = fields.Records("leases", ReadLease),
        Retired = fields.Records("retired", ReadRetired),
        Seen = fields.List("seen", FieldReader.AsMac),
        Resting = fields.Int("resting"),
        Conditions = fields.Records("conditions", MetaFields.ReadCondition),
    };

    public static void Write(FieldWriter fields, AgentStatus status)
    {
        fields.Text("instance", status.Instance);
        fields.Text("bootId", status.BootId);
        fields.Text("version", status.Version);
        fields.Number("observedGeneration", status.ObservedGeneration);
        fields.Number("term", status.Term);
        fields.Records("leases", status.Leases, WriteLease);
        fields.Records("retired", status.Retired, WriteRetired);
        fields.Texts("seen", status.Seen);
        fields.Number("resting", status.Resting);
        fields.Records("conditions", status.Conditions, MetaFields.WriteCondition);
    }

    private static AddressUse ReadLease(FieldReader fields) => new(
        fields.Address("address") ?? throw new ResourceFormatException("address", "is missing"),
        fields.Text("interface"),
        fields.Text("containerId"),
        fields.Text("interfaceName"),
        fields.Text("podUid"),
        fields.Unsigned("generation"))
    {
        PodNamespace = fields.Text("podNamespace"),
        PodName = fields.Text("podName"),
    };

    private static void WriteLease(FieldWriter fields, AddressUse use)
    {
        fields.Address("address", use.Address);
        fields.Text("interface", use.Interface);
        fields.Text("containerId", use.ContainerId);
        fields.Text("interfaceName", use.InterfaceName);
        fields.Text("podUid", use.PodUid);
        fields.Always("generation", use.Generation);
        fields.Text("podNamespace", use.PodNamespace);
        fields.Text("podName", use.PodName);
    }

    private static RetiredRange ReadRetired(FieldReader fields) => new(fields.Text("interface"), fields.Range("range"), fields.Long("generation"));

    private static void WriteRetired(FieldWriter fields, RetiredRange range)
    {
        fields.Text("interface", range.Interface);
        fields.Range("range", range.Range);
        fields.Number("generation", range.Generation);
    }
}
