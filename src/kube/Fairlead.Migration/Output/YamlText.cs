using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Fairlead.Migration.Output;

/// <summary>JSON as people write YAML: a line a value, and quotes only where a text would be read as something else.</summary>
public static partial class YamlText
{
    public static string Write(JsonObject json)
    {
        var text = new StringBuilder();
        Object(text, json, 0);
        return text.ToString();
    }

    private static void Object(StringBuilder text, JsonObject json, int indent, bool begun = false)
    {
        foreach (var (key, value) in json)
        {
            text.Append(' ', begun ? 0 : indent).Append(Scalar(key)).Append(':');
            begun = false;
            Value(text, value, indent);
        }
    }

    private static void Value(StringBuilder text, JsonNode? value, int indent)
    {
        switch (value)
        {
            case JsonObject { Count: > 0 } json:
                text.Append('\n');
                Object(text, json, indent + 2);
                break;
            case JsonArray list when list.All(item => item is JsonValue):
                text.Append(" [").AppendJoin(", ", list.Select(item => Scalar(item))).Append("]\n");
                break;
            case JsonArray list:
                text.Append('\n');
                foreach (var item in list.OfType<JsonObject>())
                {
                    text.Append(' ', indent + 2).Append("- ");
                    Object(text, item, indent + 4, begun: true);
                }

                break;
            default:
                text.Append(' ').Append(value is JsonObject ? "{}" : Scalar(value)).Append('\n');
                break;
        }
    }

    private static string Scalar(JsonNode? value) => value?.GetValueKind() == JsonValueKind.String ? Scalar(value.GetValue<string>()) : $"{value}";

    // Numbers, dates and words such as yes and null are other than texts to one reader or another.
    private static string Scalar(string text) => Plain().IsMatch(text) && !Word().IsMatch(text) ? text : JsonSerializer.Serialize(text);

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9._/-]*\z")]
    private static partial Regex Plain();

    [GeneratedRegex(@"\A(true|false|yes|no|on|off|null|y|n)\z", RegexOptions.IgnoreCase)]
    private static partial Regex Word();
}
