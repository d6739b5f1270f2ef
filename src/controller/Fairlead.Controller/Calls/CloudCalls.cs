using Fairlead.Allocation.Deeds;
using Fairlead.Allocation.Observations;
using Fairlead.Cloud;
using Fairlead.Controller.Sources;

namespace Fairlead.Controller.Calls;

/// <summary>Carries out calls of the cloud, many at once, and says how each ended. Reads do not wait behind changes.</summary>
internal sealed class CloudCalls(ICloudNetwork cloud, ObservationQueue queue, ControllerOptions options, CancellationToken stop) : IDisposable
{
    private readonly SemaphoreSlim _changes = new(options.ChangesAtOnce);
    private readonly SemaphoreSlim _reads = new(options.ReadsAtOnce);
    private readonly RunningTasks _running = new();

    /// <summary>Ends with the first that failed as nothing of the cloud's does: a bug.</summary>
    public Task Failure => _running.Failure;

    public void Begin(CloudCall call) => _running.Add(RunAsync(call));

    public Task EndAsync() => _running.EndAsync();

    public void Dispose()
    {
        _changes.Dispose();
        _reads.Dispose();
    }

    private async Task RunAsync(CloudCall call)
    {
        var turn = CallTranslation.IsRead(call) ? _reads : _changes;
        try
        {
            await turn.WaitAsync(stop);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        try
        {
            // One that has not begun when the office is lost must not begin.
            stop.ThrowIfCancellationRequested();
            queue.Put(await CallTranslation.RunAsync(cloud, call, stop));
        }
        catch (CloudException error)
        {
            queue.Put(new CallFailed(call.Id, error));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
        finally
        {
            turn.Release();
        }
    }
}
