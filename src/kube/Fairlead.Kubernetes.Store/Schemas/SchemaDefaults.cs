using System.Text.Json.Nodes;

namespace Fairlead.Kubernetes.Store.Schemas;

/// <summary>Fills in what was not said.</summary>
internal static class SchemaDefaults
{
    public static void Fill(SchemaNode schema, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject map:
                FillFields(schema, map);
                break;
            case JsonArray list when schema.Items is { } items:
                foreach (var item in list)
                {
                    Fill(items, item);
                }

                break;
        }
    }

    private static void FillFields(SchemaNode schema, JsonObject map)
    {
        foreach (var (name, property) in schema.Properties)
        {
            if (property.Default is { } value && !map.ContainsKey(name))
            {
                map[name] = value.DeepClone();
            }

            Fill(property, map[name]);
        }

        if (schema.Values is { } values)
        {
            foreach (var (name, value) in map)
            {
                if (!schema.Properties.ContainsKey(name))
                {
                    Fill(values, value);
                }
            }
        }
    }
}
