using System.Text.Json.Nodes;
using Fairlead.Kubernetes.Store.Objects;
using Fairlead.Resources.Meta;

namespace Fairlead.Kubernetes.Store.Tables;

/// <summary>The columns of Kubernetes' own kinds (<c>pkg/printers/internalversion</c>).</summary>
internal static class BuiltInColumns
{
    public const string None = "<none>";

    public static IReadOnlyList<Column> Of(ResourceKind kind) => kind.Kind switch
    {
        "Pod" => PodColumns.All,
        "Node" => NodeColumns.All,
        "Event" => EventColumns,
        "Namespace" => [Column.ObjectName, Column.Text("Status", 0, (row, _) => row.TextAt("status.phase")), Column.Age],
        "Lease" => [Column.ObjectName, Column.Text("Holder", 0, (row, _) => row.TextAt("spec.holderIdentity")), Column.Age],
        _ => [Column.ObjectName, Column.Age],
    };

    private static IReadOnlyList<Column> EventColumns { get; } =
    [
        Column.Text("Last Seen", 0, (row, now) => HumanAge.Since(First(row, "series.lastObservedTime", "lastTimestamp", "firstTimestamp", "eventTime"), now)),
        Column.Text("Type", 0, (row, _) => row.TextAt("type")),
        Column.Text("Reason", 0, (row, _) => row.TextAt("reason")),
        Column.Text("Object", 0, (row, _) => $"{row.TextAt("involvedObject.kind").ToLowerInvariant()}/{row.TextAt("involvedObject.name")}"),
        Column.Text("Subobject", 1, (row, _) => row.TextAt("involvedObject.fieldPath")),
        Column.Text("Source", 1, (row, _) => string.Join(", ", new[] { First(row, "source.component", "reportingComponent"), First(row, "source.host", "reportingInstance") }.Where(part => part.Length > 0))),
        Column.Text("Message", 0, (row, _) => row.TextAt("message").Trim()),
        Column.Text("First Seen", 1, (row, now) => HumanAge.Since(First(row, "firstTimestamp", "eventTime"), now)),
        Column.Text("Count", 1, (row, _) => First(row, "series.count", "count")),
        new Column("Name", "string", "name", "Name", 1, (row, _) => row.TextAt("metadata.name")),
    ];

    /// <returns>The first of these fields that says something; empty where none does.</returns>
    public static string First(JsonObject row, params string[] paths) => paths.Select(path => row.TextAt(path)).FirstOrDefault(text => text.Length > 0) ?? "";

    /// <returns>The text, or what kubectl shows where there is none.</returns>
    public static string OrNone(string text) => text.Length == 0 ? None : text;
}
