using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fairlead.Kubernetes.Store.Errors;

namespace Fairlead.Kubernetes.Store.Schemas;

/// <summary>Limits of single values, in the words of go-openapi's validation, which clients and their users know.</summary>
internal static class ValueCheck
{
    public static IEnumerable<FieldProblem> Check(ValueRules rules, JsonNode node, string path)
    {
        var problems = node switch
        {
            JsonObject map => OfMap(rules, map, path),
            JsonArray list => OfList(rules, list, path),
            _ when node.GetValueKind() == JsonValueKind.String => OfText(rules, node.GetValue<string>(), path),
            _ when node.GetValueKind() == JsonValueKind.Number => OfNumber(rules, node, path),
            _ => [],
        };
        return rules.Enum.Count == 0 || rules.Enum.Any(one => JsonNode.DeepEquals(one, node))
            ? problems
            : problems.Append(new FieldProblem(path, "FieldValueNotSupported", $"Unsupported value: {node.ToJsonString()}: supported values: {string.Join(", ", rules.Enum.Select(one => one?.ToJsonString() ?? "null"))}"));
    }

    private static IEnumerable<FieldProblem> OfMap(ValueRules rules, JsonObject map, string path)
    {
        foreach (var name in rules.Required.Where(name => !map.ContainsKey(name)))
        {
            yield return FieldProblem.Required(path.Length == 0 ? name : $"{path}.{name}");
        }

        if (map.Count < rules.MinProperties)
        {
            yield return FieldProblem.Invalid(path, Count(map.Count), $"{path} in body should have at least {rules.MinProperties} properties");
        }

        if (map.Count > rules.MaxProperties)
        {
            yield return FieldProblem.Invalid(path, Count(map.Count), $"{path} in body should have at most {rules.MaxProperties} properties");
        }
    }

    private static IEnumerable<FieldProblem> OfList(ValueRules rules, JsonArray list, string path)
    {
        if (list.Count < rules.MinItems)
        {
            yield return FieldProblem.Invalid(path, Count(list.Count), $"{path} in body should have at least {rules.MinItems} items");
        }

        if (list.Count > rules.MaxItems)
        {
            yield return new FieldProblem(path, "FieldValueTooMany", $"Too many: {list.Count}: must have at most {rules.MaxItems} items");
        }
    }

    private static IEnumerable<FieldProblem> OfText(ValueRules rules, string text, string path)
    {
        var length = rules.MinLength is null && rules.MaxLength is null ? 0 : text.EnumerateRunes().Count();
        if (length < rules.MinLength)
        {
            yield return FieldProblem.Invalid(path, $"\"{text}\"", $"{path} in body should be at least {rules.MinLength} chars long");
        }

        if (length > rules.MaxLength)
        {
            yield return new FieldProblem(path, "FieldValueTooLong", $"Too long: may not be more than {rules.MaxLength} bytes");
        }

        if (rules.Pattern is { } pattern && !pattern.IsMatch(text))
        {
            yield return FieldProblem.Invalid(path, $"\"{text}\"", $"{path} in body should match '{pattern}'");
        }
    }

    private static IEnumerable<FieldProblem> OfNumber(ValueRules rules, JsonNode node, string path)
    {
        var number = double.Parse(node.ToJsonString(), CultureInfo.InvariantCulture);
        var text = node.ToJsonString();
        if (number < rules.Minimum || (rules.IsMinimumExclusive && number == rules.Minimum))
        {
            yield return FieldProblem.Invalid(path, text, $"{path} in body should be greater than {(rules.IsMinimumExclusive ? "" : "or equal to ")}{rules.Minimum}");
        }

        if (number > rules.Maximum || (rules.IsMaximumExclusive && number == rules.Maximum))
        {
            yield return FieldProblem.Invalid(path, text, $"{path} in body should be less than {(rules.IsMaximumExclusive ? "" : "or equal to ")}{rules.Maximum}");
        }

        if (rules.MultipleOf is { } step && number % step != 0)
        {
            yield return FieldProblem.Invalid(path, text, $"{path} in body should be a multiple of {step}");
        }
    }

    private static string Count(int count) => count.ToString(CultureInfo.InvariantCulture);
}
