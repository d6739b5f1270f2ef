using Fairlead.Kubernetes.Store.Kinds;
using Fairlead.Kubernetes.Store.Objects;

namespace Fairlead.Kubernetes.Store.Writes;

/// <summary>What is done with fields that no schema names (<c>fieldValidation</c>).</summary>
internal enum UnknownFields
{
    Ignore,
    Warn,
    Refuse,
}

/// <summary>What a caller wants to write.</summary>
/// <param name="Subresource">Empty for the object itself.</param>
internal sealed record WriteCall(ClusterStore Store, ServedKind Kind, ObjectKey Key, string Subresource = "")
{
    public UnknownFields UnknownFields { get; init; } = UnknownFields.Warn;

    /// <summary>What the caller is told beside the answer.</summary>
    public List<string> Warnings { get; } = [];

    public bool IsStatus => Subresource == "status";
}
