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
        var there = list.Items.Select(item => ObjectKey.Of(item)).Concat(list.Unreadable.Select(item => new ObjectKey(item.Namespace, item.Name))).ToHashSet();
        lock (_gate)
        {
            foreach (var (key, item) in _items.Where(entry => !there.Contains(entry.Key)).ToList())
            {
                _items.Remove(key);
                changes.Add(new ResourceChange<T>(ChangeKind.Gone, item, item));
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
        if (happened.Item is not { } item)
        {
            return changes;
        }

        lock (_gate)
        {
            if (happened.Kind != WatchKind.Deleted)
            {
                Put(item, changes);
            }
            else if (_items.Remove(ObjectKey.Of(item), out var before))
            {
                changes.Add(new ResourceChange<T>(ChangeKind.Gone, item, before));
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
            changes.Add(new ResourceChange<T>(ChangeKind.Gone, before, before));
            before = null;
        }

        _items[key] = item;
        if (before is null || before.Metadata.ResourceVersion != item.Metadata.ResourceVersion)
        {
            changes.Add(new ResourceChange<T>(before is null ? ChangeKind.Added : ChangeKind.Changed, item, before));
        }
    }
}
