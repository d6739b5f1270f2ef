using System.Text.RegularExpressions;
using Fairlead.Kubernetes.Store.Errors;
using Fairlead.Resources.Meta;

namespace Fairlead.Kubernetes.Store.Selectors;

/// <summary>A <c>labelSelector</c> as it is written in a query: <c>app=web,tier in (a, b),!old</c>.</summary>
internal sealed partial class LabelQuery
{
    private readonly List<LabelRequirement> _requirements = [];

    public static LabelQuery All { get; } = new();

    /// <exception cref="ApiException">It is not written so.</exception>
    public static LabelQuery Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return All;
        }

        var query = new LabelQuery();
        foreach (var part in Parts(text))
        {
            query._requirements.Add(Requirement(part.Trim()) ?? throw Refusal.BadRequest($"unable to parse requirement: '{part.Trim()}' in labelSelector '{text}'"));
        }

        return query;
    }

    // NotIn and != hold for objects without the label (labels.Requirement.Matches).
    public bool Matches(IReadOnlyDictionary<string, string> labels)
    {
        foreach (var requirement in _requirements)
        {
            if (!requirement.Matches(labels))
            {
                return false;
            }
        }

        return true;
    }

    // Commas inside parentheses separate values.
    private static IEnumerable<string> Parts(string text)
    {
        var (start, depth) = (0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            depth += text[i] switch { '(' => 1, ')' => -1, _ => 0 };
            if (text[i] == ',' && depth == 0)
            {
                yield return text[start..i];
                start = i + 1;
            }
        }

        yield return text[start..];
    }

    private static LabelRequirement? Requirement(string text) =>
        Set().Match(text) is { Success: true } set ? new LabelRequirement(set.Groups["key"].Value, set.Groups["op"].Value == "in" ? "In" : "NotIn")
        {
            Values = [.. set.Groups["values"].Value.Split(',').Select(value => value.Trim())],
        }
        : Equal().Match(text) is { Success: true } equal ? new LabelRequirement(equal.Groups["key"].Value, equal.Groups["op"].Value == "!=" ? "NotIn" : "In") { Values = [equal.Groups["value"].Value] }
        : Exists().Match(text) is { Success: true } exists ? new LabelRequirement(exists.Groups["key"].Value, exists.Groups["not"].Length > 0 ? "DoesNotExist" : "Exists")
        : null;

    [GeneratedRegex(@"^(?<key>[\w./-]+)\s+(?<op>in|notin)\s*\((?<values>[\w.,\s-]*)\)$")]
    private static partial Regex Set();

    [GeneratedRegex(@"^(?<key>[\w./-]+)\s*(?<op>==|=|!=)\s*(?<value>[\w.-]*)$")]
    private static partial Regex Equal();

    [GeneratedRegex(@"^(?<not>!?)\s*(?<key>[\w./-]+)$")]
    private static partial Regex Exists();
}
