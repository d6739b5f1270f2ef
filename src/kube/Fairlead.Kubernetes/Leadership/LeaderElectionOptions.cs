namespace Fairlead.Kubernetes.Leadership;

/// <summary>Which Lease decides who leads, and how fast.</summary>
public sealed record LeaderElectionOptions
{
    public required string Namespace { get; init; }

    public required string Name { get; init; }

    /// <summary>Never the same for two processes: a restarted one is another holder.</summary>
    public required string Identity { get; init; }

    /// <summary>How long others wait after they last saw the Lease renewed.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Who could not renew for this long leads no more; shorter than <see cref="Duration"/>, so that nobody else leads yet.</summary>
    public TimeSpan RenewWithin { get; init; } = TimeSpan.FromSeconds(10);

    public TimeSpan Retry { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// The highest term that is known from elsewhere; asked for before the Lease is taken. A Lease that somebody deleted begins to count anew,
    /// and what was written in earlier terms must not outrank what is written now.
    /// </summary>
    public Func<CancellationToken, Task<long>> HighestTerm { get; init; } = static _ => Task.FromResult(0L);

    /// <summary>Told of what goes wrong and who leads.</summary>
    public Action<string> Told { get; init; } = static _ => { };
}
