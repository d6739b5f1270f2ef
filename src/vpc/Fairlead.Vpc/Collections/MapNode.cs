using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace Fairlead.Vpc.Collections;

internal readonly record struct MapEntry<TKey, TValue>(TKey Key, TValue Value);

/// <summary>
/// Five bits of the hash choose one of 32 places: a place is empty, holds one entry, or a node for those that share these bits. Below
/// the last bits entries with the same hash stand in a row.
/// </summary>
internal sealed class MapNode<TKey, TValue>
    where TKey : notnull
{
    private const int Bits = 5;
    private const int HashBits = 32;

    private readonly uint _entryMap;
    private readonly uint _nodeMap;
    private readonly MapEntry<TKey, TValue>[] _entries;
    private readonly MapNode<TKey, TValue>[] _nodes;

    private MapNode(uint entryMap, uint nodeMap, MapEntry<TKey, TValue>[] entries, MapNode<TKey, TValue>[] nodes) =>
        (_entryMap, _nodeMap, _entries, _nodes) = (entryMap, nodeMap, entries, nodes);

    public static MapNode<TKey, TValue> Empty { get; } = new(0, 0, [], []);

    public bool TryFind(TKey key, int hash, [MaybeNullWhen(false)] out TValue value)
    {
        var node = this;
        for (var shift = 0; shift < HashBits; shift += Bits)
        {
            var bit = Bit(hash, shift);
            if ((node._nodeMap & bit) != 0)
            {
                node = node._nodes[Place(node._nodeMap, bit)];
                continue;
            }

            if ((node._entryMap & bit) != 0)
            {
                ref readonly var entry = ref node._entries[Place(node._entryMap, bit)];
                if (EqualityComparer<TKey>.Default.Equals(entry.Key, key))
                {
                    value = entry.Value;
                    return true;
                }
            }

            value = default;
            return false;
        }

        return node.TryFindInRow(key, out value);
    }

    /// <param name="isNew">Set where the key was not there.</param>
    public MapNode<TKey, TValue> With(MapEntry<TKey, TValue> entry, int hash, int shift, ref bool isNew)
    {
        if (shift >= HashBits)
        {
            return WithInRow(entry, ref isNew);
        }

        var bit = Bit(hash, shift);
        if ((_nodeMap & bit) != 0)
        {
            var at = Place(_nodeMap, bit);
            return new(_entryMap, _nodeMap, _entries, Replaced(_nodes, at, _nodes[at].With(entry, hash, shift + Bits, ref isNew)));
        }

        var place = Place(_entryMap, bit);
        if ((_entryMap & bit) == 0)
        {
            isNew = true;
            return new(_entryMap | bit, _nodeMap, Inserted(_entries, place, entry), _nodes);
        }

        var there = _entries[place];
        if (EqualityComparer<TKey>.Default.Equals(there.Key, entry.Key))
        {
            return new(_entryMap, _nodeMap, Replaced(_entries, place, entry), _nodes);
        }

        isNew = true;
        var ignored = false;
        var below = Empty.With(there, there.Key.GetHashCode(), shift + Bits, ref ignored).With(entry, hash, shift + Bits, ref ignored);
        return new(_entryMap & ~bit, _nodeMap | bit, Removed(_entries, place), Inserted(_nodes, Place(_nodeMap, bit), below));
    }

    /// <returns>The same node where the key is not there; null where nothing is left.</returns>
    public MapNode<TKey, TValue>? Without(TKey key, int hash, int shift)
    {
        if (shift >= HashBits)
        {
            return WithoutInRow(key);
        }

        var bit = Bit(hash, shift);
        if ((_nodeMap & bit) != 0)
        {
            var at = Place(_nodeMap, bit);
            var below = _nodes[at].Without(key, hash, shift + Bits);
            return ReferenceEquals(below, _nodes[at]) ? this : Shrunk(bit, at, below);
        }

        var place = Place(_entryMap, bit);
        if ((_entryMap & bit) == 0 || !EqualityComparer<TKey>.Default.Equals(_entries[place].Key, key))
        {
            return this;
        }

        return _entries.Length == 1 && _nodes.Length == 0 ? null : new(_entryMap & ~bit, _nodeMap, Removed(_entries, place), _nodes);
    }

    public IEnumerable<KeyValuePair<TKey, TValue>> Entries()
    {
        foreach (var entry in _entries)
        {
            yield return KeyValuePair.Create(entry.Key, entry.Value);
        }

        foreach (var node in _nodes)
        {
            foreach (var entry in node.Entries())
            {
                yield return entry;
            }
        }
    }

    /// <summary>A node with one entry is taken up into the place that leads to it.</summary>
    private MapNode<TKey, TValue>? Shrunk(uint bit, int at, MapNode<TKey, TValue>? below)
    {
        if (below is null)
        {
            return _entries.Length == 0 && _nodes.Length == 1 ? null : new(_entryMap, _nodeMap & ~bit, _entries, Removed(_nodes, at));
        }

        return below._nodes.Length == 0 && below._entries.Length == 1
            ? new(_entryMap | bit, _nodeMap & ~bit, Inserted(_entries, Place(_entryMap, bit), below._entries[0]), Removed(_nodes, at))
            : new(_entryMap, _nodeMap, _entries, Replaced(_nodes, at, below));
    }

    private bool TryFindInRow(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        var at = PlaceInRow(key);
        value = at < 0 ? default : _entries[at].Value;
        return at >= 0;
    }

    private MapNode<TKey, TValue> WithInRow(MapEntry<TKey, TValue> entry, ref bool isNew)
    {
        var at = PlaceInRow(entry.Key);
        isNew |= at < 0;
        return new(0, 0, at < 0 ? Inserted(_entries, 0, entry) : Replaced(_entries, at, entry), []);
    }

    private MapNode<TKey, TValue>? WithoutInRow(TKey key) => PlaceInRow(key) switch
    {
        < 0 => this,
        _ when _entries.Length == 1 => null,
        var at => new(0, 0, Removed(_entries, at), []),
    };

    private int PlaceInRow(TKey key) => Array.FindIndex(_entries, entry => EqualityComparer<TKey>.Default.Equals(entry.Key, key));

    private static uint Bit(int hash, int shift) => 1u << ((hash >>> shift) & 31);

    private static int Place(uint map, uint bit) => BitOperations.PopCount(map & (bit - 1));

    private static T[] Replaced<T>(T[] items, int at, T item)
    {
        // Array.Clone goes through the runtime and takes twice as long.
        var copy = new T[items.Length];
        items.AsSpan().CopyTo(copy);
        copy[at] = item;
        return copy;
    }

    private static T[] Inserted<T>(T[] items, int at, T item)
    {
        var copy = new T[items.Length + 1];
        items.AsSpan(0, at).CopyTo(copy);
        copy[at] = item;
        items.AsSpan(at).CopyTo(copy.AsSpan(at + 1));
        return copy;
    }

    private static T[] Removed<T>(T[] items, int at)
    {
        var copy = new T[items.Length - 1];
        items.AsSpan(0, at).CopyTo(copy);
        items.AsSpan(at + 1).CopyTo(copy.AsSpan(at));
        return copy;
    }
}
