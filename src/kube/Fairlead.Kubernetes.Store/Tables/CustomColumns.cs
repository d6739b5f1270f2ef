using System.Text.Json;
using System.Text.Json.Nodes;
using Fairlead.Kubernetes.Store.Objects;

namespace Fairlead.Kubernetes.Store.Tables;

/// <summary>The columns of a CustomResourceDefinition, by paths.</summary>
internal static class CustomColumns
{
    public static IReadOnlyList<Column> Read(IReadOnlyList<JsonObject> columns) => columns.Count == 0 ? [Column.ObjectName, Column.Age] : [Column.ObjectName, .. columns.Select(Read)];

    private static Column Read(JsonObject column)
    {
        var (path, type) = (JsonPath.Parse(column.TextAt("jsonPath")), column.TextAt("type"));
        return new Column(
            column.TextAt("name"), type, column.TextAt("format"), column.TextAt("description"), (int)(column.NumberAt("priority") ?? 0),
            // One value is shown: the first.
            (row, now) => path.Find(row).FirstOrDefault() is { } value ? Cell(value, type, now) : null);
    }

    private static JsonNode? Cell(JsonNode value, string type, DateTimeOffset now) => (type, value.GetValueKind()) switch
    {
        ("date", JsonValueKind.String) => HumanAge.Since(value.GetValue<string>(), now),
        ("string", JsonValueKind.String) => value.DeepClone(),
        ("string", _) => value.ToJsonString(),
        ("integer" or "number", JsonValueKind.Number) => value.DeepClone(),
        ("boolean", JsonValueKind.True or JsonValueKind.False) => value.DeepClone(),
        _ => null,
    };
}
