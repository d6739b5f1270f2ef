using System.Text.Json;
using System.Text.Json.Nodes;

namespace Fairlead.Kubernetes.Store.Schemas;

/// <summary>Finds fields that no schema names, and takes them away.</summary>
internal static class SchemaPruning
{
    /// <param name="path">Of what is looked at in its object; empty for the whole.</param>
    /// <param name="keep">Only find them.</param>
    /// <returns>Their paths.</returns>
    public static IReadOnlyList<string> Prune(SchemaNode schema, JsonNode? node, string path, bool keep)
    {
        var unknown = new List<string>();
        Visit(schema, node, path, keep, unknown);
        return unknown;
    }

    private static void Visit(SchemaNode schema, JsonNode? node, string path, bool keep, List<string> unknown)
    {
        switch (node)
        {
            case JsonObject map:
                foreach (var (name, value) in map.ToList())
                {
                    VisitField(schema, map, name, value, path.Length == 0 ? name : $"{path}.{name}", keep, unknown);
                }

                break;
            case JsonArray list when schema.Items is { } items:
                for (var i = 0; i < list.Count; i++)
                {
                    Visit(items, list[i], $"{path}[{i}]", keep, unknown);
                }

                break;
        }
    }

    private static void VisitField(SchemaNode schema, JsonObject map, string name, JsonNode? value, string path, bool keep, List<string> unknown)
    {
        if (schema.Properties.GetValueOrDefault(name) is { } property)
        {
            Prune(map, name, value, property);
            Visit(property, map[name], path, keep, unknown);
        }
        else if (schema.Values is { } values)
        {
            Visit(values, value, path, keep, unknown);
        }
        else if (!schema.PreservesUnknown)
        {
            unknown.Add(path);
            if (!keep)
            {
                map.Remove(name);
            }
        }
    }

    // A null where none may be is nothing said: the default takes its place (apiextensions, "defaulting and nullable").
    private static void Prune(JsonObject map, string name, JsonNode? value, SchemaNode property)
    {
        if ((value is null || value.GetValueKind() == JsonValueKind.Null) && !property.IsNullable && !(property.PreservesUnknown && property.Type.Length == 0))
        {
            map.Remove(name);
        }
    }
}
