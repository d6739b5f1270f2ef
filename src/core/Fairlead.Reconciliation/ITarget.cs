namespace Fairlead.Reconciliation;

/// <summary>
/// Changes one kind of thing in the world: three verbs, each idempotent. The reconciler retries, a target never does.
/// All calls come from the reconciler's one thread.
/// </summary>
/// <typeparam name="TKey">What the world tells the rows apart by.</typeparam>
/// <typeparam name="TRow">The row as it is wished and as it is read back: equal rows need no change.</typeparam>
public interface ITarget<TKey, TRow>
    where TKey : notnull
    where TRow : class, IEquatable<TRow>
{
    /// <summary>The table's name, as an operator types it.</summary>
    string Name { get; }

    /// <summary>The narrowest part of the world in which the row lies.</summary>
    Scope ScopeOf(TKey key, TRow row);

    /// <summary>Whether a change in <paramref name="scope"/> may have touched the row. A veth pair lies in two namespaces.</summary>
    bool IsWithin(Scope scope, TKey key, TRow row) => scope.Contains(ScopeOf(key, row));

    /// <summary>
    /// Everything in <paramref name="scope"/> that bears our mark, and whatever is wished there and exists. More than the
    /// scope may be returned; it is left out of account. A namespace that is gone holds nothing, and that is no error.
    /// </summary>
    /// <param name="wished">
    /// The rows wished in the scope: what to look for where the world bears no marks (a sysctl), and which namespaces to visit.
    /// A row that is as good as the wished one is returned as the wished one.
    /// </param>
    /// <exception cref="WorldException">The world could not be read; the reconciler tries again later.</exception>
    IReadOnlyDictionary<TKey, TRow> Read(Scope scope, IReadOnlyDictionary<TKey, TRow> wished);

    /// <summary>
    /// Carries the changes out as one batch as far as the world allows, and says of each what came of it. A batch holds either
    /// creations and updates or removals, never both. A removal of what is gone already has succeeded.
    /// </summary>
    /// <returns>One entry a change, in its order.</returns>
    /// <exception cref="WorldException">Nothing of the batch could be tried; each of its rows bears the error.</exception>
    IReadOnlyList<Outcome> Apply(IReadOnlyList<Change<TKey, TRow>> changes);
}
