using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Fairlead.Kubernetes.Store.Errors;
using Fairlead.Kubernetes.Store.Objects;

namespace Fairlead.Kubernetes.Store.Schemas;

/// <summary>The formats that a real cluster looks at and our kinds use.</summary>
internal static partial class FormatCheck
{
    /// <returns>Null where it fits, or the format is none that is looked at.</returns>
    public static FieldProblem? Check(string format, JsonNode node, string path) => format switch
    {
        "date-time" when node.GetValueKind() == JsonValueKind.String && !IsTime(node.GetValue<string>()) => Wrong(format, node, path),
        "int32" when node.Whole() is < int.MinValue or > int.MaxValue => Wrong(format, node, path),
        _ => null,
    };

    private static bool IsTime(string text) => Rfc3339().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _);

    private static FieldProblem Wrong(string format, JsonNode node, string path) => FieldProblem.Invalid(path, node.ToJsonString(), $"{path} in body must be of type {format}: {node.ToJsonString()}");

    // Section 5.6.
    [GeneratedRegex(@"\A\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)\z")]
    private static partial Regex Rfc3339();
}
