using System.Text.Json.Nodes;
using Fairlead.Kubernetes.Store.Objects;

namespace Fairlead.Kubernetes.Store.Tables;

/// <summary>The columns of nodes.</summary>
internal static class NodeColumns
{
    private const string RolePrefix = "node-role.kubernetes.io/";

    public static IReadOnlyList<Column> All { get; } =
    [
        Column.ObjectName,
        Column.Text("Status", 0, (row, _) => Status(row)),
        Column.Text("Roles", 0, (row, _) => Roles(row)),
        Column.Age,
        Column.Text("Version", 0, (row, _) => row.TextAt("status.nodeInfo.kubeletVersion")),
        Column.Text("Internal-IP", 1, (row, _) => Address(row, "InternalIP")),
        Column.Text("External-IP", 1, (row, _) => Address(row, "ExternalIP")),
        Column.Text("OS-Image", 1, (row, _) => OrUnknown(row.TextAt("status.nodeInfo.osImage"))),
        Column.Text("Kernel-Version", 1, (row, _) => OrUnknown(row.TextAt("status.nodeInfo.kernelVersion"))),
        Column.Text("Container-Runtime", 1, (row, _) => OrUnknown(row.TextAt("status.nodeInfo.containerRuntimeVersion"))),
    ];

    private static string Status(JsonObject row)
    {
        var ready = (row.At("status.conditions") as JsonArray ?? []).FirstOrDefault(one => one.TextAt("type") == "Ready")?.TextAt("status");
        var status = ready switch { "True" => "Ready", null => "Unknown", _ => "NotReady" };
        return row.TextAt("spec.unschedulable") == "true" ? $"{status},SchedulingDisabled" : status;
    }

    private static string Roles(JsonObject row)
    {
        var labels = row.At("metadata.labels") as JsonObject ?? [];
        var roles = labels
            .Select(label => label.Key.StartsWith(RolePrefix, StringComparison.Ordinal) ? label.Key[RolePrefix.Length..] : label.Key == "kubernetes.io/role" ? $"{label.Value}" : "")
            .Where(role => role.Length > 0).Order(StringComparer.Ordinal);
        return BuiltInColumns.OrNone(string.Join(',', roles));
    }

    private static string Address(JsonObject row, string type) =>
        BuiltInColumns.OrNone((row.At("status.addresses") as JsonArray ?? []).FirstOrDefault(one => one.TextAt("type") == type)?.TextAt("address") ?? "");

    private static string OrUnknown(string text) => text.Length == 0 ? "<unknown>" : text;
}
