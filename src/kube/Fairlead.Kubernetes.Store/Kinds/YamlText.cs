using System.Globalization;
using System.Text.Json.Nodes;
using Fairlead.Kubernetes.Store.Objects;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Fairlead.Kubernetes.Store.Kinds;

/// <summary>YAML to JSON, by the core schema of YAML 1.2 as far as definitions of kinds use it.</summary>
internal static class YamlText
{
    /// <summary>All documents of a text that are not empty.</summary>
    /// <exception cref="YamlException">It is no YAML.</exception>
    public static IEnumerable<JsonObject> Read(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        // Read again: numbers are then numbers of JSON, and can be asked for as any type.
        return [.. stream.Documents.Select(document => ToJson(document.RootNode)).OfType<JsonObject>().Select(json => JsonText.ReadObject(JsonText.Write(json)))];
    }

    private static JsonNode? ToJson(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(pair => KeyValuePair.Create(((YamlScalarNode)pair.Key).Value ?? "", ToJson(pair.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(ToJson)]),
        YamlScalarNode { Style: ScalarStyle.Plain } plain => Plain(plain.Value ?? ""),
        YamlScalarNode quoted => JsonValue.Create(quoted.Value),
        _ => null,
    };

    private static JsonNode? Plain(string text) => text switch
    {
        "" or "~" or "null" => null,
        "true" => JsonValue.Create(true),
        "false" => JsonValue.Create(false),
        _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => JsonValue.Create(whole),
        _ when text.Any(char.IsAsciiDigit) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
        _ => JsonValue.Create(text),
    };
}
