using System.Text.Json.Nodes;
using Fairlead.Kubernetes.Store.Errors;
using Fairlead.Kubernetes.Store.Objects;
using Fairlead.Kubernetes.Store.State;

namespace Fairlead.Kubernetes.Store.Writes;

/// <summary>A scheduler says which node a pod runs on (<c>v1</c> Binding): once.</summary>
internal static class PodBinding
{
    /// <exception cref="ApiException">There is no such pod, it is going, or it has a node already.</exception>
    public static StoredObject Bind(WriteCall call, WriteScope scope, JsonObject binding)
    {
        var node = binding.TextAt("target.name");
        var current = scope.Find(call.Kind, call.Key) ?? throw Refusal.NotFound(call.Kind, call.Key.Name);
        if (node.Length == 0)
        {
            throw Refusal.Invalid(call.Kind, call.Key.Name, [FieldProblem.Required("target.name")]);
        }

        var json = current.Read();
        var uid = binding.TextAt("metadata.uid");
        if (uid.Length > 0 && uid != json.TextAt("metadata.uid"))
        {
            throw Refusal.Conflict(call.Kind, call.Key.Name, $"Precondition failed: UID in precondition: {uid}, UID in object meta: {json.TextAt("metadata.uid")}");
        }

        if (current.IsTerminating)
        {
            throw Refusal.Conflict(call.Kind, call.Key.Name, $"pod {call.Key.Name} is being deleted, cannot be assigned to a host");
        }

        if (json.TextAt("spec.nodeName") is { Length: > 0 } given)
        {
            throw Refusal.Conflict(call.Kind, call.Key.Name, $"pod {call.Key.Name} is already assigned to node \"{given}\"");
        }

        json.Child("spec")["nodeName"] = node;
        MarkScheduled(json, scope.Now);
        return scope.Put(call.Kind, call.Key, json);
    }

    private static void MarkScheduled(JsonObject json, DateTimeOffset now)
    {
        var status = json.Child("status");
        var conditions = status["conditions"] as JsonArray ?? [];
        foreach (var old in conditions.Where(one => one.TextAt("type") == "PodScheduled").ToList())
        {
            conditions.Remove(old);
        }

        conditions.Add(new JsonObject { ["type"] = "PodScheduled", ["status"] = "True", ["lastProbeTime"] = null, ["lastTransitionTime"] = ObjectFields.Time(now) });
        status["conditions"] = conditions;
    }
}
