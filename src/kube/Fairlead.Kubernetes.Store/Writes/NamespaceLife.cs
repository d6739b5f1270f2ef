using System.Text.Json.Nodes;
using Fairlead.Kubernetes.Store.Errors;
using Fairlead.Kubernetes.Store.Kinds;
using Fairlead.Kubernetes.Store.Objects;
using Fairlead.Kubernetes.Store.State;

namespace Fairlead.Kubernetes.Store.Writes;

/// <summary>A namespace takes what is in it along, and goes when the last of it has gone.</summary>
internal static class NamespaceLife
{
    /// <exception cref="ApiException">Nothing can be made there.</exception>
    public static void CheckOpen(WriteCall call, WriteScope scope)
    {
        if (!call.Kind.IsNamespaced)
        {
            return;
        }

        var namespaces = call.Store.Catalog.Namespaces;
        var home = scope.Find(namespaces, new ObjectKey("", call.Key.Namespace)) ?? throw Refusal.NotFound(namespaces, call.Key.Namespace);
        if (home.IsTerminating)
        {
            throw Refusal.Forbidden(call.Kind, call.Key.Name, $"unable to create new content in namespace {call.Key.Namespace} because it is being terminated");
        }
    }

    /// <summary>Begins to delete all that is in it.</summary>
    public static StoredObject Terminate(WriteCall call, WriteScope scope, StoredObject current)
    {
        var json = current.Read();
        if (!current.IsTerminating)
        {
            json.Metadata()["deletionTimestamp"] = ObjectFields.Time(scope.Now);
            json.Child("status")["phase"] = "Terminating";
            scope.Put(call.Kind, call.Key, json);
        }

        foreach (var kind in Namespaced(call.Store.Catalog))
        {
            foreach (var inside in scope.State.All(kind).Values.Where(one => one.Key.Namespace == call.Key.Name && !one.IsTerminating).ToList())
            {
                Deletion.Delete(new WriteCall(call.Store, kind, inside.Key), scope, DeletionWish.Default);
            }
        }

        // Where its end came with that of what was in it, that was the last event.
        return CollectIfEmpty(call.Store.Catalog, scope, call.Key.Name) ?? scope.Find(call.Kind, call.Key) ?? scope.Events[^1].After;
    }

    /// <summary>To be called when something in a namespace has gone, or the namespace itself was changed.</summary>
    /// <returns>The namespace as it was last, where it was the last of one that is to go.</returns>
    public static StoredObject? CollectIfEmpty(KindCatalog catalog, WriteScope scope, string name)
    {
        var home = scope.Find(catalog.Namespaces, new ObjectKey("", name));
        return home is { IsTerminating: true }
            && !Namespaced(catalog).Any(kind => scope.State.All(kind).Keys.Any(key => key.Namespace == name))
            && home.Read().At("metadata.finalizers") is not JsonArray { Count: > 0 }
                ? scope.Remove(home)
                : null;
    }

    private static IEnumerable<ServedKind> Namespaced(KindCatalog catalog) => catalog.Kinds.Where(kind => kind.IsNamespaced);
}
