using Fairlead.Resources.Core;
using Fairlead.Resources.Meta;

namespace Fairlead.Kubernetes.Leadership;

/// <summary>
/// One of several leads, by a Lease. Times that others wrote are never compared with our clock: a Lease is over when we saw no change of
/// it for its whole duration, by a clock that does not jump.
/// </summary>
public sealed class LeaderElection(ClusterClient client, LeaderElectionOptions options)
{
    private readonly TimeProvider _time = client.Time;
    private Lease? _seen;
    private long _seenAt;

    /// <summary>
    /// Stands for election, leads, and stands again when it lost, until it is stopped. It ends when <paramref name="lead"/> ends of itself or
    /// fails, and gives the Lease back then, so that the next one need not wait.
    /// </summary>
    /// <param name="lead">Gets the term, which is higher than all before; must end soon when it is cancelled.</param>
    public async Task RunAsync(Func<long, CancellationToken, Task> lead, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            if (await StandAsync(stop) is not var (lease, since))
            {
                return;
            }

            options.Told($"leads in term {lease.Spec.LeaseTransitions}");
            if (await HoldAsync(lease, since, lead, stop))
            {
                return;
            }

            options.Told($"leads no more: Lease {options.Namespace}/{options.Name} is another's or could not be renewed for {options.RenewWithin.TotalSeconds} s");
        }
    }

    private async Task<(Lease Lease, long Since)?> StandAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                if (await TryTakeAsync(stop) is { } taken)
                {
                    return taken;
                }
            }
            catch (ClusterException error) when (!error.IsConflict && !error.IsAlreadyExists)
            {
                options.Told(error.Message);
            }
            catch (Exception error) when (error is ClusterException or OperationCanceledException)
            {
                // Another one was faster, or it is time to stop.
            }

            await Pause(stop);
        }

        return null;
    }

    /// <returns>The Lease that is ours now, and when it was asked for: others may have seen it from then on.</returns>
    private async Task<(Lease Lease, long Since)?> TryTakeAsync(CancellationToken stop)
    {
        var found = await client.FindAsync<Lease>(options.Name, options.Namespace, stop);
        if (found is not null && found.Spec != _seen?.Spec)
        {
            (_seen, _seenAt) = (found, _time.GetTimestamp());
        }

        if (found is not null && found.Spec.HolderIdentity.Length > 0 && found.Spec.HolderIdentity != options.Identity && _time.GetElapsedTime(_seenAt) < DurationOf(found))
        {
            return null;
        }

        var term = Math.Max(found?.Spec.LeaseTransitions ?? 0, await options.HighestTerm(stop)) + 1;
        var wanted = Wanted(found?.Metadata ?? new ObjectMeta { Name = options.Name, Namespace = options.Namespace }, (int)term, _time.GetUtcNow());
        var since = _time.GetTimestamp();
        return (found is null ? await client.CreateAsync(wanted, stop) : await client.UpdateAsync(wanted, stop), since);
    }

    /// <summary>Whether the work ended of itself or was stopped from outside; false where leadership was lost.</summary>
    private async Task<bool> HoldAsync(Lease lease, long since, Func<long, CancellationToken, Task> lead, CancellationToken stop)
    {
        using var lost = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var work = Task.Run(() => lead(lease.Spec.LeaseTransitions, lost.Token), CancellationToken.None);
        var term = new HeldLease(client, options, lease, since);
        var renewal = term.RenewAsync(lost.Token);
        await Task.WhenAny(work, renewal);
        await lost.CancelAsync();
        try
        {
            await work;
        }
        catch (OperationCanceledException) when (lost.IsCancellationRequested)
        {
            return stop.IsCancellationRequested || !await renewal;
        }
        finally
        {
            if (!await renewal)
            {
                await term.GiveBackAsync();
            }
        }

        return stop.IsCancellationRequested || !await renewal;
    }

    private Lease Wanted(ObjectMeta metadata, int term, DateTimeOffset now) => new()
    {
        Metadata = metadata,
        Spec = new LeaseSpec { HolderIdentity = options.Identity, LeaseDurationSeconds = (int)options.Duration.TotalSeconds, AcquireTime = now, RenewTime = now, LeaseTransitions = term },
    };

    private static TimeSpan DurationOf(Lease lease) => TimeSpan.FromSeconds(Math.Max(1, lease.Spec.LeaseDurationSeconds));

    private async Task Pause(CancellationToken stop)
    {
        try
        {
            // By chance, so that those who stand do not all ask at once.
            await Task.Delay(options.Retry * (1 + Random.Shared.NextDouble() * 0.2), _time, stop);
        }
        catch (OperationCanceledException)
        {
        }
    }
}
