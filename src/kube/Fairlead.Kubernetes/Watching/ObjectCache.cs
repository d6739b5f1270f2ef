using Fairlead.Resources.Meta;

namespace Fairlead.Kubernetes.Watching;

/// <summary>The objects of a selection as they were last seen, and what changes as they are seen again.</summary>
internal sealed class ObjectCache<T>
    where T : class, IResource
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ObjectKey, T> _items = [];

    public T? Find(ObjectKey key)
    {
        lock (_gate)
        {
            return _items.GetValueOrDefault(key);
        }
    }

    public IReadOnlyList<T> Snapshot()
    {
        lock (_gate)
        {
            return [.. _items.Values];
        }
    }

    /// <summary>These and no others are there. One that cannot be read stays as it was.</summary>
    public List<ResourceChange<T>> Replace(ResourceList<T> list)
    {
        var changes = new List<ResourceChange<T>>();
        var there = list.Items.Select(item => ObjectKey.Of(item)).Concat(list.Unreadable.Select(KeyOf)).ToHashSet();
        lock (_gate)
        {
            foreach (var key in _items.Keys.Where(key => !there.Contains(key)).ToList())
            {
                Remove(key, null, changes);
            }

            foreach (var unreadable in list.Unreadable)
            {
                RemoveOther(unreadable, changes);
            }

            foreach (var item in list.Items)
            {
                Put(item, changes);
            }
        }

        return changes;
    }

    public List<ResourceChange<T>> Apply(WatchEvent<T> happened)
    {
        var changes = new List<ResourceChange<T>>();
        lock (_gate)
        {
            switch (happened)
            {
                case { Kind: WatchKind.Deleted, Item: { } item }:
                    Remove(ObjectKey.Of(item), item, changes);
                    break;
                case { Kind: WatchKind.Deleted, Unreadable: { } unreadable }:
                    Remove(KeyOf(unreadable), null, changes);
                    break;
                case { Item: { } item }:
                    Put(item, changes);
                    break;
                case { Unreadable: { } unreadable }:
                    RemoveOther(unreadable, changes);
                    break;
            }
        }

        return changes;
    }

    /// <summary>One of the same name with another uid is another object: the first is gone, whether or not anybody saw it go.</summary>
    private void Put(T item, List<ResourceChange<T>> changes)
    {
        var key = ObjectKey.Of(item);
        var before = _items.GetValueOrDefault(key);
        if (before is not null && before.Metadata.Uid != item.Metadata.Uid)
        {
            Remove(key, null, changes);
            before = null;
        }

        _items[key] = item;
        if (before is null || before.Metadata.ResourceVersion != item.Metadata.ResourceVersion)
        {
            changes.Add(new ResourceChange<T>(before is null ? ChangeKind.Added : ChangeKind.Changed, item, before));
        }
    }

    // The one that is there now cannot be read; the one of that name that could be is gone all the same.
    private void RemoveOther(UnreadableObject now, List<ResourceChange<T>> changes)
    {
        if (now.Uid.Length > 0 && _items.GetValueOrDefault(KeyOf(now)) is { } before && before.Metadata.Uid != now.Uid)
        {
            Remove(KeyOf(now), null, changes);
        }
    }

    /// <param name="last">As it was last; null where that is not known.</param>
    private void Remove(ObjectKey key, T? last, List<ResourceChange<T>> changes)
    {
        if (_items.Remove(key, out var before))
        {
            changes.Add(new ResourceChange<T>(ChangeKind.Gone, last ?? before, before));
        }
    }

    private static ObjectKey KeyOf(UnreadableObject unreadable) => new(unreadable.Namespace, unreadable.Name);
}
