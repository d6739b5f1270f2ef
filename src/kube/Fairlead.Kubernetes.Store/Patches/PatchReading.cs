using System.Text.Json.Nodes;
using Fairlead.Kubernetes.Store.Errors;
using Fairlead.Kubernetes.Store.Kinds;
using Fairlead.Kubernetes.Store.Requests;

namespace Fairlead.Kubernetes.Store.Patches;

/// <summary>The three ways to say a change.</summary>
internal static class PatchReading
{
    /// <returns>What makes the new object of the old one, which it may change.</returns>
    /// <exception cref="ApiException">It is none, or of a sort that this kind does not take.</exception>
    public static Func<JsonObject, JsonObject> Read(ApiCall call, ServedKind kind)
    {
        switch (call.MediaType)
        {
            case "application/merge-patch+json":
                var merge = Object(call);
                return target => MergePatch.Apply(target, merge);
            case "application/json-patch+json":
                var steps = JsonPatch.Read(call.ReadJson());
                return target => JsonPatch.Apply(target, steps);
            case "application/strategic-merge-patch+json" when kind.IsBuiltIn:
                var strategic = Object(call);
                return target => StrategicMergePatch.Apply(kind.Schema, target, strategic);
            case "application/apply-patch+yaml" or "application/apply-patch+cbor":
                throw Refusal.UnsupportedMediaType("server-side apply is not supported by this store; apply without --server-side");
            default:
                var known = kind.IsBuiltIn ? ", application/strategic-merge-patch+json" : "";
                throw Refusal.UnsupportedMediaType($"the body of the request was in an unknown format ({call.MediaType}) - accepted media types include: application/json-patch+json, application/merge-patch+json{known}");
        }
    }

    private static JsonObject Object(ApiCall call) => call.ReadJson() as JsonObject ?? throw Refusal.BadRequest("a patch of this sort is a JSON object");
}
