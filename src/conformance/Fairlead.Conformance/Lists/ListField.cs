using System.Text.Json;
using System.Text.Json.Nodes;
using Fairlead.Model.Problems;

namespace Fairlead.Conformance.Lists;

/// <summary>A value of a JSON text and where it stands; what is wrong with it goes to a common list.</summary>
internal readonly record struct ListField(JsonNode? Value, string Path, List<Problem> Problems)
{
    public bool IsPresent => Value is not null;

    public ListField this[string name] => new((Value as JsonObject)?[name], Path.Length == 0 ? name : $"{Path}.{name}", Problems);

    public void Say(string message) => Problems.Add(new Problem(Path, message));

    /// <returns>Null where there is none, or where it is something else, which is said.</returns>
    public string? Text()
    {
        if (Value is null)
        {
            return null;
        }

        if (Value.GetValueKind() == JsonValueKind.String)
        {
            return Value.GetValue<string>();
        }

        SayOnce("must be a string, not " + Value.ToJsonString());
        return null;
    }

    public bool Flag()
    {
        if (Value is not null && Value.GetValueKind() is not (JsonValueKind.True or JsonValueKind.False))
        {
            SayOnce("must be true or false, not " + Value.ToJsonString());
        }

        return Value?.GetValueKind() == JsonValueKind.True;
    }

    public bool IsObject()
    {
        if (Value is not JsonObject)
        {
            SayOnce("must be an object");
        }

        return Value is JsonObject;
    }

    public IReadOnlyList<ListField> Items()
    {
        if (Value is not null and not JsonArray)
        {
            SayOnce("must be a list");
        }

        var (path, problems) = (Path, Problems);
        return [.. (Value as JsonArray ?? []).Select((item, index) => new ListField(item, $"{path}[{index}]", problems))];
    }

    public IReadOnlyList<ListField> Fields()
    {
        if (Value is null || !IsObject())
        {
            return [];
        }

        var self = this;
        return [.. ((JsonObject)Value).Select(pair => self[pair.Key])];
    }

    private void SayOnce(string message)
    {
        var problem = new Problem(Path, message);
        if (!Problems.Contains(problem))
        {
            Problems.Add(problem);
        }
    }
}
