using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Configuration;
using Fairlead.Vpc.Control;
using Fairlead.Vpc.Topology;
using Fairlead.Yaml;

namespace Fairlead.Vpc.Faults;

/// <summary>A parameter of a call as a person writes it in YAML, as the JSON that calls are read from.</summary>
internal static class ParameterReader
{
    public static JsonNode? Read(YamlValue yaml, Type type)
    {
        var kind = Nullable.GetUnderlyingType(type) ?? type;
        return kind switch
        {
            _ when kind == typeof(int) => yaml.Parse<int>(text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null, "is no whole number"),
            _ when kind == typeof(bool) => yaml.Flag(false),
            _ when kind == typeof(IReadOnlyList<TagFilter>) => Tags(yaml),
            _ when kind == typeof(IReadOnlyList<SecurityGroupRule>) => VpcJson.ToNode(yaml.Items.Select(RuleReader.Read).ToList()),
            _ when kind == typeof(IReadOnlyList<string>) => new JsonArray([.. (yaml.IsList ? yaml.Items : [yaml]).Select(item => (JsonNode?)item.Text())]),
            { IsEnum: true } => Word(yaml, kind),
            _ => yaml.Text(),
        };
    }

    private static JsonArray Tags(YamlValue yaml)
    {
        if (!yaml.IsMapping)
        {
            yaml.Say("must be a mapping of keys and values");
        }

        return new JsonArray([.. yaml.Keys.Select(key => (JsonNode)new JsonObject { ["key"] = key, ["value"] = yaml[key].Text() })]);
    }

    private static JsonNode? Word(YamlValue yaml, Type kind)
    {
        var names = Enum.GetNames(kind);
        if (yaml.Text() is { } text && !names.Contains(text))
        {
            yaml.Say($"'{text}' is none of {string.Join(", ", names)}");
        }

        return yaml.Text() is { } word && names.Contains(word) ? JsonNamingPolicy.CamelCase.ConvertName(word) : null;
    }
}
