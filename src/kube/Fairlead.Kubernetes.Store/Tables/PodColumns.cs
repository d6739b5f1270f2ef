using System.Text.Json.Nodes;
using Fairlead.Kubernetes.Store.Objects;

namespace Fairlead.Kubernetes.Store.Tables;

/// <summary>The columns of pods.</summary>
internal static class PodColumns
{
    public static IReadOnlyList<Column> All { get; } =
    [
        Column.ObjectName,
        Column.Text("Ready", 0, (row, _) => $"{Statuses(row).Count(one => one.TextAt("ready") == "true")}/{(row.At("spec.containers") as JsonArray)?.Count ?? 0}"),
        Column.Text("Status", 0, (row, _) => Status(row)),
        Column.Text("Restarts", 0, (row, _) => $"{Statuses(row).Sum(one => one.NumberAt("restartCount") ?? 0)}"),
        Column.Age,
        Column.Text("IP", 1, (row, _) => BuiltInColumns.OrNone(row.TextAt("status.podIP"))),
        Column.Text("Node", 1, (row, _) => BuiltInColumns.OrNone(row.TextAt("spec.nodeName"))),
        Column.Text("Nominated Node", 1, (row, _) => BuiltInColumns.OrNone(row.TextAt("status.nominatedNodeName"))),
        Column.Text("Readiness Gates", 1, (row, _) => Gates(row)),
    ];

    private static IEnumerable<JsonNode?> Statuses(JsonObject row) => row.At("status.containerStatuses") as JsonArray ?? [];

    // What holds a container up says more than the phase; that the pod is going says more than either.
    private static string Status(JsonObject row)
    {
        var status = row.TextAt("status.reason") is { Length: > 0 } reason ? reason : row.TextAt("status.phase");
        foreach (var container in Statuses(row))
        {
            status = container.TextAt("state.waiting.reason") is { Length: > 0 } waiting ? waiting
                : container.TextAt("state.terminated.reason") is { Length: > 0 } terminated ? terminated : status;
        }

        return row.At("metadata.deletionTimestamp") is null ? status : status == "NodeLost" ? "Unknown" : "Terminating";
    }

    private static string Gates(JsonObject row)
    {
        if (row.At("spec.readinessGates") is not JsonArray { Count: > 0 } gates)
        {
            return BuiltInColumns.None;
        }

        var conditions = row.At("status.conditions") as JsonArray ?? [];
        var open = gates.Count(gate => conditions.Any(one => one.TextAt("type") == gate.TextAt("conditionType") && one.TextAt("status") == "True"));
        return $"{open}/{gates.Count}";
    }
}
