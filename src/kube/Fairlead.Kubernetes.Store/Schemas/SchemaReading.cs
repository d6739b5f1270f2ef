using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Fairlead.Model.Problems;

namespace Fairlead.Kubernetes.Store.Schemas;

/// <summary>JSONSchemaProps to nodes.</summary>
internal static class SchemaReading
{
    // Go's regular expressions take time in proportion to the text; so do these, and nobody can stop the store by a pattern.
    private const RegexOptions Patterns = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    private static readonly ConcurrentDictionary<string, Regex> Made = new(StringComparer.Ordinal);

    /// <exception cref="ProblemException">It uses something that the store does not know: it would be let pass what a real cluster refuses.</exception>
    public static SchemaNode Read(JsonObject schema, string path) => new()
    {
        Type = Text(schema, "type"),
        Format = Text(schema, "format"),
        Description = Text(schema, "description"),
        IsNullable = Flag(schema, "nullable"),
        Properties = schema["properties"] is JsonObject properties
            ? properties.ToDictionary(property => property.Key, property => Read((JsonObject)property.Value!, $"{path}.{property.Key}"), StringComparer.Ordinal)
            : new Dictionary<string, SchemaNode>(),
        Values = schema["additionalProperties"] switch
        {
            JsonObject values => Read(values, $"{path}.*"),
            JsonValue any when any.GetValueKind() == JsonValueKind.True => SchemaNode.Anything,
            _ => null,
        },
        Items = schema["items"] is JsonObject items ? Read(items, $"{path}[*]") : null,
        Default = schema["default"]?.DeepClone(),
        PreservesUnknown = Flag(schema, "x-kubernetes-preserve-unknown-fields"),
        IsIntOrString = Flag(schema, "x-kubernetes-int-or-string"),
        MapKeys = Text(schema, "x-kubernetes-list-type") == "map" ? [.. Nodes(schema, "x-kubernetes-list-map-keys").Select(key => key!.GetValue<string>())] : [],
        IsSet = Text(schema, "x-kubernetes-list-type") == "set",
        MergeKey = Text(schema, "x-kubernetes-patch-merge-key"),
        IsMerged = Text(schema, "x-kubernetes-patch-strategy").Split(',').Contains("merge"),
        Immutable = Immutable(schema, path),
        Rules = Rules(schema, path),
        Source = schema,
    };

    private static ValueRules Rules(JsonObject schema, string path) => new()
    {
        Required = [.. Nodes(schema, "required").Select(name => name!.GetValue<string>())],
        Enum = [.. Nodes(schema, "enum")],
        Pattern = Text(schema, "pattern") is { Length: > 0 } pattern ? Pattern(pattern, path) : null,
        Minimum = Number(schema, "minimum"),
        IsMinimumExclusive = Flag(schema, "exclusiveMinimum"),
        Maximum = Number(schema, "maximum"),
        IsMaximumExclusive = Flag(schema, "exclusiveMaximum"),
        MultipleOf = Number(schema, "multipleOf"),
        MinLength = (long?)Number(schema, "minLength"),
        MaxLength = (long?)Number(schema, "maxLength"),
        MinItems = (long?)Number(schema, "minItems"),
        MaxItems = (long?)Number(schema, "maxItems"),
        MinProperties = (long?)Number(schema, "minProperties"),
        MaxProperties = (long?)Number(schema, "maxProperties"),
        AllOf = Schemas(schema, "allOf", path),
        AnyOf = Schemas(schema, "anyOf", path),
        OneOf = Schemas(schema, "oneOf", path),
        Not = schema["not"] is JsonObject not ? Read(not, path) : null,
    };

    // Of the expression language of rules only this one is understood, which is by far the most frequent.
    private static string? Immutable(JsonObject schema, string path)
    {
        string? said = null;
        foreach (var rule in Nodes(schema, "x-kubernetes-validations").OfType<JsonObject>())
        {
            var text = Text(rule, "rule");
            if (text.Replace(" ", "", StringComparison.Ordinal) is not ("self==oldSelf" or "oldSelf==self"))
            {
                throw new ProblemException("schema", [new Problem(path, $"the rule '{text}' is not known here; only 'self == oldSelf' is")]);
            }

            said = Text(rule, "message") is { Length: > 0 } message ? message : "Value is immutable";
        }

        return said;
    }

    private static Regex Pattern(string pattern, string path)
    {
        try
        {
            // The same few are in many places, and making one is dear.
            return Made.GetOrAdd(pattern, static text => new Regex(text, Patterns));
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            throw new ProblemException("schema", [new Problem(path, $"the pattern '{pattern}' cannot be used: {error.Message}")]);
        }
    }

    private static IReadOnlyList<SchemaNode> Schemas(JsonObject schema, string name, string path) => [.. Nodes(schema, name).OfType<JsonObject>().Select(one => Read(one, path))];

    private static IEnumerable<JsonNode?> Nodes(JsonObject schema, string name) => schema[name] as JsonArray ?? [];

    private static string Text(JsonObject schema, string name) => schema[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";

    private static bool Flag(JsonObject schema, string name) => schema[name] is JsonValue value && value.TryGetValue<bool>(out var flag) && flag;

    private static double? Number(JsonObject schema, string name) => schema[name] is JsonValue value && value.TryGetValue<double>(out var number) ? number : null;
}
