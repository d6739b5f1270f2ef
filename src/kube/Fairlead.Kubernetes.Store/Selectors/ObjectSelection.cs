using Fairlead.Kubernetes.Store.Objects;

namespace Fairlead.Kubernetes.Store.Selectors;

/// <summary>Which objects of a kind a list or a watch is about.</summary>
/// <param name="Namespace">Null for all.</param>
internal sealed record ObjectSelection(string? Namespace, LabelQuery Labels, FieldQuery Fields)
{
    public bool Matches(StoredObject candidate) =>
        (Namespace is null || candidate.Key.Namespace == Namespace) && Fields.Matches(candidate) && Labels.Matches(candidate.Labels);
}
