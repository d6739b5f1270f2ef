using Fairlead.Reconciliation;

namespace Fairlead.Testing.Worlds;

/// <summary>
/// A world that is a dictionary, with the faults of real ones: it refuses single rows or whole batches, cannot be read,
/// removes slowly, and is changed behind one's back. It outlives the reconciler, as a kernel outlives an agent.
/// </summary>
public sealed class MemoryTarget<TKey, TRow>(string name, Func<TKey, TRow, Scope>? scopeOf = null) : ITarget<TKey, TRow>
    where TKey : notnull
    where TRow : class, IEquatable<TRow>
{
    private readonly List<(TKey Key, TaskCompletionSource<WorldException?> Ended)> _removing = [];

    public string Name => name;

    /// <summary>What is there. A test may change it, as anybody on a node may.</summary>
    public Dictionary<TKey, TRow> World { get; } = [];

    /// <summary>Rows that are refused, and why.</summary>
    public Func<Change<TKey, TRow>, WorldException?> Refuse { get; set; } = _ => null;

    /// <summary>When set, nothing can be tried.</summary>
    public WorldException? RefuseBatch { get; set; }

    /// <summary>When set, nothing can be read.</summary>
    public WorldException? RefuseRead { get; set; }

    /// <summary>Removals go on until <see cref="EndRemovals"/>.</summary>
    public bool RemovesSlowly { get; set; }

    /// <summary>Called with each batch before it is carried out.</summary>
    public Action<IReadOnlyList<Change<TKey, TRow>>> Applying { get; set; } = _ => { };

    public List<IReadOnlyList<Change<TKey, TRow>>> Batches { get; } = [];

    public List<Scope> Reads { get; } = [];

    public Scope ScopeOf(TKey key, TRow row) => scopeOf?.Invoke(key, row) ?? Scope.Everything;

    public IReadOnlyDictionary<TKey, TRow> Read(Scope scope, IReadOnlyDictionary<TKey, TRow> wished)
    {
        Reads.Add(scope);
        return RefuseRead is null ? new Dictionary<TKey, TRow>(World) : throw RefuseRead;
    }

    public IReadOnlyList<Outcome> Apply(IReadOnlyList<Change<TKey, TRow>> changes)
    {
        Batches.Add(changes);
        Applying(changes);
        return RefuseBatch is null ? [.. changes.Select(Apply)] : throw RefuseBatch;
    }

    /// <summary>Slow removals end now: done, or refused.</summary>
    public void EndRemovals(WorldException? error = null)
    {
        foreach (var (key, ended) in _removing.ToList())
        {
            if (error is null)
            {
                World.Remove(key);
            }

            ended.SetResult(error);
        }

        _removing.Clear();
    }

    private Outcome Apply(Change<TKey, TRow> change)
    {
        if (Refuse(change) is { } error)
        {
            return Outcome.Failed(error);
        }

        if (change.Desired is { } row)
        {
            World[change.Key] = row;
            return Outcome.Done;
        }

        if (!RemovesSlowly)
        {
            World.Remove(change.Key);
            return Outcome.Done;
        }

        var ended = new TaskCompletionSource<WorldException?>();
        _removing.Add((change.Key, ended));
        return Outcome.UnderWay(ended.Task);
    }
}
