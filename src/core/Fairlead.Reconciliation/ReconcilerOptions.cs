namespace Fairlead.Reconciliation;

/// <summary>The reconciler's times. The defaults are those of a node agent beside its kernel.</summary>
public sealed record ReconcilerOptions
{
    /// <summary>Wait after a row's first failure; doubled with each further one.</summary>
    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromMilliseconds(100);

    public TimeSpan LongestRetry { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How often every namespace is read again, in turn: notifications alone miss the commonest drift (a link set down and up
    /// loses its IPv4 routes without a word).
    /// </summary>
    public TimeSpan FullReadEvery { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a forgotten row may take to go with its carrier before it is removed by hand; a group of 64 links takes 28 ms.
    /// </summary>
    public TimeSpan ForgottenFor { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long news about one scope are gathered before it is read again; a batch of ours makes dozens.</summary>
    public TimeSpan DirtyDelay { get; init; } = TimeSpan.FromMilliseconds(20);
}
