using System.Globalization;
using System.Text.Json.Nodes;
using Fairlead.Kubernetes.Store.Errors;
using Fairlead.Kubernetes.Store.Objects;

namespace Fairlead.Kubernetes.Store.Patches;

/// <summary>RFC 6902.</summary>
internal static class JsonPatch
{
    // evanphx/json-patch as the API server has it.
    private const int MostSteps = 10_000;

    public static IReadOnlyList<JsonObject> Read(JsonNode? patch) =>
        patch is JsonArray steps && steps.Count <= MostSteps && steps.All(step => step is JsonObject)
            ? [.. steps.Cast<JsonObject>()]
            : throw Refusal.BadRequest($"a JSON patch is a list of at most {MostSteps} operations");

    /// <exception cref="ApiException">A step cannot be done: nothing is.</exception>
    public static JsonObject Apply(JsonObject target, IReadOnlyList<JsonObject> steps)
    {
        var copied = 0L;
        foreach (var step in steps)
        {
            Apply(target, step, ref copied);
        }

        return target;
    }

    private static void Apply(JsonObject target, JsonObject step, ref long copied)
    {
        var path = step.TextAt("path");
        switch (step.TextAt("op"))
        {
            case "add":
                Add(target, path, step["value"]?.DeepClone());
                break;
            case "remove":
                Remove(target, path);
                break;
            case "replace":
                Remove(target, path);
                Add(target, path, step["value"]?.DeepClone());
                break;
            case "move":
                var moved = Remove(target, step.TextAt("from"));
                Add(target, path, moved);
                break;
            case "copy":
                Add(target, path, Copy(Get(target, step.TextAt("from")), ref copied));
                break;
            case "test":
                if (!JsonNode.DeepEquals(Get(target, path), step["value"]))
                {
                    throw Broken($"testing value {path} failed");
                }

                break;
            case var other:
                throw Broken($"unexpected kind: {other}");
        }
    }

    private static void Add(JsonObject target, string path, JsonNode? value)
    {
        var (parent, last) = Parent(target, path);
        // Now, and not when all is done: every step may double the depth, and whoever walks through it has only so much of a stack.
        if (path.Count(letter => letter == '/') + JsonText.Depth(value) > JsonText.MostDepth)
        {
            throw Broken($"{path} would be deeper than {JsonText.MostDepth} levels");
        }

        switch (parent)
        {
            case JsonObject map:
                map[last] = value;
                break;
            case JsonArray list:
                list.Insert(last == "-" ? list.Count : Index(list, last, path, list.Count), value);
                break;
        }
    }

    // What is copied into itself doubles each time: the whole is bounded, as in Kubernetes (JSONPatchMaxCopyBytes).
    private static JsonNode? Copy(JsonNode? value, ref long copied)
    {
        copied += value is null ? 0 : JsonText.Write(value).Length;
        return copied <= JsonText.MostOctets ? value?.DeepClone() : throw Broken($"more than {JsonText.MostOctets} octets are copied");
    }

    private static JsonNode? Remove(JsonObject target, string path)
    {
        var (parent, last) = Parent(target, path);
        if (parent is JsonArray list)
        {
            var index = Index(list, last, path, list.Count - 1);
            var item = list[index];
            list.RemoveAt(index);
            return item;
        }

        var map = (JsonObject)parent;
        var value = map.ContainsKey(last) ? map[last] : throw Missing(path);
        map.Remove(last);
        return value;
    }

    private static JsonNode? Get(JsonObject target, string path)
    {
        var (parent, last) = Parent(target, path);
        return parent is JsonArray list ? list[Index(list, last, path, list.Count - 1)] : ((JsonObject)parent).TryGetPropertyValue(last, out var value) ? value : null;
    }

    private static (JsonNode Parent, string Last) Parent(JsonObject target, string path)
    {
        if (path is not ['/', ..])
        {
            throw Broken($"'{path}' is no path: it begins with /");
        }

        var names = path[1..].Split('/').Select(name => name.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)).ToList();
        JsonNode? node = target;
        foreach (var name in names[..^1])
        {
            node = node switch
            {
                JsonObject map => map[name],
                JsonArray list => list[Index(list, name, path, list.Count - 1)],
                _ => null,
            };
        }

        return node is JsonObject or JsonArray ? (node, names[^1]) : throw Missing(path);
    }

    private static int Index(JsonArray list, string text, string path, int last) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index <= last && index <= list.Count ? index : throw Missing(path);

    private static ApiException Missing(string path) => Broken($"{path} is not there: Unable to access invalid index or missing path");

    private static ApiException Broken(string why) => new(422, "Invalid", $"the server rejected our request due to an error in our request: {why}");
}
