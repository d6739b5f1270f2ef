using System.Text.Json.Nodes;
using Fairlead.Kubernetes.Store.Errors;
using Fairlead.Kubernetes.Store.Objects;
using Fairlead.Kubernetes.Store.State;

namespace Fairlead.Kubernetes.Store.Writes;

/// <summary>Of <c>DeleteOptions</c>, what matters here. Null: not said.</summary>
internal sealed record DeletionWish(long? GraceSeconds, string? Uid, string? Version)
{
    public static DeletionWish Default { get; } = new(null, null, null);
}

/// <summary>An object's end, at once or when those who have to clean up have done so.</summary>
internal static class Deletion
{
    // core/v1 defaults: what a pod has that does not say it.
    private const long DefaultGrace = 30;

    /// <returns>What is there now, or was there last.</returns>
    /// <exception cref="ApiException">It is not there, or not the one that is meant.</exception>
    public static StoredObject Delete(WriteCall call, WriteScope scope, DeletionWish wish)
    {
        var current = scope.Find(call.Kind, call.Key) ?? throw Refusal.NotFound(call.Kind, call.Key.Name);
        var json = current.Read();
        CheckWish(call, json, wish);
        if (call.Kind == call.Store.Catalog.Namespaces)
        {
            return NamespaceLife.Terminate(call, scope, current);
        }

        var grace = Grace(call, json, wish);
        var waits = json.At("metadata.finalizers") is JsonArray { Count: > 0 };
        if (grace == 0 && !waits)
        {
            return Remove(call, scope, current, null);
        }

        return Mark(json, grace, scope.Now) ? scope.Put(call.Kind, call.Key, json) : current;
    }

    /// <summary>The end itself.</summary>
    /// <param name="last">What it is last; null for what it is.</param>
    public static StoredObject Remove(WriteCall call, WriteScope scope, StoredObject current, JsonObject? last)
    {
        var gone = scope.Remove(current, last);
        if (call.Kind.IsNamespaced)
        {
            NamespaceLife.CollectIfEmpty(call.Store.Catalog, scope, call.Key.Namespace);
        }

        return gone;
    }

    /// <summary>Whether nobody has anything to do with it any more.</summary>
    public static bool IsOver(JsonObject json) =>
        json.At("metadata.deletionTimestamp") is not null
        && json.At("metadata.finalizers") is not JsonArray { Count: > 0 }
        && json.NumberAt("metadata.deletionGracePeriodSeconds") is null or 0;

    private static void CheckWish(WriteCall call, JsonObject json, DeletionWish wish)
    {
        var (uid, version) = (json.TextAt("metadata.uid"), json.TextAt("metadata.resourceVersion"));
        if (wish.Uid is not null && wish.Uid != uid)
        {
            throw Refusal.Conflict(call.Kind, call.Key.Name, $"the UID in the precondition ({wish.Uid}) does not match the UID in record ({uid}). The object might have been deleted and then recreated");
        }

        if (wish.Version is not null && wish.Version != version)
        {
            throw Refusal.Conflict(call.Kind, call.Key.Name, $"the ResourceVersion in the precondition ({wish.Version}) does not match the ResourceVersion in record ({version}). The object might have been modified");
        }
    }

    // Only a pod that a kubelet runs has somebody who ends it.
    private static long Grace(WriteCall call, JsonObject json, DeletionWish wish)
    {
        if (call.Kind != call.Store.Catalog.Pods || json.TextAt("spec.nodeName").Length == 0 || json.TextAt("status.phase") is "Succeeded" or "Failed")
        {
            return 0;
        }

        var wanted = Math.Max(0, wish.GraceSeconds ?? json.NumberAt("spec.terminationGracePeriodSeconds") ?? DefaultGrace);
        // Once it is ending, the time can only become shorter.
        return json.NumberAt("metadata.deletionGracePeriodSeconds") is { } given && json.At("metadata.deletionTimestamp") is not null ? Math.Min(given, wanted) : wanted;
    }

    private static bool Mark(JsonObject json, long grace, DateTimeOffset now)
    {
        var metadata = json.Metadata();
        var isMarked = metadata["deletionTimestamp"] is not null;
        if (isMarked && metadata.NumberAt("deletionGracePeriodSeconds") == grace)
        {
            return false;
        }

        metadata["deletionTimestamp"] = ObjectFields.Time(now.AddSeconds(grace));
        metadata["deletionGracePeriodSeconds"] = grace;
        if (!isMarked && metadata.NumberAt("generation") is { } generation)
        {
            metadata["generation"] = generation + 1;
        }

        return true;
    }
}
