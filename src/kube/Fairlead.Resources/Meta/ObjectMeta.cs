namespace Fairlead.Resources.Meta;

/// <summary>What every object of the cluster has (Kubernetes API conventions, "Metadata").</summary>
public sealed record ObjectMeta
{
    public string Name { get; init; } = "";

    /// <summary>Empty for what belongs to the whole cluster.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>Given by the store; an object that is made again under the same name has another.</summary>
    public string Uid { get; init; } = "";

    /// <summary>Opaque; an update that names an old one is refused (409).</summary>
    public string ResourceVersion { get; init; } = "";

    /// <summary>Counts changes of <c>spec</c>.</summary>
    public long Generation { get; init; }

    public DateTimeOffset? CreationTimestamp { get; init; }

    public DateTimeOffset? DeletionTimestamp { get; init; }

    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string> Annotations { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<OwnerReference> OwnerReferences { get; init; } = [];

    public IReadOnlyList<string> Finalizers { get; init; } = [];
}

/// <summary>Whose part an object is: a pod's StatefulSet for instance.</summary>
public sealed record OwnerReference(string ApiVersion, string Kind, string Name, string Uid)
{
    public bool? Controller { get; init; }
}
