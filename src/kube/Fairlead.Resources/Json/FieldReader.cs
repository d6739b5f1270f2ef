using System.Text.Json;
using Fairlead.Model.Addresses;

namespace Fairlead.Resources.Json;

/// <summary>
/// The fields of an object of JSON, by name. One that is missing or null has the value that the record has without it; one that nobody
/// asks for is passed over.
/// </summary>
internal readonly struct FieldReader(JsonElement element)
{
    /// <exception cref="ResourceFormatException">It is no object, or a field of it is not of its kind.</exception>
    public static T Read<T>(JsonElement element, Func<FieldReader, T> read) =>
        element.ValueKind == JsonValueKind.Object ? read(new FieldReader(element)) : throw Wrong(element, "an object");

    public string Text(string name) => Has(name, out var value) ? AsText(name, value) : "";

    public long Long(string name, long missing = 0) => MaybeLong(name) ?? missing;

    public int Int(string name, int missing = 0) => MaybeInt(name) ?? missing;

    public ulong Unsigned(string name) =>
        !Has(name, out var value) ? 0 : value.ValueKind == JsonValueKind.Number && value.TryGetUInt64(out var number) ? number : throw Wrong(value, "a whole number").Below(name);

    public long? MaybeLong(string name) =>
        !Has(name, out var value) ? null : value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : throw Wrong(value, "a whole number").Below(name);

    public int? MaybeInt(string name) =>
        !Has(name, out var value) ? null : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : throw Wrong(value, "a whole number of 32 bits").Below(name);

    public bool Flag(string name) => MaybeFlag(name) ?? false;

    public bool? MaybeFlag(string name) =>
        !Has(name, out var value) ? null : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw Wrong(value, "true or false").Below(name);

    public T Word<T>(string name, T missing)
        where T : struct, Enum =>
        !Has(name, out var value) ? missing
        : EnumWords<T>.TryRead(AsText(name, value), out var word) ? word
        : throw Wrong(value, "one of " + string.Join(", ", EnumWords<T>.Words)).Below(name);

    public DateTimeOffset? Time(string name) =>
        !Has(name, out var value) ? null
        : Times.TryRead(AsText(name, value), out var time) ? time
        : throw Wrong(value, "a time such as 2026-01-31T12:00:00Z").Below(name);

    public InetAddress? Address(string name) => Has(name, out var value) ? At(name, value, AsAddress) : null;

    public Cidr? Range(string name) => Has(name, out var value) ? At(name, value, AsRange) : null;

    public MacAddress? Mac(string name) => Has(name, out var value) ? At(name, value, AsMac) : null;

    /// <summary>Words by words. Numbers and truth values are taken as they are written: a quantity may be <c>1</c>.</summary>
    public IReadOnlyDictionary<string, string> Map(string name)
    {
        var map = new Dictionary<string, string>();
        if (!Has(name, out var value))
        {
            return map;
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            throw Wrong(value, "an object").Below(name);
        }

        foreach (var entry in value.EnumerateObject())
        {
            map[entry.Name] = entry.Value.ValueKind switch
            {
                JsonValueKind.String => entry.Value.GetString()!,
                JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => entry.Value.GetRawText(),
                _ => throw Wrong(entry.Value, "a string").Below(entry.Name).Below(name),
            };
        }

        return map;
    }

    public IReadOnlyList<T> List<T>(string name, Func<JsonElement, T> read)
    {
        if (!Has(name, out var value))
        {
            return [];
        }

        if (value.ValueKind != JsonValueKind.Array)
        {
            throw Wrong(value, "a list").Below(name);
        }

        var list = new List<T>(value.GetArrayLength());
        foreach (var item in value.EnumerateArray())
        {
            list.Add(At(name, item, read, list.Count));
        }

        return list;
    }

    public IReadOnlyList<T> Records<T>(string name, Func<FieldReader, T> read) => List(name, item => Read(item, read));

    public IReadOnlyList<string> Texts(string name) => List(name, AsText);

    public T Nested<T>(string name, Func<FieldReader, T> read, T missing) => Has(name, out var value) ? At(name, value, item => Read(item, read)) : missing;

    public T Nested<T>(string name, Func<FieldReader, T> read)
        where T : new() => Has(name, out var value) ? At(name, value, item => Read(item, read)) : new T();

    public static InetAddress AsAddress(JsonElement value) =>
        InetAddress.TryParse(AsText(value), out var address) ? address : throw Wrong(value, "an address such as 10.0.0.1 or fd00::1");

    public static Cidr AsRange(JsonElement value) =>
        Cidr.TryParse(AsText(value), out var range) ? range : throw Wrong(value, "a range such as 10.244.0.0/16 or fd00::/64");

    public static MacAddress AsMac(JsonElement value) =>
        MacAddress.TryParse(AsText(value), out var mac) ? mac : throw Wrong(value, "a MAC address such as 02:00:00:00:00:01");

    public static string AsText(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Wrong(value, "a string");

    private static string AsText(string name, JsonElement value) => At(name, value, AsText);

    private static T At<T>(string name, JsonElement value, Func<JsonElement, T> read, int index = -1)
    {
        try
        {
            return read(value);
        }
        catch (ResourceFormatException error)
        {
            throw index < 0 ? error.Below(name) : error.Below($"[{index}]").Below(name);
        }
    }

    private bool Has(string name, out JsonElement value) => element.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;

    private static ResourceFormatException Wrong(JsonElement given, string allowed)
    {
        var text = given.GetRawText();
        return new ResourceFormatException("", $"{(text.Length > 60 ? text[..60] + "…" : text)} is not {allowed}");
    }
}
