using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Fairlead.Kubernetes.Store.Objects;
using Fairlead.Model.Problems;

namespace Fairlead.Kubernetes.Store.Tables;

/// <summary>
/// A path of a printer column: <c>.spec.mode</c>, <c>.metadata.annotations.a\.b/c</c>, <c>.spec.list[0]</c>, <c>.spec.list[*].name</c>,
/// <c>.status.conditions[?(@.type=="Ready")].status</c>.
/// </summary>
internal sealed class JsonPath
{
    private readonly List<Func<JsonNode, IEnumerable<JsonNode?>>> _steps = [];

    /// <exception cref="ProblemException">It is none, or uses more than that.</exception>
    public static JsonPath Parse(string text)
    {
        var path = new JsonPath();
        for (var i = 0; i < text.Length;)
        {
            path._steps.Add(text[i] switch
            {
                '.' => Field(Name(text, ref i)),
                '[' => Bracket(Inside(text, ref i), text),
                _ => throw Broken(text),
            });
        }

        return path._steps.Count == 0 ? throw Broken(text) : path;
    }

    public IEnumerable<JsonNode> Find(JsonNode root) =>
        _steps.Aggregate<Func<JsonNode, IEnumerable<JsonNode?>>, IEnumerable<JsonNode>>([root], (nodes, step) => nodes.SelectMany(node => step(node)).OfType<JsonNode>());

    private static string Name(string text, ref int i)
    {
        var name = new StringBuilder();
        for (i++; i < text.Length && text[i] is not ('.' or '['); i++)
        {
            name.Append(text[i] == '\\' && i + 1 < text.Length ? text[++i] : text[i]);
        }

        return name.ToString();
    }

    private static string Inside(string text, ref int i)
    {
        var end = text.IndexOf(']', i);
        var inside = end < 0 ? throw Broken(text) : text[(i + 1)..end];
        i = end + 1;
        return inside;
    }

    private static Func<JsonNode, IEnumerable<JsonNode?>> Bracket(string inside, string text) => inside switch
    {
        "*" => node => node as JsonArray ?? [],
        ['\'', .. var name, '\''] => Field(name),
        ['?', '(', '@', '.', .. var test, ')'] when test.Split("==") is [var path, var value] => Filter(path.Trim(), value.Trim().Trim('"', '\'')),
        _ when int.TryParse(inside, NumberStyles.None, CultureInfo.InvariantCulture, out var index) => node => node is JsonArray list && index < list.Count ? [list[index]] : [],
        _ => throw Broken(text),
    };

    private static Func<JsonNode, IEnumerable<JsonNode?>> Field(string name) => node => node is JsonObject map && map.TryGetPropertyValue(name, out var value) ? [value] : [];

    private static Func<JsonNode, IEnumerable<JsonNode?>> Filter(string path, string value) => node => (node as JsonArray ?? []).Where(item => item.TextAt(path) == value);

    private static ProblemException Broken(string text) => new("printer column", [new Problem("jsonPath", $"'{text}' is no path that is known here; write .spec.field, .list[0], .list[*].field or .list[?(@.type==\"Ready\")].field")]);
}
