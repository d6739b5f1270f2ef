using System.Text.Json.Nodes;
using Fairlead.Kubernetes.Store.Errors;
using Fairlead.Kubernetes.Store.Kinds;
using Fairlead.Kubernetes.Store.Objects;

namespace Fairlead.Kubernetes.Store.Writes;

/// <summary>What may not change of Kubernetes' own kinds; of ours their schemas say it.</summary>
internal static class FixedFields
{
    // apis/core/validation: ValidatePodUpdate.
    private static readonly string[] OfPodsFree = ["activeDeadlineSeconds", "terminationGracePeriodSeconds", "tolerations"];
    private static readonly string[] OfContainersFree = ["image", "resources"];

    public static IEnumerable<FieldProblem> Check(ServedKind kind, JsonObject json, JsonObject before) => kind.Kind switch
    {
        "Pod" => OfPod(json, before),
        "Node" => OfNode(json, before),
        _ => [],
    };

    private static IEnumerable<FieldProblem> OfPod(JsonObject json, JsonObject before)
    {
        if (!JsonNode.DeepEquals(Fixed(json), Fixed(before)))
        {
            yield return FieldProblem.Forbidden("spec", "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)");
        }
    }

    private static JsonObject Fixed(JsonObject pod)
    {
        var spec = (JsonObject?)pod["spec"]?.DeepClone() ?? [];
        foreach (var free in OfPodsFree)
        {
            spec.Remove(free);
        }

        foreach (var container in new[] { "containers", "initContainers" }.SelectMany(list => spec[list] as JsonArray ?? []).OfType<JsonObject>())
        {
            foreach (var free in OfContainersFree)
            {
                container.Remove(free);
            }
        }

        return spec;
    }

    // What a node is in its cloud does not change: a machine that takes its place is another node of the same name.
    private static IEnumerable<FieldProblem> OfNode(JsonObject json, JsonObject before) =>
        new[] { "podCIDR", "podCIDRs", "providerID" }
            .Where(field => before.At($"spec.{field}") is { } was && was.ToJsonString() is not ("\"\"" or "[]") && !JsonNode.DeepEquals(was, json.At($"spec.{field}")))
            .Select(field => FieldProblem.Forbidden($"spec.{field}", "node updates may not change it once it is set"));
}
