using Fairlead.Kubernetes.Store.Errors;
using Fairlead.Kubernetes.Store.Objects;
using Fairlead.Kubernetes.Store.State;

namespace Fairlead.Kubernetes.Store.Writes;

/// <summary>Events are news that nobody deletes: they go some time after they were last written, and watchers are told of it.</summary>
internal sealed class EventExpiry(ClusterStore store) : IAsyncDisposable
{
    // So many at the most are before what others write.
    private const int MostTogether = 64;

    private PeriodicTimer? _timer;
    private Task _running = Task.CompletedTask;

    public void Start()
    {
        _timer = new PeriodicTimer(store.Options.ExpireEvery, store.Options.Clock);
        _running = RunAsync(_timer);
    }

    public async ValueTask DisposeAsync()
    {
        _timer?.Dispose();
        await _running.ConfigureAwait(false);
    }

    private async Task RunAsync(PeriodicTimer timer)
    {
        while (await timer.WaitForNextTickAsync().ConfigureAwait(false))
        {
            try
            {
                await ExpireAsync().ConfigureAwait(false);
            }
            catch (ApiException)
            {
                // The disk is full, say: what is over is so the next time too.
            }
            catch (Exception bug)
            {
                store.Options.Failed(bug);
            }
        }
    }

    private async Task ExpireAsync()
    {
        var oldest = store.Options.Clock.GetUtcNow() - store.Options.EventsLast;
        var over = store.State.All(store.Catalog.Events).Values.Where(one => one.WrittenAt <= oldest).ToList();
        foreach (var some in over.Chunk(MostTogether))
        {
            await Task.WhenAll(some.Select(one => store.WriteAsync(scope => Expire(scope, one)))).ConfigureAwait(false);
        }
    }

    // Its finalizers are not asked, as in etcd, where it goes by its lease.
    private StoredObject Expire(WriteScope scope, StoredObject seen) =>
        scope.Find(seen.Kind, seen.Key) is { } current && current.Version == seen.Version
            ? Deletion.Remove(new WriteCall(store, seen.Kind, seen.Key), scope, current, null)
            : seen;
}
