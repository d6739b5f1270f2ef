namespace Fairlead.Reconciliation;

/// <summary>
/// Changes one kind of thing in the world: three verbs, each idempotent. The reconciler retries, a target never does.
/// </summary>
/// <typeparam name="TKey">What the world tells the rows apart by.</typeparam>
/// <typeparam name="TRow">The row as it is wished and as it is read back: equal rows need no change.</typeparam>
public interface ITarget<TKey, TRow>
    where TKey : notnull
    where TRow : class, IEquatable<TRow>
{
    /// <summary>The table's name, as an operator types it.</summary>
    string Name { get; }

    /// <summary>Everything in the world that bears our mark.</summary>
    /// <exception cref="WorldException">The world could not be read; the reconciler tries again later.</exception>
    IReadOnlyDictionary<TKey, TRow> Read();

    /// <summary>
    /// Carries the changes out as one batch as far as the world allows, and says of each what came of it. A removal of what is
    /// gone already has succeeded.
    /// </summary>
    /// <returns>One entry a change, in its order: null for done, else what the world said.</returns>
    IReadOnlyList<WorldException?> Apply(IReadOnlyList<Change<TKey, TRow>> changes);
}
