using System.Globalization;
using Fairlead.Kubernetes.Store.Errors;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Fairlead.Kubernetes.Store.Requests;

/// <summary>The parameters of a request's path.</summary>
internal sealed class Query(string text)
{
    private readonly Dictionary<string, StringValues> _values = QueryHelpers.ParseQuery(text);

    /// <returns>Null where it is not there, or empty.</returns>
    public string? Text(string name) => _values.TryGetValue(name, out var value) && value.Count > 0 && value[0] is { Length: > 0 } text ? text : null;

    public bool Flag(string name) => Text(name) switch
    {
        null or "false" or "0" => false,
        "true" or "1" => true,
        var other => throw Refusal.BadRequest($"{name}={other}: true or false is wanted"),
    };

    public long? Number(string name) => Text(name) switch
    {
        null => null,
        var text when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
        var other => throw Refusal.BadRequest($"{name}={other}: a whole number is wanted"),
    };

    /// <exception cref="ApiException">It asks for a dry run of a kind that is not known.</exception>
    public bool IsDryRun() => Text("dryRun") switch
    {
        null => false,
        "All" => true,
        var other => throw Refusal.BadRequest($"dryRun={other}: only All is known"),
    };
}
