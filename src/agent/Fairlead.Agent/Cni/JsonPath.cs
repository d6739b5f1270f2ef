using System.Text.Json;
using Fairlead.Model.Problems;

namespace Fairlead.Agent.Cni;

/// <summary>A JSON value and where it stands; what is wrong with it goes to a common list, so that all mistakes are told at once.</summary>
internal readonly record struct JsonPath(JsonElement Value, string Path, List<Problem> Problems)
{
    public bool IsPresent => Value.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    /// <summary>A field of the object; one that is not present where there is none.</summary>
    public JsonPath this[string name] => new(
        Value.ValueKind == JsonValueKind.Object && Value.TryGetProperty(name, out var field) ? field : default,
        Path.Length == 0 ? name : $"{Path}.{name}",
        Problems);

    /// <summary>The same, in whatever case it is written: what Go's decoder takes, runtimes written in Go send.</summary>
    public JsonPath AnyCase(string name) =>
        Value.ValueKind == JsonValueKind.Object && !Value.TryGetProperty(name, out _)
        && Value.EnumerateObject().FirstOrDefault(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { Value.ValueKind: not JsonValueKind.Undefined } field
            ? this[field.Name]
            : this[name];

    public bool Has(string name) => Value.ValueKind == JsonValueKind.Object && Value.TryGetProperty(name, out _);

    public void Say(string message) => Problems.Add(new Problem(Path, message));

    public string Text(string otherwise = "")
    {
        if (!IsPresent)
        {
            return otherwise;
        }

        if (Value.ValueKind == JsonValueKind.String)
        {
            return Value.GetString()!;
        }

        Say($"must be a string, not {Value.GetRawText()}");
        return otherwise;
    }

    public int Number(int least, int most, int otherwise)
    {
        if (!IsPresent)
        {
            return otherwise;
        }

        if (Value.ValueKind == JsonValueKind.Number && Value.TryGetInt32(out var number) && number >= least && number <= most)
        {
            return number;
        }

        Say($"must be a number from {least} to {most}, not {Value.GetRawText()}");
        return otherwise;
    }

    public IReadOnlyList<JsonPath> Items()
    {
        if (!IsPresent)
        {
            return [];
        }

        if (Value.ValueKind != JsonValueKind.Array)
        {
            Say("must be a list");
            return [];
        }

        var (path, problems) = (Path, Problems);
        return [.. Value.EnumerateArray().Select((item, index) => new JsonPath(item, $"{path}[{index}]", problems))];
    }

    public IReadOnlyList<string> Texts() => [.. Items().Select(item => item.Text())];

    /// <summary>Complains where a present value is no object.</summary>
    public bool IsObject()
    {
        if (IsPresent && Value.ValueKind != JsonValueKind.Object)
        {
            Say("must be an object");
        }

        return Value.ValueKind == JsonValueKind.Object;
    }
}
