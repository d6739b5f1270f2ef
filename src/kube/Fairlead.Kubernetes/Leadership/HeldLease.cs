using Fairlead.Resources.Core;

namespace Fairlead.Kubernetes.Leadership;

/// <summary>A Lease that we hold: renewed while it can be.</summary>
internal sealed class HeldLease(ClusterClient client, LeaderElectionOptions options, Lease lease)
{
    private readonly TimeProvider _time = client.Time;
    private Lease _lease = lease;

    /// <returns>True when it was lost; false when it was cancelled and is still ours.</returns>
    public async Task<bool> RenewAsync(CancellationToken stop)
    {
        var renewed = _time.GetTimestamp();
        while (true)
        {
            try
            {
                var left = options.RenewWithin - _time.GetElapsedTime(renewed);
                await Task.Delay(left < options.Retry && left > TimeSpan.Zero ? left : options.Retry, _time, stop);
                left = options.RenewWithin - _time.GetElapsedTime(renewed);
                if (left <= TimeSpan.Zero)
                {
                    return true;
                }

                using var deadline = new CancellationTokenSource(left, _time);
                using var linked = CancellationTokenSource.CreateLinkedTokenSource(stop, deadline.Token);
                // Others count from when they see it, which is after this.
                var began = _time.GetTimestamp();
                if (!await TryRenewAsync(linked.Token))
                {
                    return true;
                }

                renewed = began;
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return false;
            }
            catch (OperationCanceledException)
            {
                return true;
            }
            catch (ClusterException error)
            {
                options.Told(error.Message);
            }
        }
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
    private async Task<bool> TryRenewAsync(CancellationToken cancel)
    {
        try
        {
            _lease = await client.UpdateAsync(_lease with { Spec = _lease.Spec with { RenewTime = _time.GetUtcNow() } }, cancel);
            return true;
        }
        catch (ClusterException error) when (error.IsConflict || error.IsNotFound)
        {
            // An answer of ours that was lost looks the same: who holds it decides, and no other of our name can.
            var found = await client.FindAsync<Lease>(options.Name, options.Namespace, cancel);
            if (found is null || !IsOurs(found))
            {
                return false;
            }

            _lease = found;
            return true;
        }
    }

    private bool IsOurs(Lease found) => found.Spec.HolderIdentity == options.Identity && found.Spec.LeaseTransitions == _lease.Spec.LeaseTransitions;
}
