using Fairlead.Kubernetes.Store.Errors;
using Fairlead.Kubernetes.Store.Files;
using Fairlead.Kubernetes.Store.Kinds;
using Fairlead.Kubernetes.Store.Objects;
using Fairlead.Kubernetes.Store.State;
using Fairlead.Kubernetes.Store.Watching;
using Fairlead.Kubernetes.Store.Writes;

namespace Fairlead.Kubernetes.Store;

/// <summary>The store itself, without a face: state, writer, watchers.</summary>
internal sealed class ClusterStore : IAsyncDisposable
{
    private readonly IEventLog _log;
    private readonly WriteQueue _queue;
    private readonly ITimer _bookmarks;
    private readonly EventExpiry _expiry;

    private ClusterStore(StoreOptions options, KindCatalog catalog, IEventLog log, EventWindow window, StoreState state)
    {
        (Options, Catalog, _log) = (options, catalog, log);
        Hub = new WatchHub(window, state, catalog.Kinds.Count, options.WatcherEvents);
        _queue = new WriteQueue(state, log, window, options.Clock, Hub.Publish);
        _bookmarks = options.Clock.CreateTimer(_ => Hub.Bookmark(), null, options.BookmarkEvery, options.BookmarkEvery);
        _expiry = new EventExpiry(this);
    }

    public StoreOptions Options { get; }

    public KindCatalog Catalog { get; }

    public WatchHub Hub { get; }

    public StoreState State => Hub.State;

    /// <exception cref="StoreFileException">The file cannot be used.</exception>
    public static async Task<ClusterStore> StartAsync(StoreOptions options)
    {
        var catalog = KindCatalog.Load();
        var window = new EventWindow(options.WindowEvents, options.WindowOctets);
        var state = StoreState.Empty(catalog.Kinds.Count);
        IEventLog log = new ForgetfulLog();
        if (options.StateFile is { } path)
        {
            var file = StoreFile.Open(path);
            try
            {
                state = Replay(file, catalog, window, state);
            }
            catch
            {
                file.Dispose();
                throw;
            }

            log = file;
        }

        var store = new ClusterStore(options, catalog, log, window, state);
        store._queue.Start();
        await store.BeginAsync().ConfigureAwait(false);
        return store;
    }

    public Task<StoredObject> WriteAsync(Func<WriteScope, StoredObject> write, bool isDryRun = false) => _queue.SubmitAsync(write, isDryRun);

    public async ValueTask DisposeAsync()
    {
        await _bookmarks.DisposeAsync().ConfigureAwait(false);
        await _expiry.DisposeAsync().ConfigureAwait(false);
        Hub.EndAll();
        await _queue.StopAsync().ConfigureAwait(false);
        _log.Dispose();
    }

    private async Task BeginAsync()
    {
        try
        {
            await FirstObjects.CreateAsync(this).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            await DisposeAsync().ConfigureAwait(false);
            if (error is ApiException { InnerException: StoreFileException cause })
            {
                // Who starts the store is no caller of it, and knows its file.
                throw new StoreFileException($"{Options.StateFile} cannot be used: {cause.Message}", cause);
            }

            throw;
        }

        _expiry.Start();
    }

    private static StoreState Replay(StoreFile file, KindCatalog catalog, EventWindow window, StoreState state)
    {
        window.StartAt(file.Window());
        foreach (var loaded in file.Rows(catalog))
        {
            var change = new StoreEvent(state.Find(loaded.Kind, loaded.Key), loaded);
            state = state.With(change);
            if (loaded.Version > window.Start)
            {
                window.Append(change);
            }
        }

        return state;
    }
}
