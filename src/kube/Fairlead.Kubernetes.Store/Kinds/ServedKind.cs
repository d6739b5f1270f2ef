using Fairlead.Kubernetes.Store.Schemas;
using Fairlead.Kubernetes.Store.Tables;
using Fairlead.Resources.Meta;

namespace Fairlead.Kubernetes.Store.Kinds;

/// <summary>A kind as the store serves it: where it is found, and what is particular about it.</summary>
internal sealed class ServedKind(ResourceKind resource, int index)
{
    /// <summary>What every kind can be selected by.</summary>
    private static readonly string[] AlwaysSelectable = ["metadata.name", "metadata.namespace"];

    public ResourceKind Resource { get; } = resource;

    /// <summary>Its place in tables that are by kind.</summary>
    public int Index { get; } = index;

    public string Group => Resource.Group;

    public string Kind => Resource.Kind;

    public string Plural => Resource.Plural;

    public string ApiVersion => Resource.ApiVersion;

    public bool IsNamespaced => Resource.IsNamespaced;

    public bool HasStatus => Resource.HasStatus;

    /// <summary><c>nodenetworks.fairlead.io</c>, as messages and the store's file name it.</summary>
    public string QualifiedPlural { get; } = resource.Group.Length == 0 ? resource.Plural : $"{resource.Plural}.{resource.Group}";

    public string QualifiedKind { get; } = resource.Group.Length == 0 ? resource.Kind : $"{resource.Kind}.{resource.Group}";

    /// <summary>Of the whole object, metadata included.</summary>
    public SchemaNode Schema { get; init; } = SchemaNode.Anything;

    /// <summary>What <c>kubectl get</c> shows.</summary>
    public IReadOnlyList<Column> Columns { get; init; } = [];

    /// <summary>Names of groups of kinds that it is in: <c>all</c>.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>Paths that field selectors may name.</summary>
    public IReadOnlyList<string> SelectableFields { get; init; } = AlwaysSelectable;

    /// <summary>Whether <c>metadata.generation</c> counts changes of what is neither metadata nor status.</summary>
    public bool CountsGenerations { get; init; }

    /// <summary>Whether an update may leave out the version that it is made from.</summary>
    public bool AllowsBlindUpdate { get; init; }

    /// <summary>Whether an object is created with the status that its creator gives it.</summary>
    public bool KeepsStatusAtBirth { get; init; }

    /// <summary>Of Kubernetes' own kinds: strategic merge patches work on them, and fields that no schema names are kept.</summary>
    public bool IsBuiltIn { get; init; }

    public override string ToString() => QualifiedPlural;

    public static IReadOnlyList<string> Selectable(params string[] more) => [.. AlwaysSelectable, .. more];
}
