using Fairlead.Kubernetes.Store.Objects;

namespace Fairlead.Kubernetes.Store.Watching;

internal enum WatchItemType
{
    Added,
    Modified,
    Deleted,
    Bookmark,

    /// <summary>All that was there when the watch began has been sent.</summary>
    Caught,
}

/// <summary>What a watcher is told.</summary>
/// <param name="Object">Null for what is about no object.</param>
internal readonly record struct WatchItem(WatchItemType Type, StoredObject? Object, long Version);
