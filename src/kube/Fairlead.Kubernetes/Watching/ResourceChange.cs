using Fairlead.Resources.Meta;

namespace Fairlead.Kubernetes.Watching;

public enum ChangeKind
{
    Added,
    Changed,
    Gone,
}

/// <summary>What became of an object.</summary>
/// <param name="Item">As it is; of one that is gone, as it was last seen.</param>
/// <param name="Before">Null for one that is new.</param>
public sealed record ResourceChange<T>(ChangeKind Kind, T Item, T? Before)
    where T : class, IResource;
