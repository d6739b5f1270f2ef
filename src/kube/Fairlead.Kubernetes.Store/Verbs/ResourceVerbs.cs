using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Fairlead.Kubernetes.Store.Errors;
using Fairlead.Kubernetes.Store.Objects;
using Fairlead.Kubernetes.Store.Replies;
using Fairlead.Kubernetes.Store.Requests;
using Fairlead.Kubernetes.Store.Watching;
using Fairlead.Kubernetes.Store.Writes;

namespace Fairlead.Kubernetes.Store.Verbs;

/// <summary>What can be done with objects, by method and path.</summary>
internal sealed class ResourceVerbs(ClusterStore store)
{
    // As long as Kubernetes lets a watch last that does not say it (min-request-timeout: 30 minutes, and as much again by chance).
    private const int LeastWatch = 1800;

    private readonly ListVerb _list = new(store);
    private readonly WriteVerbs _write = new(store);

    /// <returns>A reply, or a watch.</returns>
    public async Task<object> AnswerAsync(ResourcePath path, ApiCall call)
    {
        if (call.Method is "GET" && (path.IsWatch || call.Query.Flag("watch")))
        {
            return path.Subresource.Length == 0 ? Watch(path, call) : throw Refusal.MethodNotAllowed();
        }

        var write = new WriteCall(store, path.Kind, new ObjectKey(path.Namespace ?? "", path.Name ?? ""), path.Subresource) { UnknownFields = Unknown(call.Query) };
        return (call.Method, path.Name, path.Subresource) switch
        {
            ("GET" or "HEAD", null, "") => ObjectForm.Of(call, store.Options.Clock).Show(_list.List(path, call.Query)),
            ("GET" or "HEAD", not null, "" or "status") => ObjectForm.Of(call, store.Options.Clock).Show(Find(write)),
            ("POST", null, "") => Written(call, write, await _write.CreateAsync(path, call, write).ConfigureAwait(false), 201),
            ("POST", not null, "binding") => await BindAsync(call, write).ConfigureAwait(false),
            ("PUT", not null, "" or "status") => Written(call, write, await _write.UpdateAsync(path, call, write).ConfigureAwait(false)),
            ("PATCH", not null, "" or "status") => Written(call, write, await _write.PatchAsync(path, call, write).ConfigureAwait(false)),
            ("DELETE", not null, "") => Deleted(call, await _write.DeleteAsync(call, write).ConfigureAwait(false)),
            ("DELETE", null, "") => ObjectForm.Of(call, store.Options.Clock).Show(await _write.DeleteAllAsync(path, call, _list.List(path, call.Query)).ConfigureAwait(false)),
            _ => throw Refusal.MethodNotAllowed(),
        };
    }

    private StoredObject Find(WriteCall call) => store.State.Find(call.Kind, call.Key) ?? throw Refusal.NotFound(call.Kind, call.Key.Name);

    private WatchStream Watch(ResourcePath path, ApiCall call)
    {
        var query = call.Query;
        var (selection, bookmarks) = (ListVerb.Selection(path, query), query.Flag("allowWatchBookmarks"));
        // Before anybody watches: what cannot be shown is refused, and nobody would take the watcher away.
        var form = ObjectForm.Of(call, store.Options.Clock).EventForm();
        var lasts = TimeSpan.FromSeconds(query.Number("timeoutSeconds") is { } said and > 0 ? Math.Min(said, int.MaxValue / 1000) : RandomNumberGenerator.GetInt32(LeastWatch, 2 * LeastWatch));
        var version = ListVerb.Version(query) ?? 0;
        var isStreamed = query.Flag("sendInitialEvents");
        if (isStreamed && query.Text("resourceVersionMatch") != "NotOlderThan")
        {
            throw Refusal.BadRequest("sendInitialEvents requires setting resourceVersionMatch to NotOlderThan");
        }

        var watcher = isStreamed || version == 0
            ? store.Hub.WatchAll(path.Kind, selection, bookmarks, saysWhenCaught: isStreamed && bookmarks)
            : store.Hub.WatchAfter(path.Kind, selection, bookmarks, version);
        return new WatchStream(store.Hub, watcher, lasts, store.Options.Clock, form);
    }

    private Reply Written(ApiCall call, WriteCall write, StoredObject result, int status = 200) => ObjectForm.Of(call, store.Options.Clock).Show(result, status) with { Warnings = write.Warnings };

    private async Task<Reply> BindAsync(ApiCall call, WriteCall write)
    {
        await _write.BindAsync(call, write).ConfigureAwait(false);
        return Reply.Of(new JsonObject { ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new JsonObject(), ["status"] = "Success", ["code"] = 201 }, 201);
    }

    // What is still there is shown, what is gone is said to be.
    private Reply Deleted(ApiCall call, StoredObject result) =>
        result.IsGone ? WriteVerbs.Deleted(result) : ObjectForm.Of(call, store.Options.Clock).Show(result);

    private static UnknownFields Unknown(Query query) => query.Text("fieldValidation") switch
    {
        null or "Warn" => UnknownFields.Warn,
        "Strict" => UnknownFields.Refuse,
        "Ignore" => UnknownFields.Ignore,
        var other => throw Refusal.BadRequest($"fieldValidation: Unsupported value: \"{other}\": supported values: Ignore, Warn, Strict"),
    };
}
