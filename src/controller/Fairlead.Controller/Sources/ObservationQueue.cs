using System.Threading.Channels;
using Fairlead.Allocation.Observations;

namespace Fairlead.Controller.Sources;

/// <summary>What was seen and not yet told to the allocator, in its order. Whoever sees something only puts it here.</summary>
internal sealed class ObservationQueue
{
    private readonly Channel<Observation> _channel = Channel.CreateUnbounded<Observation>(new UnboundedChannelOptions { SingleReader = true });

    public void Put(Observation observation) => _channel.Writer.TryWrite(observation);

    public bool TryTake(out Observation observation) => _channel.Reader.TryRead(out observation!);

    /// <summary>Ends when there is something, or the time is over.</summary>
    public async Task WaitAsync(TimeSpan? most, TimeProvider time, CancellationToken cancel)
    {
        if (most <= TimeSpan.Zero)
        {
            return;
        }

        using var due = most is { } wait ? new CancellationTokenSource(wait, time) : new CancellationTokenSource();
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancel, due.Token);
        try
        {
            await _channel.Reader.WaitToReadAsync(linked.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
        }
    }
}
