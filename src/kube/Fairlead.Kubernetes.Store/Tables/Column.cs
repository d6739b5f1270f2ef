using System.Text.Json.Nodes;

namespace Fairlead.Kubernetes.Store.Tables;

/// <summary>One column of <c>kubectl get</c>.</summary>
/// <param name="Type"><c>string</c>, <c>integer</c>, <c>number</c>, <c>boolean</c>, <c>date</c>.</param>
/// <param name="Format"><c>name</c> for what names the object.</param>
/// <param name="Priority">0 for what is always shown, 1 for what <c>-o wide</c> adds.</param>
/// <param name="Cell">What is shown of an object at a time; null for nothing.</param>
internal sealed record Column(string Name, string Type, string Format, string Description, int Priority, Func<JsonObject, DateTimeOffset, JsonNode?> Cell)
{
    public static Column Text(string name, int priority, Func<JsonObject, DateTimeOffset, string> cell) => new(name, "string", "", name, priority, (row, now) => cell(row, now));

    public static Column ObjectName { get; } = new("Name", "string", "name", "Name must be unique within a namespace.", 0, (row, _) => row["metadata"]?["name"]?.DeepClone());

    public static Column Age { get; } = Text("Age", 0, (row, now) => HumanAge.Since((string?)row["metadata"]?["creationTimestamp"], now));

    public JsonObject Definition() => new() { ["name"] = Name, ["type"] = Type, ["format"] = Format, ["description"] = Description, ["priority"] = Priority };
}
