namespace Fairlead.Kubernetes.Watching;

/// <summary>How an informer looks at the store.</summary>
public sealed record InformerOptions
{
    public Selection Selection { get; init; } = Selection.All;

    /// <summary>A watch is asked for this long; a random part of up to a half is added, so that those of many agents do not end together.</summary>
    public TimeSpan WatchLength { get; init; } = TimeSpan.FromMinutes(4);

    /// <summary>
    /// Silence after which a connection counts as dead: longer than any watch. A server that has seen no change of a kind since it started
    /// sends no bookmark of it either.
    /// </summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromMinutes(7);

    /// <summary>Wait after the first failure; doubled with each until <see cref="LongestWait"/>, and then half of it is by chance.</summary>
    public TimeSpan FirstWait { get; init; } = TimeSpan.FromMilliseconds(200);

    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Told of failures, which are overcome by trying again, and of objects that cannot be read, which are passed over.</summary>
    public Action<string> Failed { get; init; } = static _ => { };
}
