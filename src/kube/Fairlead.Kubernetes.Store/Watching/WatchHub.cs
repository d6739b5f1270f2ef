using Fairlead.Kubernetes.Store.Errors;
using Fairlead.Kubernetes.Store.Kinds;
using Fairlead.Kubernetes.Store.Objects;
using Fairlead.Kubernetes.Store.Selectors;
using Fairlead.Kubernetes.Store.State;

namespace Fairlead.Kubernetes.Store.Watching;

/// <summary>The published state, and who is told when it changes. What begins here misses nothing and hears nothing twice.</summary>
/// <param name="mostBehind">How many events may wait for one watcher.</param>
internal sealed class WatchHub(EventWindow window, StoreState first, int kinds, int mostBehind)
{
    private readonly Lock _lock = new();
    private readonly List<Watcher>[] _watchers = [.. Enumerable.Range(0, kinds).Select(_ => new List<Watcher>())];
    private volatile StoreState _state = first;

    public StoreState State => _state;

    /// <param name="dropped">How many changes of the window are over.</param>
    public void Publish(StoreState state, IReadOnlyList<StoreEvent> events, int dropped)
    {
        lock (_lock)
        {
            window.Drop(dropped);
            foreach (var change in events)
            {
                window.Append(change);
                foreach (var watcher in _watchers[change.After.Kind.Index])
                {
                    watcher.Tell(change);
                }
            }

            _state = state;
        }
    }

    /// <summary>A watch that goes on after a version.</summary>
    /// <exception cref="ApiException">That is longer ago than the store remembers, or has not been yet.</exception>
    public Watcher WatchAfter(ServedKind kind, ObjectSelection selection, bool wantsBookmarks, long version)
    {
        var watcher = new Watcher(kind, selection, wantsBookmarks, mostBehind);
        lock (_lock)
        {
            if (version < window.Start)
            {
                throw Refusal.Expired($"too old resource version: {version} ({window.Start})");
            }

            if (version > _state.Version)
            {
                throw Refusal.FutureVersion(version, _state.Version);
            }

            foreach (var change in window.After(version).Where(change => change.After.Kind == kind))
            {
                watcher.Tell(change);
            }

            Add(watcher);
        }

        return watcher;
    }

    /// <summary>A watch that begins with all there is.</summary>
    /// <param name="saysWhenCaught">Whether a bookmark marks the end of what there was.</param>
    public Watcher WatchAll(ServedKind kind, ObjectSelection selection, bool wantsBookmarks, bool saysWhenCaught)
    {
        var watcher = new Watcher(kind, selection, wantsBookmarks, mostBehind);
        lock (_lock)
        {
            foreach (var there in _state.All(kind).Values.Where(selection.Matches))
            {
                watcher.Begin(new WatchItem(WatchItemType.Added, there, there.Version));
            }

            if (saysWhenCaught)
            {
                watcher.Begin(new WatchItem(WatchItemType.Caught, null, _state.Version));
            }

            Add(watcher);
        }

        return watcher;
    }

    public void End(Watcher watcher)
    {
        lock (_lock)
        {
            // The last one takes its place: with thousands of them none is looked for.
            var all = _watchers[watcher.Kind.Index];
            all[watcher.Place] = all[^1];
            all[watcher.Place].Place = watcher.Place;
            all.RemoveAt(all.Count - 1);
        }
    }

    /// <summary>Tells all who want to know up to where they have heard everything.</summary>
    public void Bookmark()
    {
        lock (_lock)
        {
            foreach (var watcher in _watchers.SelectMany(all => all).Where(watcher => watcher.WantsBookmarks))
            {
                watcher.Put(new WatchItem(WatchItemType.Bookmark, null, _state.Version));
            }
        }
    }

    public void EndAll()
    {
        lock (_lock)
        {
            foreach (var watcher in _watchers.SelectMany(all => all))
            {
                watcher.End();
            }
        }
    }

    private void Add(Watcher watcher)
    {
        var all = _watchers[watcher.Kind.Index];
        watcher.Place = all.Count;
        all.Add(watcher);
    }
}
