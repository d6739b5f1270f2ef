using Fairlead.Resources.Meta;

namespace Fairlead.Kubernetes;

/// <summary>All objects of a selection as they were at one time.</summary>
/// <param name="ResourceVersion">Where a watch goes on.</param>
public sealed record ResourceList<T>(IReadOnlyList<T> Items, string ResourceVersion)
    where T : class, IResource
{
    /// <summary>Objects that are there and that the record cannot hold.</summary>
    public IReadOnlyList<UnreadableObject> Unreadable { get; init; } = [];
}

/// <param name="Uid">Empty where that cannot be read either.</param>
/// <param name="Reason">Which field and why.</param>
public sealed record UnreadableObject(string Namespace, string Name, string Uid, string Reason);
