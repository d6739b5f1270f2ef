using System.Text.Json;
using System.Text.Json.Nodes;
using Fairlead.Kubernetes.Store.Errors;
using Fairlead.Kubernetes.Store.Objects;

namespace Fairlead.Kubernetes.Store.Schemas;

/// <summary>Finds everything in an object that its schema does not allow, in the words of a real cluster.</summary>
internal sealed class SchemaCheck
{
    private readonly List<FieldProblem> _problems = [];

    /// <param name="before">As it was, for what may not change; null where the object is new.</param>
    /// <param name="path">Of what is looked at in its object; empty for the whole.</param>
    public static IReadOnlyList<FieldProblem> Check(SchemaNode schema, JsonNode node, JsonNode? before, string path)
    {
        var check = new SchemaCheck();
        check.Visit(schema, node, before, path);
        return check._problems;
    }

    private static bool Holds(SchemaNode schema, JsonNode? node)
    {
        var check = new SchemaCheck();
        check.Visit(schema, node, null, "");
        return check._problems.Count == 0;
    }

    private void Visit(SchemaNode schema, JsonNode? node, JsonNode? before, string path)
    {
        if (node is null)
        {
            if (!schema.IsNullable && schema.Type.Length > 0)
            {
                _problems.Add(FieldProblem.Invalid(path, "\"null\"", $"{path} in body must be of type {schema.Type}: \"null\""));
            }

            return;
        }

        if (!IsOfType(schema, node))
        {
            _problems.Add(new FieldProblem(path, "FieldValueTypeInvalid", $"Invalid value: \"{TypeOf(node)}\": {path} in body must be of type {(schema.IsIntOrString ? "integer,string" : schema.Type)}: \"{TypeOf(node)}\""));
            return;
        }

        if (schema.Immutable is { } because && before is not null && !JsonNode.DeepEquals(node, before))
        {
            _problems.Add(FieldProblem.Invalid(path, Quote(node), because));
        }

        if (FormatCheck.Check(schema.Format, node, path) is { } problem)
        {
            _problems.Add(problem);
        }

        Limits(schema.Rules, node, path);
        Below(schema, node, before, path);
    }

    private void Below(SchemaNode schema, JsonNode node, JsonNode? before, string path)
    {
        switch (node)
        {
            case JsonObject map:
                foreach (var (name, value) in map)
                {
                    if ((schema.Properties.GetValueOrDefault(name) ?? schema.Values) is { } field)
                    {
                        Visit(field, value, (before as JsonObject)?[name], path.Length == 0 ? name : $"{path}.{name}");
                    }
                }

                break;
            case JsonArray list when schema.Items is { } items:
                for (var i = 0; i < list.Count; i++)
                {
                    Visit(items, list[i], ItemBefore(schema, list[i], before), $"{path}[{i}]");
                }

                Duplicates(schema, list, path);
                break;
        }
    }

    // Only items that have a key can be found again.
    private static JsonNode? ItemBefore(SchemaNode schema, JsonNode? item, JsonNode? before) =>
        schema.MapKeys.Count > 0 && item is JsonObject && before is JsonArray old
            ? old.FirstOrDefault(one => one is JsonObject there && schema.MapKeys.All(key => JsonNode.DeepEquals(there[key], ((JsonObject)item)[key])))
            : null;

    private void Duplicates(SchemaNode schema, JsonArray list, string path)
    {
        if (!schema.IsSet && schema.MapKeys.Count == 0)
        {
            return;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < list.Count; i++)
        {
            var key = schema.IsSet ? Quote(list[i]) : string.Join(',', schema.MapKeys.Select(name => Quote((list[i] as JsonObject)?[name])));
            if (!seen.Add(key))
            {
                _problems.Add(new FieldProblem($"{path}[{i}]", "FieldValueDuplicate", $"Duplicate value: {key}"));
            }
        }
    }

    private void Limits(ValueRules rules, JsonNode node, string path)
    {
        if (rules == ValueRules.None)
        {
            return;
        }

        _problems.AddRange(ValueCheck.Check(rules, node, path));
        foreach (var all in rules.AllOf)
        {
            Visit(all, node, null, path);
        }

        if (rules.AnyOf.Count > 0 && !rules.AnyOf.Any(one => Holds(one, node)))
        {
            _problems.Add(FieldProblem.Invalid(path, Quote(node), $"{path} in body must validate at least one schema (anyOf)"));
        }

        if (rules.OneOf.Count > 0 && rules.OneOf.Count(one => Holds(one, node)) is var fitting && fitting != 1)
        {
            _problems.Add(FieldProblem.Invalid(path, Quote(node), $"{path} in body must validate one and only one schema (oneOf). Found {(fitting == 0 ? "none valid" : $"{fitting} valid alternatives")}"));
        }

        if (rules.Not is { } not && Holds(not, node))
        {
            _problems.Add(FieldProblem.Invalid(path, Quote(node), $"{path} in body must not validate the schema (not)"));
        }
    }

    private static bool IsOfType(SchemaNode schema, JsonNode node) => schema.IsIntOrString
        ? TypeOf(node) is "integer" or "string"
        : schema.Type.Length == 0 || TypeOf(node) == schema.Type || (schema.Type == "number" && TypeOf(node) == "integer");

    private static string TypeOf(JsonNode node) => node.GetValueKind() switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => node.Whole() is not null ? "integer" : "number",
        _ => "boolean",
    };

    private static string Quote(JsonNode? node) => node?.ToJsonString() ?? "null";
}
