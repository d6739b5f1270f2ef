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
                _wanted[key] = item = new WantedObject { Wanted = write };
            }

            (item.Wanted, item.Setbacks) = (write, 0);
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
            while (Next(key, item) is var (wish, wait))
            {
                await Task.Delay(wait, time, stop);
                Settle(key, item, await TryAsync(wish));
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
    }

    private (StoreWrite Wish, TimeSpan Wait)? Next(WriteKey key, WantedObject item)
    {
        lock (_gate)
        {
            item.IsRunning = item.IsDue && _wanted.GetValueOrDefault(key) == item;
            item.IsDue = false;
            return item.IsRunning ? (item.Wanted, item.Wait) : null;
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

    private void Settle(WriteKey key, WantedObject item, WriteResult result)
    {
        lock (_gate)
        {
            item.Setbacks += result == WriteResult.Failed ? 1 : 0;
            item.IsDue |= result == WriteResult.Failed;
            if (result == WriteResult.Over && !item.IsDue)
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
