using System.Threading.Channels;
using Fairlead.Kubernetes.Store.Kinds;
using Fairlead.Kubernetes.Store.Objects;
using Fairlead.Kubernetes.Store.Selectors;

namespace Fairlead.Kubernetes.Store.Watching;

/// <summary>One watch: what concerns it waits here until its connection takes it.</summary>
/// <param name="mostBehind">More events than that wait here, and its connection hangs: it has to list again.</param>
internal sealed class Watcher(ServedKind kind, ObjectSelection selection, bool wantsBookmarks, int mostBehind)
{
    private readonly Channel<WatchItem> _items = Channel.CreateUnbounded<WatchItem>();

    public ServedKind Kind { get; } = kind;

    public ObjectSelection Selection { get; } = selection;

    /// <summary>Among the watchers of its kind; the hub's own.</summary>
    public int Place { get; set; }

    public bool WantsBookmarks { get; } = wantsBookmarks;

    public ChannelReader<WatchItem> Items => _items.Reader;

    /// <summary>It was too slow: what comes after what waits here is lost.</summary>
    public bool IsLagging { get; private set; }

    /// <summary>What a change is to somebody who sees only the selected ones: an object that is not selected any more is gone.</summary>
    public void Tell(StoreEvent change)
    {
        var was = change.Before is { } before && Selection.Matches(before);
        var isNow = !change.IsGone && Selection.Matches(change.After);
        if (was || isNow)
        {
            Put(new WatchItem((was, isNow) switch
            {
                (false, true) => WatchItemType.Added,
                (true, true) => WatchItemType.Modified,
                _ => WatchItemType.Deleted,
            }, change.After, change.Version));
        }
    }

    /// <summary>What a watch begins with may be any length.</summary>
    public void Begin(WatchItem item) => _items.Writer.TryWrite(item);

    public void Put(WatchItem item)
    {
        if (_items.Reader.Count < mostBehind)
        {
            _items.Writer.TryWrite(item);
        }
        else
        {
            IsLagging = true;
            End();
        }
    }

    public void End() => _items.Writer.TryComplete();
}
