namespace Fairlead.Reconciliation;

/// <summary>One difference between what is wished and what is there.</summary>
/// <param name="Actual">What is there, null where nothing is.</param>
/// <param name="Desired">What should be there, null for a removal.</param>
public readonly record struct Change<TKey, TRow>(TKey Key, TRow? Actual, TRow? Desired)
    where TKey : notnull
    where TRow : class, IEquatable<TRow>;
