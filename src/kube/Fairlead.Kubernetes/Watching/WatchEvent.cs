using Fairlead.Resources.Meta;

namespace Fairlead.Kubernetes.Watching;

public enum WatchKind
{
    /// <summary>Made, or come into the selection.</summary>
    Added,
    Modified,

    /// <summary>Gone, or out of the selection.</summary>
    Deleted,

    /// <summary>Nothing happened until this resource version; no object.</summary>
    Bookmark,

    /// <summary>Something but its end happened to an object that cannot be read.</summary>
    Unreadable,
}

/// <param name="Item">Null for bookmarks and what cannot be read.</param>
public sealed record WatchEvent<T>(WatchKind Kind, T? Item, string ResourceVersion)
    where T : class, IResource
{
    /// <summary>What the event is about, where that cannot be read.</summary>
    public UnreadableObject? Unreadable { get; init; }
}
