using Fairlead.Allocation;
using Fairlead.Allocation.Deeds;
using Fairlead.Cloud;
using Fairlead.Controller.Calls;
using Fairlead.Controller.Sources;
using Fairlead.Controller.Writes;
using Fairlead.Kubernetes;
using Fairlead.Resources.Meta;

namespace Fairlead.Controller.Office;

/// <summary>
/// One term: from the Lease to its loss. Everything in it is new, the view of the cluster too, so that nothing of an earlier term can be
/// believed or done.
/// </summary>
internal sealed class TermOfOffice(ClusterClient client, ICloudNetwork cloud, ControllerOptions options, TimeProvider time, long term)
{
    private readonly ObservationQueue _queue = new();
    private readonly SteadyClock _clock = new(time);

    /// <summary>Set while the term runs.</summary>
    public ClusterView? View { get; private set; }

    /// <summary>Ends by cancellation only, or with what is a bug.</summary>
    /// <exception cref="TermOverException">Somebody of a later term has written.</exception>
    public async Task RunAsync(CancellationToken lost)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(lost);
        StoreWrites? writes = null;
        var view = new ClusterView(client, new ObservationNews(_queue), seen => writes?.Look(seen), item => writes?.Forget(item), item => writes?.Take(new MarkValidity(item)), options.Log);
        using var calls = new CloudCalls(cloud, _queue, options, end.Token);
        using var kept = writes = new StoreWrites(Pen(view), options, time, end.Token);
        View = view;
        var watching = view.RunAsync(end.Token);
        var deciding = DecideAsync(calls, kept, end.Token);
        try
        {
            await await Task.WhenAny(deciding, watching, calls.Failure, kept.Failure);
        }
        finally
        {
            await end.CancelAsync();
            await Task.WhenAll(calls.EndAsync(), kept.EndAsync(), watching, deciding).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        lost.ThrowIfCancellationRequested();
    }

    private async Task DecideAsync(CloudCalls calls, StoreWrites writes, CancellationToken end)
    {
        // Nothing of it on the thread of whoever starts the term.
        await Task.Yield();
        var allocator = options.Allocator(term);
        while (!end.IsCancellationRequested)
        {
            while (_queue.TryTake(out var observation))
            {
                allocator.See(observation, _clock.Now);
            }

            foreach (var deed in allocator.Decide(_clock.Now))
            {
                Begin(deed, calls, writes, end);
            }

            await _queue.WaitAsync(allocator.NextDue - _clock.Now, time, end);
        }
    }

    private static void Begin(Deed deed, CloudCalls calls, StoreWrites writes, CancellationToken end)
    {
        end.ThrowIfCancellationRequested();
        switch (deed)
        {
            case CloudCall call:
                calls.Begin(call);
                break;
            case StoreWrite write:
                writes.Take(write);
                break;
        }
    }

    private StorePen Pen(ClusterView view) => new(
        new NetworkWriter(client, term, node => view.Networks.Find(node)),
        new NodeWriter(client, node => view.Nodes.Find(node)),
        new StatusWriter(client, view),
        new EventWriter(client, "fairlead-controller", () => _clock.Now, options.Log));
}
