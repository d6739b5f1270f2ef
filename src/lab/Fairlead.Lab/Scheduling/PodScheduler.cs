using System.Globalization;
using Fairlead.Resources.Core;
using Fairlead.Resources.Meta;

namespace Fairlead.Lab.Scheduling;

/// <summary>
/// Chooses nodes as Kubernetes' scheduler does, of whose rules it knows those that pods' networks meet: unschedulable nodes, node
/// selectors, host ports, extended resources, and how many pods a node takes. Pure.
/// </summary>
public static class PodScheduler
{
    private const string Pods = "pods";

    /// <param name="pods">All pods; those that are bound and have not ended take their part.</param>
    /// <returns>The node with the fewest pods of those that can have it, the first by name where they are even.</returns>
    public static Placement Choose(Pod pod, IReadOnlyCollection<Node> nodes, IEnumerable<Pod> pods)
    {
        if (nodes.Count == 0)
        {
            return new Placement.Nowhere("no nodes available to schedule pods");
        }

        var bound = pods.Where(other => other.Spec.NodeName.Length > 0 && !IsOver(other)).ToLookup(other => other.Spec.NodeName);
        var demand = PodDemand.Of(pod);
        var judged = nodes.Select(node => (Node: node.Metadata.Name, Load: bound[node.Metadata.Name].Count(), Reasons: Refusals(pod, demand, node, [.. bound[node.Metadata.Name]]))).ToList();
        return judged.Where(node => node.Reasons.Count == 0).OrderBy(node => node.Load).ThenBy(node => node.Node, StringComparer.Ordinal).Select(node => node.Node).FirstOrDefault() is { } chosen
            ? new Placement.On(chosen)
            : new Placement.Nowhere(Message(nodes.Count, judged.SelectMany(node => node.Reasons)));
    }

    // FitError.Error() of pkg/scheduler/framework/types.go: the reasons with their counts, in the order of their texts.
    private static string Message(int nodes, IEnumerable<string> reasons)
    {
        var counted = reasons.GroupBy(reason => reason).Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Count()} {group.Key}")).Order(StringComparer.Ordinal);
        return $"0/{nodes} nodes are available: {string.Join(", ", counted)}.";
    }

    // The first rule that refuses a node ends the look at it; what one rule has against it is told whole (runFilterPlugins).
    private static IReadOnlyList<string> Refusals(Pod pod, PodDemand demand, Node node, IReadOnlyList<Pod> bound)
    {
        if (node.Spec.Unschedulable)
        {
            return ["node(s) were unschedulable"];
        }

        if (node.Status.Conditions.Any(condition => condition is { Type: "Ready", Status: not Condition.True }))
        {
            return ["node(s) had untolerated taint {node.kubernetes.io/not-ready: }"];
        }

        if (pod.Spec.NodeSelector.Any(wanted => !node.Metadata.Labels.TryGetValue(wanted.Key, out var value) || value != wanted.Value))
        {
            return ["node(s) didn't match Pod's node affinity/selector"];
        }

        var taken = bound.Select(PodDemand.Of).ToList();
        return taken.Any(other => other.HostPorts.Overlaps(demand.HostPorts))
            ? ["node(s) didn't have free ports for the requested pod ports"]
            : [.. Lacks(demand, node, taken)];
    }

    private static IEnumerable<string> Lacks(PodDemand demand, Node node, IReadOnlyList<PodDemand> taken)
    {
        if (node.Status.Allocatable.TryGetValue(Pods, out var most) && taken.Count >= PodDemand.Count(most))
        {
            yield return "Too many pods";
        }

        foreach (var (resource, count) in demand.Resources)
        {
            if (PodDemand.Count(node.Status.Allocatable.GetValueOrDefault(resource, "0")) - taken.Sum(other => other.Resources.GetValueOrDefault(resource)) < count)
            {
                yield return $"Insufficient {resource}";
            }
        }
    }

    private static bool IsOver(Pod pod) => pod.Status.Phase is "Succeeded" or "Failed";
}
