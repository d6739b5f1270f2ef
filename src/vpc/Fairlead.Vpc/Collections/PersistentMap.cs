using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Fairlead.Vpc.Collections;

/// <summary>
/// An immutable map: a hash trie of 32 ways, of which a change copies one path. It does what ImmutableDictionary does, in half of the
/// time where there is much (docs/adr/0008-a-persistent-map.md): the state machine does little else.
/// </summary>
public sealed class PersistentMap<TKey, TValue> : IReadOnlyDictionary<TKey, TValue>
    where TKey : notnull
{
    private readonly MapNode<TKey, TValue> _root;

    private PersistentMap(MapNode<TKey, TValue> root, int count) => (_root, Count) = (root, count);

    public static PersistentMap<TKey, TValue> Empty { get; } = new(MapNode<TKey, TValue>.Empty, 0);

    public int Count { get; }

    public bool IsEmpty => Count == 0;

    public IEnumerable<TKey> Keys => this.Select(entry => entry.Key);

    public IEnumerable<TValue> Values => this.Select(entry => entry.Value);

    /// <exception cref="KeyNotFoundException">There is no such key.</exception>
    public TValue this[TKey key] => TryGetValue(key, out var value) ? value : throw new KeyNotFoundException($"there is no '{key}'");

    public bool ContainsKey(TKey key) => TryGetValue(key, out _);

    public bool TryGetValue(TKey key, [MaybeNullWhen(false)] out TValue value) => _root.TryFind(key, key.GetHashCode(), out value);

    public TValue? GetValueOrDefault(TKey key) => TryGetValue(key, out var value) ? value : default;

    public TValue GetValueOrDefault(TKey key, TValue otherwise) => TryGetValue(key, out var value) ? value : otherwise;

    public PersistentMap<TKey, TValue> SetItem(TKey key, TValue value)
    {
        var isNew = false;
        var root = _root.With(new MapEntry<TKey, TValue>(key, value), key.GetHashCode(), 0, ref isNew);
        return new PersistentMap<TKey, TValue>(root, isNew ? Count + 1 : Count);
    }

    /// <exception cref="ArgumentException">The key is there already.</exception>
    public PersistentMap<TKey, TValue> Add(TKey key, TValue value)
    {
        var more = SetItem(key, value);
        return more.Count > Count ? more : throw new ArgumentException($"'{key}' is there already", nameof(key));
    }

    public PersistentMap<TKey, TValue> Remove(TKey key) =>
        _root.Without(key, key.GetHashCode(), 0) is var root && ReferenceEquals(root, _root) ? this : new PersistentMap<TKey, TValue>(root ?? MapNode<TKey, TValue>.Empty, Count - 1);

    public IEnumerator<KeyValuePair<TKey, TValue>> GetEnumerator() => _root.Entries().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>Makes maps of sequences.</summary>
public static class PersistentMap
{
    public static PersistentMap<TKey, TValue> ToPersistentMap<T, TKey, TValue>(this IEnumerable<T> items, Func<T, TKey> key, Func<T, TValue> value)
        where TKey : notnull => items.Aggregate(PersistentMap<TKey, TValue>.Empty, (map, item) => map.Add(key(item), value(item)));
}
