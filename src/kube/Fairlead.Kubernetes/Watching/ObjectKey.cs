using Fairlead.Resources.Meta;

namespace Fairlead.Kubernetes.Watching;

/// <summary>Name of an object among those of its kind.</summary>
/// <param name="Namespace">Empty for what belongs to the whole cluster.</param>
public readonly record struct ObjectKey(string Namespace, string Name)
{
    public static ObjectKey Of(IResource item) => new(item.Metadata.Namespace, item.Metadata.Name);

    public override string ToString() => Namespace.Length == 0 ? Name : $"{Namespace}/{Name}";
}
