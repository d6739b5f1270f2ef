using System.Globalization;
using System.Text.Json.Nodes;
using Fairlead.Kubernetes.Store.Errors;
using Fairlead.Kubernetes.Store.Objects;
using Fairlead.Kubernetes.Store.State;

namespace Fairlead.Kubernetes.Store.Writes;

/// <summary>An object that is there becomes another: the whole, or its status alone.</summary>
internal static class Replacement
{
    /// <param name="change">Makes the new object of the present one, which it may change itself.</param>
    /// <param name="isBlind">The change is made of the present object itself, and so needs to name no version.</param>
    /// <exception cref="ApiException">It is not there, has been changed meanwhile, or is not to be kept so.</exception>
    public static StoredObject Replace(WriteCall call, WriteScope scope, Func<JsonObject, JsonObject> change, bool isBlind)
    {
        var current = scope.Find(call.Kind, call.Key) ?? throw Refusal.NotFound(call.Kind, call.Key.Name);
        var before = current.Read();
        var json = change(current.Read());
        var metadata = json.Metadata();
        CheckIsSame(call, current, before, metadata, isBlind);
        ObjectIdentity.Keep(metadata, before.Metadata());
        if (call.Kind.HasStatus)
        {
            (json, metadata) = Divide(call, json, before);
        }

        ObjectAdmission.Shape(call, json);
        CountGeneration(call, json, before, metadata);
        if (JsonNode.DeepEquals(json, before))
        {
            return current;
        }

        CheckFinalizers(call, metadata, before.Metadata());
        ObjectAdmission.Check(call, scope, json, before);
        if (call.Kind == call.Store.Catalog.Namespaces)
        {
            var home = ObjectAdmission.CheckSize(scope.Put(call.Kind, call.Key, json), current);
            // Its last finalizer may have been what it was still there for.
            return NamespaceLife.CollectIfEmpty(call.Store.Catalog, scope, call.Key.Name) ?? home;
        }

        return Deletion.IsOver(json)
            ? Deletion.Remove(call, scope, current, json)
            : ObjectAdmission.CheckSize(scope.Put(call.Kind, call.Key, json), current);
    }

    private static void CheckIsSame(WriteCall call, StoredObject current, JsonObject before, JsonObject metadata, bool isBlind)
    {
        var (uid, version) = (metadata.TextAt("uid"), metadata.TextAt("resourceVersion"));
        if (uid.Length > 0 && uid != before.TextAt("metadata.uid"))
        {
            throw Refusal.Conflict(call.Kind, call.Key.Name, $"Precondition failed: UID in precondition: {uid}, UID in object meta: {before.TextAt("metadata.uid")}");
        }

        if (version.Length == 0 && !isBlind && !call.Kind.AllowsBlindUpdate)
        {
            throw Refusal.Invalid(call.Kind, call.Key.Name, [FieldProblem.Invalid("metadata.resourceVersion", "0x0", "must be specified for an update")]);
        }

        if (version.Length > 0 && version != current.Version.ToString(CultureInfo.InvariantCulture))
        {
            throw Refusal.Conflict(call.Kind, call.Key.Name);
        }
    }

    // Who writes the one does not touch the other.
    private static (JsonObject Json, JsonObject Metadata) Divide(WriteCall call, JsonObject json, JsonObject before)
    {
        if (!call.IsStatus)
        {
            json.Take("status", before);
            return (json, json.Metadata());
        }

        var next = (JsonObject)before.DeepClone();
        next.Take("status", json);
        return (next, next.Metadata());
    }

    private static void CountGeneration(WriteCall call, JsonObject json, JsonObject before, JsonObject metadata)
    {
        if (call.IsStatus || !call.Kind.CountsGenerations)
        {
            return;
        }

        var isChanged = json.Select(field => field.Key).Union(before.Select(field => field.Key))
            .Any(field => field is not ("metadata" or "status") && !JsonNode.DeepEquals(json[field], before[field]));
        if (isChanged)
        {
            metadata["generation"] = (metadata.NumberAt("generation") ?? 0) + 1;
        }
    }

    private static void CheckFinalizers(WriteCall call, JsonObject metadata, JsonObject before)
    {
        if (before["deletionTimestamp"] is null)
        {
            return;
        }

        var added = Finalizers(metadata).Except(Finalizers(before), StringComparer.Ordinal).ToList();
        if (added.Count > 0)
        {
            throw Refusal.Invalid(call.Kind, call.Key.Name, [FieldProblem.Forbidden("metadata.finalizers", $"no new finalizers can be added if the object is being deleted, found new finalizers {string.Join(", ", added)}")]);
        }
    }

    private static IEnumerable<string> Finalizers(JsonObject metadata) => (metadata["finalizers"] as JsonArray ?? []).Select(one => one?.ToString() ?? "");
}
