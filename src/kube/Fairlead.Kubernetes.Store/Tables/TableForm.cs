using System.Text.Json.Nodes;
using Fairlead.Kubernetes.Store.Kinds;
using Fairlead.Kubernetes.Store.Objects;
using Fairlead.Kubernetes.Store.Replies;

namespace Fairlead.Kubernetes.Store.Tables;

/// <summary>Objects as rows (<c>meta.k8s.io/v1</c> Table).</summary>
/// <param name="includes">What comes with a row: <c>None</c>, <c>Metadata</c> or <c>Object</c>.</param>
internal sealed class TableForm(string includes, TimeProvider clock) : ObjectForm
{
    public override Reply Show(StoredObject stored, int status = 200) => Reply.Of(Table(stored.Kind, [stored], new JsonObject { ["resourceVersion"] = $"{stored.Version}" }), status);

    public override Reply Show(ObjectList list) => Reply.Of(Table(list.Kind, list.Items, list.Metadata()));

    public override Func<StoredObject, byte[]> EventForm() => stored => JsonText.Write(Table(stored.Kind, [stored], new JsonObject { ["resourceVersion"] = $"{stored.Version}" }));

    private JsonObject Table(ServedKind kind, IReadOnlyList<StoredObject> objects, JsonObject metadata)
    {
        var now = clock.GetUtcNow();
        return new JsonObject
        {
            ["kind"] = "Table",
            ["apiVersion"] = "meta.k8s.io/v1",
            ["metadata"] = metadata,
            ["columnDefinitions"] = new JsonArray([.. kind.Columns.Select(column => column.Definition())]),
            ["rows"] = new JsonArray([.. objects.Select(stored => Row(kind, stored.Read(), now))]),
        };
    }

    private JsonObject Row(ServedKind kind, JsonObject row, DateTimeOffset now)
    {
        var shown = new JsonObject { ["cells"] = new JsonArray([.. kind.Columns.Select(column => column.Cell(row, now))]) };
        switch (includes)
        {
            case "Object":
                shown["object"] = row;
                break;
            case "Metadata":
                shown["object"] = new JsonObject { ["kind"] = "PartialObjectMetadata", ["apiVersion"] = "meta.k8s.io/v1", ["metadata"] = row["metadata"]?.DeepClone() };
                break;
        }

        return shown;
    }
}
