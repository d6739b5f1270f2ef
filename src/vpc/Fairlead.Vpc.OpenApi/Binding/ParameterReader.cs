using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Fairlead.Vpc.Calls;
using Fairlead.Vpc.OpenApi.Requests;

namespace Fairlead.Vpc.OpenApi.Binding;

/// <summary>
/// Reads typed values out of a request. The first thing that is wrong is kept in <see cref="Error"/>, and reading goes on with defaults:
/// whoever binds looks at the end, as the cloud too says one thing at a time.
/// </summary>
internal sealed class ParameterReader(ApiRequest request)
{
    private Dialect _dialect = Dialect.Ecs;
    private string _region = "";

    public CloudError? Error { get; private set; }

    /// <summary>Begins with the next request.</summary>
    /// <param name="region">Of the endpoint: what a call means that names none and need not.</param>
    public void Begin(Dialect dialect, string region) => (_dialect, _region, Error) = (dialect, region, null);

    public void Fail(CloudError error) => Error ??= error;

    /// <summary>Null where it is missing or empty.</summary>
    public string? Text(ReadOnlySpan<byte> name) => request.Text(name);

    public string TextOrEmpty(ReadOnlySpan<byte> name) => request.Text(name) ?? "";

    public string Required(ReadOnlySpan<byte> name)
    {
        if (request.Text(name) is { } value)
        {
            return value;
        }

        Fail(_dialect.Missing(Said(name)));
        return "";
    }

    public string Region() => Required("RegionId"u8);

    /// <summary>Of actions that have no such parameter, or need not be given it.</summary>
    public string RegionOrEndpoints() => request.Text("RegionId"u8) ?? _region;

    public int? Number(ReadOnlySpan<byte> name, int least = 0, int most = int.MaxValue)
    {
        var value = request.Parameters.Get(name);
        if (value.IsEmpty)
        {
            return null;
        }

        if (Utf8Parser.TryParse(value, out int number, out var read) && read == value.Length && number >= least && number <= most)
        {
            return number;
        }

        Malformed(name);
        return null;
    }

    public bool? Flag(ReadOnlySpan<byte> name)
    {
        var value = request.Parameters.Get(name);
        if (value.IsEmpty)
        {
            return null;
        }

        var yes = Ascii.EqualsIgnoreCase(value, "true"u8);
        if (!yes && !Ascii.EqualsIgnoreCase(value, "false"u8))
        {
            Malformed(name);
        }

        return yes;
    }

    /// <summary>One of an enumeration's words, as it is written; null where it is missing.</summary>
    public T? Word<T>(ReadOnlySpan<byte> name)
        where T : struct, Enum
    {
        if (request.Text(name) is not { } value)
        {
            return null;
        }

        // TryParse alone also takes numbers, spaces around a word, and several of them with commas between.
        if (value.All(char.IsAsciiLetter) && Enum.TryParse<T>(value, out var word))
        {
            return word;
        }

        Malformed(name);
        return null;
    }

    /// <summary>One of the words that the cloud allows, for parameters that are compared as texts; null where it is missing.</summary>
    public string? OneOf(ReadOnlySpan<byte> name, params ReadOnlySpan<string> allowed)
    {
        var value = request.Text(name);
        if (value is not null && !allowed.Contains(value))
        {
            Malformed(name);
        }

        return value;
    }

    /// <summary><c>Name.1</c>, <c>Name.2</c>, …: in the order of their numbers, gaps do not matter.</summary>
    public IReadOnlyList<string> List(ReadOnlySpan<byte> name, int most = 100)
    {
        var numbered = NumberedParameters.Read(request.Parameters, name);
        if (numbered.Count > most)
        {
            Malformed(name);
        }

        return numbered.Values();
    }

    /// <summary>A JSON list of texts, as <c>InstanceIds=["i-1","i-2"]</c>.</summary>
    public IReadOnlyList<string> JsonList(ReadOnlySpan<byte> name, int most = 100)
    {
        if (request.Text(name) is not { } value)
        {
            return [];
        }

        try
        {
            if (JsonSerializer.Deserialize(value, ParameterJson.Default.StringArray) is { } list && list.Length <= most && list.All(item => item is not null))
            {
                return list;
            }
        }
        catch (JsonException)
        {
        }

        var said = Said(name);
        Fail(new CloudError($"Invalid{said}.Malformed", $"The specified parameter \"{said}\" is malformed."));
        return [];
    }

    /// <summary>Comma-separated.</summary>
    public IReadOnlyList<string> CommaList(ReadOnlySpan<byte> name) =>
        request.Text(name)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    /// <summary><c>Tag.N.Key</c> with <c>Tag.N.Value</c> or without.</summary>
    public IReadOnlyList<TagFilter> Tags()
    {
        var groups = NumberedParameters.Groups(request.Parameters, "Tag"u8);
        if (groups.Count == 0)
        {
            return [];
        }

        var tags = new List<TagFilter>(groups.Count);
        foreach (var prefix in groups)
        {
            if (request.Text(Encoding.UTF8.GetBytes($"{prefix}.Key")) is { } key)
            {
                tags.Add(new TagFilter(key, request.Text(Encoding.UTF8.GetBytes($"{prefix}.Value"))));
            }
            else
            {
                Fail(new CloudError("InvalidTagKey.Malformed", "The specified Tag.n.Key is not valid."));
            }
        }

        return tags;
    }

    /// <summary>The prefixes of structures in a list: <c>Permissions.1</c>, <c>Permissions.2</c>, ….</summary>
    public IReadOnlyList<string> Groups(ReadOnlySpan<byte> name) => NumberedParameters.Groups(request.Parameters, name);

    /// <summary>Parameters, or prefixes that end in a dot, that the cloud heeds and the emulator cannot: an error, unless they say no.</summary>
    public void Refuse(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (NumberedParameters.HasWish(request.Parameters, name))
            {
                Fail(Dialect.Unsupported(name.TrimEnd('.', '*')));
            }
        }
    }

    public void Malformed(ReadOnlySpan<byte> name) => Fail(_dialect.Malformed(Said(name)));

    private static string Said(ReadOnlySpan<byte> name) => Encoding.UTF8.GetString(name);
}
