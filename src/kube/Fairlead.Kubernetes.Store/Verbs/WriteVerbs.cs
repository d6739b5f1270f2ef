using System.Text.Json.Nodes;
using Fairlead.Kubernetes.Store.Errors;
using Fairlead.Kubernetes.Store.Objects;
using Fairlead.Kubernetes.Store.Patches;
using Fairlead.Kubernetes.Store.Replies;
using Fairlead.Kubernetes.Store.Requests;
using Fairlead.Kubernetes.Store.Writes;

namespace Fairlead.Kubernetes.Store.Verbs;

/// <summary>Create, update, patch: bodies in, objects out.</summary>
internal sealed class WriteVerbs(ClusterStore store)
{
    public async Task<StoredObject> CreateAsync(ResourcePath path, ApiCall call, WriteCall write)
    {
        var json = call.ReadObject();
        CheckKind(path, json);
        CheckPlace(path, json, json.TextAt("metadata.name"));
        write = write with { Key = write.Key with { Name = json.TextAt("metadata.name") } };
        return await store.WriteAsync(scope => Creation.Create(write, scope, json), call.Query.IsDryRun()).ConfigureAwait(false);
    }

    public async Task<StoredObject> UpdateAsync(ResourcePath path, ApiCall call, WriteCall write)
    {
        var json = call.ReadObject();
        CheckKind(path, json);
        CheckPlace(path, json, path.Name!);
        return await store.WriteAsync(scope => Replacement.Replace(write, scope, _ => json, isBlind: false), call.Query.IsDryRun()).ConfigureAwait(false);
    }

    public async Task<StoredObject> PatchAsync(ResourcePath path, ApiCall call, WriteCall write)
    {
        var patch = PatchReading.Read(call, path.Kind);
        return await store.WriteAsync(scope => Replacement.Replace(write, scope, current => Patched(path, patch, current), isBlind: true), call.Query.IsDryRun()).ConfigureAwait(false);
    }

    public async Task<StoredObject> BindAsync(ApiCall call, WriteCall write)
    {
        var binding = call.ReadObject();
        return await store.WriteAsync(scope => PodBinding.Bind(write, scope, binding), call.Query.IsDryRun()).ConfigureAwait(false);
    }

    public async Task<StoredObject> DeleteAsync(ApiCall call, WriteCall write)
    {
        var wish = Wish(call);
        return await store.WriteAsync(scope => Deletion.Delete(write, scope, wish), IsDryRun(call)).ConfigureAwait(false);
    }

    /// <returns>What is gone or going.</returns>
    public async Task<ObjectList> DeleteAllAsync(ResourcePath path, ApiCall call, ObjectList all)
    {
        var (wish, isDryRun) = (Wish(call), IsDryRun(call));
        // All at once: they share commits.
        var gone = await Task.WhenAll(all.Items.Select(item => DeleteOneAsync(new WriteCall(store, path.Kind, item.Key), wish, isDryRun))).ConfigureAwait(false);
        return all with { Version = store.State.Version, Items = [.. gone.OfType<StoredObject>()] };
    }

    /// <summary>A status of success, as a deletion that is over is answered.</summary>
    public static Reply Deleted(StoredObject gone)
    {
        var details = new JsonObject { ["name"] = gone.Key.Name, ["group"] = gone.Kind.Group, ["kind"] = gone.Kind.Plural, ["uid"] = gone.Read().TextAt("metadata.uid") };
        if (gone.Kind.Group.Length == 0)
        {
            details.Remove("group");
        }

        return Reply.Of(new JsonObject { ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new JsonObject(), ["status"] = "Success", ["details"] = details });
    }

    private async Task<StoredObject?> DeleteOneAsync(WriteCall write, DeletionWish wish, bool isDryRun)
    {
        try
        {
            return await store.WriteAsync(scope => Deletion.Delete(write, scope, wish), isDryRun).ConfigureAwait(false);
        }
        catch (ApiException refusal) when (refusal.Code == 404)
        {
            // Somebody else was faster.
            return null;
        }
    }

    private static JsonObject Patched(ResourcePath path, Func<JsonObject, JsonObject> patch, JsonObject current)
    {
        var next = patch(current);
        CheckKind(path, next);
        CheckPlace(path, next, path.Name!);
        return next;
    }

    private static void CheckKind(ResourcePath path, JsonObject json)
    {
        var (version, kind) = (json.TextAt("apiVersion"), json.TextAt("kind"));
        if ((version.Length > 0 && version != path.Kind.ApiVersion) || (kind.Length > 0 && kind != path.Kind.Kind))
        {
            throw Refusal.BadRequest($"the object provided is a {version}, Kind={kind}; here a {path.Kind.ApiVersion}, Kind={path.Kind.Kind} is wanted");
        }

        json["apiVersion"] = path.Kind.ApiVersion;
        json["kind"] = path.Kind.Kind;
        if (json["metadata"] is not (null or JsonObject))
        {
            throw Refusal.BadRequest("metadata is no object");
        }
    }

    private static void CheckPlace(ResourcePath path, JsonObject json, string name)
    {
        var metadata = json.Metadata();
        if (metadata.TextAt("name") is { Length: > 0 } said && said != name)
        {
            throw Refusal.BadRequest($"the name of the object ({said}) does not match the name on the URL ({name})");
        }

        var space = metadata.TextAt("namespace");
        if (space.Length > 0 && space != (path.Namespace ?? ""))
        {
            throw Refusal.BadRequest($"the namespace of the provided object does not match the namespace sent on the request ({space} and {path.Namespace ?? "none"})");
        }

        if (path.Kind.IsNamespaced && path.Namespace is null)
        {
            throw Refusal.BadRequest("an empty namespace may not be set during creation");
        }
    }

    private static DeletionWish Wish(ApiCall call)
    {
        var body = call.Body.IsEmpty ? null : call.ReadObject();
        return new DeletionWish(
            body.NumberAt("gracePeriodSeconds") ?? call.Query.Number("gracePeriodSeconds"),
            body.TextAt("preconditions.uid") is { Length: > 0 } uid ? uid : null,
            body.TextAt("preconditions.resourceVersion") is { Length: > 0 } version ? version : null);
    }

    private static bool IsDryRun(ApiCall call) => call.Query.IsDryRun() || (!call.Body.IsEmpty && call.ReadObject()["dryRun"] is JsonArray { Count: > 0 });
}
