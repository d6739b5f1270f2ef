using System.Collections.Immutable;
using Fairlead.Kubernetes.Store.Kinds;
using Fairlead.Kubernetes.Store.Objects;

namespace Fairlead.Kubernetes.Store.State;

/// <summary>All objects at one version. Immutable: whoever reads a list has it as it was at that version.</summary>
/// <param name="Version">That of the last change; 0 before the first.</param>
internal sealed record StoreState(long Version, ImmutableArray<ImmutableSortedDictionary<ObjectKey, StoredObject>> Kinds)
{
    public static StoreState Empty(int kinds) => new(0, [.. Enumerable.Repeat(ImmutableSortedDictionary<ObjectKey, StoredObject>.Empty, kinds)]);

    public ImmutableSortedDictionary<ObjectKey, StoredObject> All(ServedKind kind) => Kinds[kind.Index];

    /// <returns>Null where there is none.</returns>
    public StoredObject? Find(ServedKind kind, ObjectKey key) => Kinds[kind.Index].GetValueOrDefault(key);

    public StoreState With(StoreEvent change)
    {
        var (kind, key) = (change.After.Kind.Index, change.After.Key);
        var objects = change.IsGone ? Kinds[kind].Remove(key) : Kinds[kind].SetItem(key, change.After);
        return new StoreState(change.Version, Kinds.SetItem(kind, objects));
    }
}
