using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Fairlead.Kubernetes.Store.Objects;

/// <summary>Reading single fields of an object's JSON, where anything may be missing or of another type.</summary>
internal static class ObjectFields
{
    /// <param name="path">Names joined by dots, none of which has a dot itself.</param>
    public static JsonNode? At(this JsonNode? node, string path)
    {
        foreach (var name in path.Split('.'))
        {
            if (node is not JsonObject parent || !parent.TryGetPropertyValue(name, out node))
            {
                return null;
            }
        }

        return node;
    }

    /// <returns>Empty where there is none; numbers and booleans as JSON writes them.</returns>
    public static string TextAt(this JsonNode? node, string path) => node.At(path) switch
    {
        null or JsonObject or JsonArray => "",
        var value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
        var value => value.ToJsonString(),
    };

    /// <summary>Whatever type the number was made as.</summary>
    public static long? NumberAt(this JsonNode? node, string path) => node.At(path) is { } value && value.Whole() is { } number ? number : null;

    /// <returns>Null for what is no whole number.</returns>
    public static long? Whole(this JsonNode node) =>
        node.GetValueKind() == JsonValueKind.Number && long.TryParse(node.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <returns>The first of all times where there is none.</returns>
    public static DateTimeOffset TimeAt(this JsonNode? node, string path) =>
        DateTimeOffset.TryParse(node.TextAt(path), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : DateTimeOffset.MinValue;

    public static JsonObject Metadata(this JsonObject target) => target.Child("metadata");

    /// <summary>The object of this name, made where there is none.</summary>
    public static JsonObject Child(this JsonObject target, string name)
    {
        if (target[name] is JsonObject there)
        {
            return there;
        }

        var child = new JsonObject();
        target[name] = child;
        return child;
    }

    /// <summary>What is at this name in another object; nothing where there is nothing.</summary>
    public static void Take(this JsonObject target, string name, JsonObject from)
    {
        if (from.TryGetPropertyValue(name, out var value) && value is not null)
        {
            target[name] = value.DeepClone();
        }
        else
        {
            target.Remove(name);
        }
    }

    /// <summary>RFC 3339 in UTC and whole seconds, as Kubernetes writes <c>metav1.Time</c>.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
