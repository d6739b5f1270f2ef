using Fairlead.Resources.Json;
using Fairlead.Resources.Meta;

namespace Fairlead.Kubernetes.Watching;

/// <summary>
/// Keeps what a selection of objects is, and says what changes: lists once, then watches, and lists again where a watch cannot say what
/// was missed. What vanished meanwhile is said too.
/// </summary>
/// <param name="changed">
/// Told of all changes in their order, from one place at a time, after they are in the cache. It must not wait: note it, and act elsewhere.
/// </param>
/// <param name="listed">Told once, when all objects that there were have been told.</param>
public sealed class Informer<T>(ClusterClient client, InformerOptions options, Action<ResourceChange<T>> changed, Action? listed = null)
    where T : class, IResource
{
    private readonly ObjectCache<T> _cache = new();
    private readonly TaskCompletionSource _synced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string _version = "";
    private int _failures;

    /// <summary>Whether everything that there was at the start has been seen.</summary>
    public bool HasSynced => _synced.Task.IsCompletedSuccessfully;

    public IReadOnlyList<T> Snapshot => _cache.Snapshot();

    /// <summary>Null where there was none when last looked.</summary>
    public T? Find(string name, string ns = "") => _cache.Find(new ObjectKey(ns, name));

    public Task WaitUntilSyncedAsync(CancellationToken cancel = default) => _synced.Task.WaitAsync(cancel);

    /// <summary>Ends when it is cancelled; failures are overcome by trying again.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                if (_version.Length == 0)
                {
                    await ListAsync(stop);
                }

                await WatchAsync(stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (ClusterException error)
            {
                // A store that went away may come back as an earlier one: what it says from here on is no sequel of what it said.
                _version = "";
                options.Failed(error.Message);
                if (!error.IsGone || _failures > 0)
                {
                    await WaitAsync(error, stop);
                }

                _failures++;
            }
        }
    }

    private async Task ListAsync(CancellationToken stop)
    {
        var list = await client.ListAsync<T>(options.Selection, stop);
        foreach (var unreadable in list.Unreadable)
        {
            Report(unreadable);
        }

        Tell(_cache.Replace(list));
        _version = list.ResourceVersion;
        if (_synced.TrySetResult())
        {
            listed?.Invoke();
        }
    }

    private async Task WatchAsync(CancellationToken stop)
    {
        var length = options.WatchLength * (1 + Random.Shared.NextDouble() / 2);
        var began = client.Time.GetTimestamp();
        await foreach (var happened in client.WatchAsync<T>(options.Selection, _version, length, options.Idle, stop))
        {
            _failures = 0;
            if (happened is { Kind: WatchKind.Unreadable, Unreadable: { } unreadable })
            {
                Report(unreadable);
            }

            Tell(_cache.Apply(happened));
            _version = happened.ResourceVersion.Length > 0 ? happened.ResourceVersion : _version;
        }

        if (client.Time.GetElapsedTime(began) < length / 2)
        {
            throw new ClusterException(ClusterErrorKind.Unavailable, "watch", ResourceJson.KindOf<T>().Plural, 0, "the server ended it early");
        }
    }

    private void Tell(List<ResourceChange<T>> changes)
    {
        foreach (var change in changes)
        {
            changed(change);
        }
    }

    private void Report(UnreadableObject item) =>
        options.Failed($"{ResourceJson.KindOf<T>().Plural} {new ObjectKey(item.Namespace, item.Name)} is passed over: {item.Reason}");

    private async Task WaitAsync(ClusterException error, CancellationToken stop)
    {
        var doubled = options.FirstWait * (1L << Math.Min(_failures, 20));
        var wait = doubled < options.LongestWait ? doubled : options.LongestWait;
        wait = wait / 2 + wait / 2 * Random.Shared.NextDouble();
        if (error.RetryAfter is { } asked && asked > wait)
        {
            wait = asked < options.LongestWait ? asked : options.LongestWait;
        }

        try
        {
            await Task.Delay(wait, client.Time, stop);
        }
        catch (OperationCanceledException)
        {
        }
    }
}
