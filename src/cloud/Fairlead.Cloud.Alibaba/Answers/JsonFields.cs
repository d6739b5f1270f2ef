using System.Globalization;
using System.Text.Json;
using Fairlead.Model.Addresses;

namespace Fairlead.Cloud.Alibaba.Answers;

/// <summary>Fields of an answer, read without trust: what is missing or of another shape is empty.</summary>
internal static class JsonFields
{
    public static string Text(this JsonElement fields, string name) =>
        fields.Field(name) is { ValueKind: JsonValueKind.String } field ? field.GetString()! : "";

    /// <summary>Numbers and switches are now and then written as text.</summary>
    public static int Number(this JsonElement fields, string name) => fields.Field(name) switch
    {
        { ValueKind: JsonValueKind.Number } field when field.TryGetInt32(out var number) => number,
        { ValueKind: JsonValueKind.String } field when int.TryParse(field.GetString(), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) => number,
        _ => 0,
    };

    public static bool Flag(this JsonElement fields, string name) => fields.Field(name) switch
    {
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.String } field => string.Equals(field.GetString(), "true", StringComparison.OrdinalIgnoreCase),
        _ => false,
    };

    public static DateTimeOffset? Time(this JsonElement fields, string name) =>
        DateTimeOffset.TryParse(fields.Text(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    /// <summary>A list as the cloud nests it: <c>{"Sets": {"Set": [ … ]}}</c>.</summary>
    public static IEnumerable<JsonElement> List(this JsonElement fields, string outer, string inner) =>
        fields.Field(outer) is { } list && list.Field(inner) is { ValueKind: JsonValueKind.Array } items ? items.EnumerateArray() : [];

    /// <summary>A list of texts, nested alike.</summary>
    public static IEnumerable<string> Texts(this JsonElement fields, string outer, string inner) =>
        fields.List(outer, inner).Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!);

    public static IReadOnlyDictionary<string, string> Tags(this JsonElement fields)
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var tag in fields.List("Tags", "Tag"))
        {
            tags[tag.Text("TagKey")] = tag.Text("TagValue");
        }

        return tags;
    }

    public static IEnumerable<InetAddress> Addresses(IEnumerable<string> texts) =>
        texts.Select(text => InetAddress.TryParse(text, out var address) ? address : (InetAddress?)null).Where(address => address.HasValue).Select(address => address!.Value);

    public static IEnumerable<Cidr> Ranges(IEnumerable<string> texts) =>
        texts.Select(text => Cidr.TryParse(text, out var range) ? range : (Cidr?)null).Where(range => range.HasValue).Select(range => range!.Value);

    private static JsonElement? Field(this JsonElement fields, string name) =>
        fields.ValueKind == JsonValueKind.Object && fields.TryGetProperty(name, out var field) ? field : null;
}
