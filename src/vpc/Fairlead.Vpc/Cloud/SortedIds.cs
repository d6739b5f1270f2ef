using System.Collections.Immutable;
using Fairlead.Vpc.Collections;

namespace Fairlead.Vpc.Cloud;

/// <summary>Ids by something that they have, each list in the order of ids, so that pages of it are stable.</summary>
public sealed class SortedIds
{
    private static readonly ImmutableSortedSet<string> None = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    private readonly PersistentMap<string, ImmutableSortedSet<string>> _ids;

    private SortedIds(PersistentMap<string, ImmutableSortedSet<string>> ids) => _ids = ids;

    public static SortedIds Empty { get; } = new(PersistentMap<string, ImmutableSortedSet<string>>.Empty);

    public IEnumerable<KeyValuePair<string, ImmutableSortedSet<string>>> All => _ids;

    public ImmutableSortedSet<string> Of(string key) => _ids.GetValueOrDefault(key, None);

    public SortedIds Add(string key, string id)
    {
        var before = Of(key);
        var after = before.Add(id);
        return ReferenceEquals(before, after) ? this : new(_ids.SetItem(key, after));
    }

    public SortedIds Remove(string key, string id)
    {
        var left = Of(key).Remove(id);
        return new(left.IsEmpty ? _ids.Remove(key) : _ids.SetItem(key, left));
    }

    public SortedIds Move(string from, string to, string id)
    {
        if (from == to)
        {
            return this;
        }

        var without = from.Length == 0 ? this : Remove(from, id);
        return to.Length == 0 ? without : without.Add(to, id);
    }
}
