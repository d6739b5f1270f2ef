using Fairlead.Resources.Core;

namespace Fairlead.Kubernetes.Leadership;

/// <summary>A Lease that we hold: renewed while it can be.</summary>
/// <param name="since">Timestamp of when the write that made it ours was begun.</param>
internal sealed class HeldLease(ClusterClient client, LeaderElectionOptions options, Lease lease, long since)
{
    // So that one answer that never comes leaves time for another try.
    private const int TriesWithin = 3;

    private readonly TimeProvider _time = client.Time;
    private Lease _lease = lease;
    // Others count from when they see a renewal, which is after it was begun.
    private long _renewed = since;

    private TimeSpan Left => options.RenewWithin - _time.GetElapsedTime(_renewed);

    /// <returns>True when it was lost; false when it was cancelled and is still ours.</returns>
    public async Task<bool> RenewAsync(CancellationToken stop)
    {
        while (Left > TimeSpan.Zero)
        {
            try
            {
                await Task.Delay(Left < options.Retry ? Left : options.Retry, _time, stop);
                if (Left > TimeSpan.Zero && !await TryRenewAsync(stop))
                {
                    return true;
                }
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return false;
            }
            catch (OperationCanceledException)
            {
                options.Told($"no answer to a renewal of the Lease {options.Namespace}/{options.Name}");
            }
            catch (ClusterException error)
            {
                options.Told(error.Message);
            }
        }

        return true;
    }

    /// <summary>So that the next one need not wait for its end.</summary>
    public async Task GiveBackAsync()
    {
        using var deadline = new CancellationTokenSource(options.Retry, _time);
        try
        {
            // A renewal that was cut off may be in.
            if (await client.FindAsync<Lease>(options.Name, options.Namespace, deadline.Token) is { } found && IsOurs(found))
            {
                await client.UpdateAsync(found with { Spec = found.Spec with { HolderIdentity = "", LeaseDurationSeconds = 1, RenewTime = _time.GetUtcNow() } }, deadline.Token);
            }
        }
        catch (Exception error) when (error is ClusterException or OperationCanceledException)
        {
            options.Told($"the Lease could not be given back: {error.Message}");
        }
    }

    /// <summary>False where it is another's now.</summary>
    private async Task<bool> TryRenewAsync(CancellationToken stop)
    {
        using var deadline = new CancellationTokenSource(options.RenewWithin / TriesWithin < Left ? options.RenewWithin / TriesWithin : Left, _time);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(stop, deadline.Token);
        try
        {
            await WriteAsync(cancel.Token);
            return true;
        }
        catch (ClusterException error) when (error.IsConflict || error.IsNotFound)
        {
            // An answer of ours that was lost looks the same, or somebody wrote a note on it: who holds it decides, and no other of our
            // name can. But a renewal it is not: others saw none.
            if (await client.FindAsync<Lease>(options.Name, options.Namespace, cancel.Token) is not { } found || !IsOurs(found))
            {
                return false;
            }

            _lease = found;
            await WriteAsync(cancel.Token);
            return true;
        }
    }

    private async Task WriteAsync(CancellationToken cancel)
    {
        var began = _time.GetTimestamp();
        _lease = await client.UpdateAsync(_lease with { Spec = _lease.Spec with { RenewTime = _time.GetUtcNow() } }, cancel);
        _renewed = began;
    }

    private bool IsOurs(Lease found) => found.Spec.HolderIdentity == options.Identity && found.Spec.LeaseTransitions == _lease.Spec.LeaseTransitions;
}
