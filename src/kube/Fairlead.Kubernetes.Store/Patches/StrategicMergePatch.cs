using System.Text.Json;
using System.Text.Json.Nodes;
using Fairlead.Kubernetes.Store.Errors;
using Fairlead.Kubernetes.Store.Objects;
using Fairlead.Kubernetes.Store.Schemas;

namespace Fairlead.Kubernetes.Store.Patches;

/// <summary>
/// Kubernetes' own way to say a change: lists whose items have a key are merged item by item, and directives say what is to go
/// (<c>sig-api-machinery/strategic-merge-patch.md</c>). Which list is merged by what is in the schema.
/// </summary>
internal static class StrategicMergePatch
{
    private const string Directive = "$patch";
    private const string RetainKeys = "$retainKeys";
    private const string DeletePrimitives = "$deleteFromPrimitiveList/";
    private const string Order = "$setElementOrder/";

    public static JsonObject Apply(SchemaNode schema, JsonObject target, JsonObject patch)
    {
        switch (patch.TextAt(Directive))
        {
            case "replace":
                return Clean(patch);
            case "delete":
                return [];
        }

        if (patch[RetainKeys] is JsonArray retained)
        {
            var kept = retained.Select(name => name!.ToString()).ToHashSet();
            foreach (var name in target.Select(field => field.Key).Where(name => !kept.Contains(name)).ToList())
            {
                target.Remove(name);
            }
        }

        foreach (var (name, value) in patch)
        {
            ApplyField(schema, target, patch, name, value);
        }

        return target;
    }

    private static void ApplyField(SchemaNode schema, JsonObject target, JsonObject patch, string name, JsonNode? value)
    {
        if (name is Directive or RetainKeys || name.StartsWith(Order, StringComparison.Ordinal))
        {
            return;
        }

        if (name.StartsWith(DeletePrimitives, StringComparison.Ordinal))
        {
            Drop(target[name[DeletePrimitives.Length..]] as JsonArray, value as JsonArray);
            return;
        }

        var field = schema.Properties.GetValueOrDefault(name) ?? schema.Values ?? SchemaNode.Anything;
        switch (value)
        {
            case null:
                target.Remove(name);
                break;
            case JsonObject fields:
                target[name] = Apply(field, target[name] is JsonObject there ? (JsonObject)there.DeepClone() : [], fields);
                break;
            case JsonArray items when field.IsMerged:
                target[name] = Merge(field, target[name] as JsonArray ?? [], items, patch[Order + name] as JsonArray);
                break;
            default:
                target[name] = value.DeepClone();
                break;
        }
    }

    private static JsonArray Merge(SchemaNode list, JsonArray there, JsonArray patch, JsonArray? order)
    {
        if (patch.Any(item => item.TextAt(Directive) == "replace"))
        {
            return [.. patch.Where(item => item.TextAt(Directive) != "replace").Select(item => item?.DeepClone())];
        }

        var merged = there.Select(item => item?.DeepClone()).ToList();
        foreach (var item in patch)
        {
            MergeItem(list, merged, item);
        }

        return [.. order is null ? merged : Sort(list, merged, order)];
    }

    private static void MergeItem(SchemaNode list, List<JsonNode?> merged, JsonNode? item)
    {
        if (list.MergeKey.Length == 0)
        {
            // A set of plain values.
            if (!merged.Any(one => JsonNode.DeepEquals(one, item)))
            {
                merged.Add(item?.DeepClone());
            }

            return;
        }

        if (item is not JsonObject fields || fields[list.MergeKey] is not { } key)
        {
            throw Refusal.BadRequest($"map: {item?.ToJsonString()} does not contain declared merge key: {list.MergeKey}");
        }

        var at = merged.FindIndex(one => one is JsonObject old && JsonNode.DeepEquals(old[list.MergeKey], key));
        if (fields.TextAt(Directive) == "delete")
        {
            merged.RemoveAll(one => one is JsonObject old && JsonNode.DeepEquals(old[list.MergeKey], key));
        }
        else if (at < 0)
        {
            merged.Add(Apply(list.Items ?? SchemaNode.Anything, [], fields));
        }
        else
        {
            merged[at] = Apply(list.Items ?? SchemaNode.Anything, (JsonObject)merged[at]!, fields);
        }
    }

    // What the order does not name stays behind what it names.
    private static IEnumerable<JsonNode?> Sort(SchemaNode list, List<JsonNode?> merged, JsonArray order)
    {
        var places = order.Select((item, place) => (Key(list, item), place)).DistinctBy(one => one.Item1).ToDictionary(one => one.Item1, one => one.place);
        return merged.OrderBy(item => places.GetValueOrDefault(Key(list, item), int.MaxValue));
    }

    private static string Key(SchemaNode list, JsonNode? item) => (list.MergeKey.Length == 0 ? item : (item as JsonObject)?[list.MergeKey])?.ToJsonString() ?? "";

    private static void Drop(JsonArray? list, JsonArray? values)
    {
        foreach (var item in (list ?? []).Where(item => (values ?? []).Any(value => JsonNode.DeepEquals(item, value))).ToList())
        {
            list!.Remove(item);
        }
    }

    private static JsonObject Clean(JsonObject patch)
    {
        var clean = (JsonObject)patch.DeepClone();
        clean.Remove(Directive);
        return clean;
    }
}
