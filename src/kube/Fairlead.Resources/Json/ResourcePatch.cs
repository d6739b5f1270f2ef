using System.Text.Json;
using Fairlead.Resources.Core;
using Fairlead.Resources.Meta;
using Fairlead.Resources.Network;

namespace Fairlead.Resources.Json;

/// <summary>
/// Merge patches (RFC 7386) with the fields of one writer, whole: what of them is empty is written as empty. With a resource version, the
/// store refuses the patch (409) when the object has become another one since.
/// </summary>
public static class ResourcePatch
{
    /// <summary>What the agent may use.</summary>
    public static ReadOnlyMemory<byte> NodeNetworkSpec(NodeNetworkSpec spec, string resourceVersion) =>
        Of("spec", resourceVersion, fields => NodeNetworkFields.WriteSpec(fields, spec));

    /// <summary>Of <c>status</c>, what the controller says.</summary>
    public static ReadOnlyMemory<byte> NodeNetworkStatus(NodeNetworkStatus status, string resourceVersion = "") =>
        Of("status", resourceVersion, fields => NodeNetworkFields.WriteControllersStatus(fields, status));

    /// <summary>Of <c>status</c>, what the agent says.</summary>
    public static ReadOnlyMemory<byte> NodeNetworkAgent(AgentStatus agent, string resourceVersion = "") =>
        Of("status", resourceVersion, fields => fields.Nested("agent", agent, AgentStatusFields.Write));

    public static ReadOnlyMemory<byte> Status(ClusterNetworkStatus status, string resourceVersion = "") =>
        Of("status", resourceVersion, fields => ClusterNetworkFields.WriteStatus(fields, status));

    public static ReadOnlyMemory<byte> Status(PodNetworkClassStatus status, string resourceVersion = "") =>
        Of("status", resourceVersion, fields => ClassFields.WriteStatus(fields, status));

    public static ReadOnlyMemory<byte> Status(AddressReservationStatus status, string resourceVersion = "") =>
        Of("status", resourceVersion, fields => ReservationFields.WriteStatus(fields, status));

    public static ReadOnlyMemory<byte> Status(PodStatus status, string resourceVersion = "") =>
        Of("status", resourceVersion, fields => PodFields.WriteStatus(fields, status));

    /// <summary>Of a node, all that its kubelet says; resources that are not named stay.</summary>
    public static ReadOnlyMemory<byte> Status(NodeStatus status, string resourceVersion = "") =>
        Of("status", resourceVersion, fields => NodeFields.WriteStatus(fields, status));

    /// <summary>
    /// Of a node's <c>status</c>: these extended resources, and these conditions. A merge patch replaces lists: the other conditions go with
    /// it as they are, with fields that our record does not have.
    /// </summary>
    /// <param name="resources">Null for one that it is no longer to have.</param>
    /// <param name="there">All conditions as they were read; anything but a list for none.</param>
    public static ReadOnlyMemory<byte> NodeStatus(
        IReadOnlyDictionary<string, long?> resources, JsonElement there, IReadOnlyList<Condition> conditions, string resourceVersion) =>
        Of("status", resourceVersion, fields =>
        {
            fields.Quantities("capacity", resources);
            fields.Quantities("allocatable", resources);
            if (conditions.Count > 0)
            {
                fields.Merged("conditions", there, condition => conditions.Any(ours => condition.TryGetProperty("type", out var type) && type.ValueEquals(ours.Type)), conditions, MetaFields.WriteCondition);
            }
        });

    private static ReadOnlyMemory<byte> Of(string part, string resourceVersion, Action<FieldWriter> write) => ResourceJson.Text(json =>
    {
        json.WriteStartObject();
        if (resourceVersion.Length > 0)
        {
            json.WriteStartObject("metadata");
            json.WriteString("resourceVersion", resourceVersion);
            json.WriteEndObject();
        }

        json.WriteStartObject(part);
        write(new FieldWriter(json, isPatch: true));
        json.WriteEndObject();
        json.WriteEndObject();
    });
}
