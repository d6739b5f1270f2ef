using Fairlead.Kubernetes.Store.Errors;
using Fairlead.Kubernetes.Store.Kinds;
using Fairlead.Kubernetes.Store.Objects;

namespace Fairlead.Kubernetes.Store.Selectors;

/// <summary>A <c>fieldSelector</c>: <c>spec.nodeName=node-1,status.phase!=Failed</c>. Only some fields of a kind can be named.</summary>
internal sealed class FieldQuery
{
    private readonly List<(int Field, string Value, bool IsWanted)> _terms = [];

    public static FieldQuery All { get; } = new();

    /// <exception cref="ApiException">It is not written so, or names a field that cannot be selected by.</exception>
    public static FieldQuery Parse(string? text, ServedKind kind)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return All;
        }

        var query = new FieldQuery();
        foreach (var term in text.Split(','))
        {
            query._terms.Add(Term(term, text, kind));
        }

        return query;
    }

    public bool Matches(StoredObject candidate)
    {
        foreach (var (field, value, isWanted) in _terms)
        {
            if ((candidate.Fields[field] == value) != isWanted)
            {
                return false;
            }
        }

        return true;
    }

    private static (int Field, string Value, bool IsWanted) Term(string term, string text, ServedKind kind)
    {
        var equal = term.IndexOf('=', StringComparison.Ordinal);
        if (equal <= 0)
        {
            throw Refusal.BadRequest($"invalid field selector: '{text}'; can't understand '{term}'");
        }

        var isNegated = term[equal - 1] == '!';
        var path = term[..(isNegated ? equal - 1 : equal)].Trim();
        var value = term[(equal + 1)..].TrimStart('=').Trim();
        var field = kind.SelectableFields.ToList().IndexOf(path);
        return field >= 0
            ? (field, value, !isNegated)
            : throw Refusal.BadRequest($"field label not supported: {path}; {kind.QualifiedPlural} can be selected by {string.Join(", ", kind.SelectableFields)}");
    }
}
