namespace Fairlead.Kubernetes.Store.Objects;

/// <summary>Which object of a kind. Their order is that of lists: by namespace, then by name, octet by octet.</summary>
/// <param name="Namespace">Empty for what belongs to the whole cluster.</param>
internal readonly record struct ObjectKey(string Namespace, string Name) : IComparable<ObjectKey>
{
    public int CompareTo(ObjectKey other)
    {
        var byNamespace = string.CompareOrdinal(Namespace, other.Namespace);
        return byNamespace != 0 ? byNamespace : string.CompareOrdinal(Name, other.Name);
    }
}
