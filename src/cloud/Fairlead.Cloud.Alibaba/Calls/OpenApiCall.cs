using System.Globalization;

namespace Fairlead.Cloud.Alibaba.Calls;

/// <summary>An action with its parameters; what is null is left out.</summary>
/// <param name="resource">Id of what it is about, for messages; empty for lists.</param>
internal sealed class OpenApiCall(Product product, string action, string resource = "")
{
    private readonly List<KeyValuePair<string, string>> _parameters = [];

    public Product Product { get; } = product;

    public string Action { get; } = action;

    public string Resource { get; } = resource;

    public IReadOnlyList<KeyValuePair<string, string>> Parameters => _parameters;

    public OpenApiCall With(string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            _parameters.Add(new(name, value));
        }

        return this;
    }

    /// <summary>0 is as good as not said.</summary>
    public OpenApiCall With(string name, int value) => value == 0 ? this : With(name, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>A list, <c>Name.1</c>, <c>Name.2</c>…</summary>
    public OpenApiCall With(string name, IEnumerable<string> values)
    {
        foreach (var (index, value) in values.Index())
        {
            With($"{name}.{index + 1}", value);
        }

        return this;
    }

    /// <summary>Tags, <c>Tag.1.Key</c>, <c>Tag.1.Value</c>…</summary>
    public OpenApiCall WithTags(IReadOnlyDictionary<string, string> tags)
    {
        foreach (var (index, (key, value)) in tags.Index())
        {
            _parameters.Add(new($"Tag.{index + 1}.Key", key));
            _parameters.Add(new($"Tag.{index + 1}.Value", value));
        }

        return this;
    }
}
