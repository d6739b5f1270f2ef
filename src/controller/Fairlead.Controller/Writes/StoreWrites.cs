using Fairlead.Allocation.Deeds;
using Fairlead.Controller.Calls;
using Fairlead.Kubernetes;
using Fairlead.Resources.Core;
using Fairlead.Resources.Meta;
using Fairlead.Resources.Network;

namespace Fairlead.Controller.Writes;

/// <summary>
/// Keeps parts of the store as the allocator wants them. Of each object the last wish counts; it is written until it is in, and once more
/// when somebody else has made it otherwise.
/// </summary>
internal sealed class StoreWrites(StorePen pen, ControllerOptions options, TimeProvider time, CancellationToken stop) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<WriteKey, WantedObject> _wanted = [];
    private readonly SemaphoreSlim _turn = new(options.WritesAtOnce);
    private readonly RunningTasks _running = new();
    private readonly long _began = time.GetTimestamp();

    private TimeSpan Now => time.GetElapsedTime(_began);

    /// <summary>Fails where the term is over, or by a bug.</summary>
    public Task Failure => _running.Failure;

    public void Take(StoreWrite write)
    {
        if (write is ReportEvent report)
        {
            _running.Add(ReportAsync(report));
            return;
        }

        var key = WriteKey.Of(write);
        lock (_gate)
        {
            if (!_wanted.TryGetValue(key, out var item))
            {
                _wanted[key] = item = new WantedObject(write);
            }

            item.Want(write);
            Begin(key, item);
        }
    }

    /// <summary>The object is otherwise than it was.</summary>
    public void Look(IResource seen)
    {
        if (KeyOf(seen) is not { } key)
        {
            return;
        }

        lock (_gate)
        {
            if (_wanted.TryGetValue(key, out var item))
            {
                Begin(key, item);
            }
        }
    }

    /// <summary>The object is gone, and what was wanted of it with it: one of the same name is another.</summary>
    public void Forget(IResource gone)
    {
        // A node's network is no such object: it is there because we want it.
        if (gone is not NodeNetwork && KeyOf(gone) is { } key)
        {
            lock (_gate)
            {
                _wanted.Remove(key);
            }
        }
    }

    public Task EndAsync() => _running.EndAsync();

    public void Dispose() => _turn.Dispose();

    private void Begin(WriteKey key, WantedObject item)
    {
        item.IsDue = true;
        if (!item.IsRunning && !stop.IsCancellationRequested)
        {
            item.IsRunning = true;
            _running.Add(RunAsync(key, item));
        }
    }

    private async Task RunAsync(WriteKey key, WantedObject item)
    {
        // Never on the thread of whoever wishes or sees.
        await Task.Yield();
        try
        {
            while (Next(key, item) is var (wait, woken))
            {
                await PauseAsync(wait, woken);
                var wish = Newest(item);
                Settle(key, item, wish, await TryAsync(wish));
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
    }

    private (TimeSpan Wait, Task Woken)? Next(WriteKey key, WantedObject item)
    {
        lock (_gate)
        {
            item.IsRunning = item.IsDue && _wanted.GetValueOrDefault(key) == item;
            return item.IsRunning ? (item.Wait(Now), item.Woken.Task) : null;
        }
    }

    private async Task PauseAsync(TimeSpan wait, Task woken)
    {
        if (wait > TimeSpan.Zero)
        {
            using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
            await Task.WhenAny(Task.Delay(wait, time, over.Token), woken);
            await over.CancelAsync();
            stop.ThrowIfCancellationRequested();
        }
    }

    private StoreWrite Newest(WantedObject item)
    {
        lock (_gate)
        {
            item.IsDue = false;
            return item.Wanted;
        }
    }

    private async Task<WriteResult> TryAsync(StoreWrite wish)
    {
        await _turn.WaitAsync(stop);
        try
        {
            return await pen.WriteAsync(wish, stop);
        }
        catch (ClusterException error)
        {
            options.Log(error.Message);
            return error.IsNotFound ? WriteResult.Over : WriteResult.Failed;
        }
        finally
        {
            _turn.Release();
        }
    }

    private void Settle(WriteKey key, WantedObject item, StoreWrite wish, WriteResult result)
    {
        lock (_gate)
        {
            // Of a wish that is no more wanted it does not matter what became.
            if (ReferenceEquals(item.Wanted, wish))
            {
                item.Settle(result, Now);
            }

            if (result == WriteResult.Over && !item.IsDue && _wanted.GetValueOrDefault(key) == item)
            {
                _wanted.Remove(key);
            }
        }
    }

    private async Task ReportAsync(ReportEvent report)
    {
        await Task.Yield();
        try
        {
            await _turn.WaitAsync(stop);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        try
        {
            await pen.WriteAsync(report, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
        finally
        {
            _turn.Release();
        }
    }

    private static WriteKey? KeyOf(IResource seen) => seen switch
    {
        NodeNetwork => new WriteKey(WrittenPart.Network, "", seen.Metadata.Name),
        Node => new WriteKey(WrittenPart.Node, "", seen.Metadata.Name),
        ClusterNetwork => new WriteKey(WrittenPart.Configuration, "", ""),
        PodNetworkClass => new WriteKey(WrittenPart.Class, "", seen.Metadata.Name),
        AddressReservation => new WriteKey(WrittenPart.Reservation, seen.Metadata.Namespace, seen.Metadata.Name),
        _ => null,
    };
}
