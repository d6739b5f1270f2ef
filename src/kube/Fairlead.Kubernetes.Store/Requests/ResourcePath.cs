using Fairlead.Kubernetes.Store.Errors;
using Fairlead.Kubernetes.Store.Kinds;

namespace Fairlead.Kubernetes.Store.Requests;

/// <summary>What a path below <c>/api/v1</c> or <c>/apis/GROUP/VERSION</c> is about.</summary>
/// <param name="Namespace">Null for all namespaces, and for what belongs to none.</param>
/// <param name="Name">Null for the collection.</param>
/// <param name="Subresource">Empty for the object itself.</param>
/// <param name="IsWatch">By the old way to ask for a watch: <c>/api/v1/watch/…</c>.</param>
internal sealed record ResourcePath(ServedKind Kind, string? Namespace, string? Name, string Subresource, bool IsWatch)
{
    /// <exception cref="ApiException">There is nothing there.</exception>
    public static ResourcePath Read(KindCatalog catalog, string group, string version, string[] rest)
    {
        var isWatch = rest is ["watch", ..];
        rest = isWatch ? rest[1..] : rest;
        string? space = null;
        // namespaces/NAME/status and finalize are the namespace's own; anything else after a name is inside it.
        if (rest is ["namespaces", var home, not ("status" or "finalize"), ..])
        {
            (space, rest) = (home, rest[2..]);
        }

        if (rest is not ([_] or [_, _] or [_, _, _]) || catalog.Find(group, version, rest[0]) is not { } kind || (space is not null && !kind.IsNamespaced))
        {
            throw Refusal.NoSuchPath();
        }

        var path = new ResourcePath(kind, space, rest.Length > 1 ? rest[1] : null, rest.Length > 2 ? rest[2] : "", isWatch);
        return path.Name is not null && kind.IsNamespaced && space is null || !path.IsSubresourceKnown() ? throw Refusal.NoSuchPath() : path;
    }

    private bool IsSubresourceKnown() => Subresource switch
    {
        "" => true,
        "status" => Kind.HasStatus,
        "binding" => Kind.Kind == "Pod",
        _ => false,
    };
}
