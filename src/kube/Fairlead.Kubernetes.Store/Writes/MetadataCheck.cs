using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Fairlead.Kubernetes.Store.Errors;
using Fairlead.Kubernetes.Store.Kinds;
using Fairlead.Kubernetes.Store.Objects;

namespace Fairlead.Kubernetes.Store.Writes;

/// <summary>Names, labels and annotations (<c>apimachinery/pkg/util/validation</c>).</summary>
internal static partial class MetadataCheck
{
    private const int MostSubdomain = 253;
    private const int MostLabel = 63;
    private const int MostAnnotations = 256 * 1024;

    private const string SubdomainRule = "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com')";
    private const string LabelRule = "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name', or '123-abc')";
    private const string KeyRule = "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName', or 'my.name', or '123-abc')";
    private const string ValueRule = "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue', or 'my_value', or '12345')";

    public static IEnumerable<FieldProblem> Check(ServedKind kind, JsonObject metadata)
    {
        var name = metadata.TextAt("name");
        // A namespace's name becomes part of names in DNS.
        var (pattern, rule, most) = kind.Plural == "namespaces" ? (Label(), LabelRule, MostLabel) : (Subdomain(), SubdomainRule, MostSubdomain);
        if (name.Length == 0)
        {
            yield return FieldProblem.Required("metadata.name", "name or generateName is required");
        }
        else if (!pattern.IsMatch(name))
        {
            yield return FieldProblem.Invalid("metadata.name", $"\"{name}\"", rule);
        }
        else if (name.Length > most)
        {
            yield return FieldProblem.Invalid("metadata.name", $"\"{name}\"", $"must be no more than {most} characters");
        }

        foreach (var problem in Pairs(metadata, "labels").Concat(Pairs(metadata, "annotations")).Concat(Finalizers(metadata)))
        {
            yield return problem;
        }
    }

    private static IEnumerable<FieldProblem> Pairs(JsonObject metadata, string field)
    {
        if (metadata[field] is not JsonObject pairs)
        {
            yield break;
        }

        var size = 0;
        foreach (var (key, value) in pairs)
        {
            if (value is null || value.GetValueKind() != JsonValueKind.String)
            {
                yield return new FieldProblem($"metadata.{field}.{key}", "FieldValueTypeInvalid", $"Invalid value: {value?.ToJsonString() ?? "null"}: must be a string");
                continue;
            }

            var text = value.GetValue<string>();
            size += key.Length + Encoding.UTF8.GetByteCount(text);
            if (!IsKey(key))
            {
                yield return FieldProblem.Invalid($"metadata.{field}", $"\"{key}\"", KeyRule);
            }

            if (field == "labels" && (text.Length > MostLabel || !Value().IsMatch(text)))
            {
                yield return FieldProblem.Invalid("metadata.labels", $"\"{text}\"", text.Length > MostLabel ? $"must be no more than {MostLabel} characters" : ValueRule);
            }
        }

        if (field == "annotations" && size > MostAnnotations)
        {
            yield return new FieldProblem("metadata.annotations", "FieldValueTooLong", $"Too long: may not be more than {MostAnnotations} bytes");
        }
    }

    private static IEnumerable<FieldProblem> Finalizers(JsonObject metadata) =>
        (metadata["finalizers"] as JsonArray ?? [])
            .Where(one => one is null || one.GetValueKind() != JsonValueKind.String || !IsKey(one.GetValue<string>()))
            .Select(one => FieldProblem.Invalid("metadata.finalizers", one?.ToJsonString() ?? "null", KeyRule));

    private static bool IsKey(string key)
    {
        var slash = key.LastIndexOf('/');
        return (slash < 0 || (slash <= MostSubdomain && Subdomain().IsMatch(key[..slash]))) && key.Length - slash - 1 <= MostLabel && Name().IsMatch(key[(slash + 1)..]);
    }

    [GeneratedRegex(@"\A[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\z")]
    private static partial Regex Subdomain();

    [GeneratedRegex(@"\A[a-z0-9]([-a-z0-9]*[a-z0-9])?\z")]
    private static partial Regex Label();

    [GeneratedRegex(@"\A([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]\z")]
    private static partial Regex Name();

    [GeneratedRegex(@"\A(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?\z")]
    private static partial Regex Value();
}
