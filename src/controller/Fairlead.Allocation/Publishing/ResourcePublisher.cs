using Fairlead.Allocation.Deeds;
using Fairlead.Allocation.Interfaces;
using Fairlead.Allocation.State;
using Fairlead.Resources.Core;
using Fairlead.Resources.Meta;
using Fairlead.Resources.Network;

namespace Fairlead.Allocation.Publishing;

/// <summary>Tells the scheduler how many ENIs a node's pods can have.</summary>
internal static class ResourcePublisher
{
    private static readonly string[] Names = [ResourceNames.Eni, ResourceNames.EniAlias, ResourceNames.MemberEni];

    public static void Run(AllocationState state, NodeRecord node, int exclusive)
    {
        var alias = node.Pods.Values.Where(pod => !pod.IsOver).Sum(pod => Asked(pod.Pod, ResourceNames.EniAlias));
        var own = node.Pods.Values.Where(pod => !pod.IsOver).Sum(pod => Asked(pod.Pod, ResourceNames.Eni));
        var members = Trunks.Of(node) is { Stage: InterfaceStage.Attached } ? node.Shape!.Members : 0;
        // By their node's mode pods get an ENI without asking, and the scheduler does not count them.
        var unasked = node.Pods.Values.Count(pod => pod is { IsOver: false, Mode: PodNetworkMode.ExclusiveEni } && Asked(pod.Pod, ResourceNames.Eni) + Asked(pod.Pod, ResourceNames.EniAlias) == 0);
        // Both names mean the same places: what pods have by the one is not to be had by the other.
        var resources = new Dictionary<string, long?>
        {
            [ResourceNames.Eni] = Some(node, ResourceNames.Eni, exclusive, exclusive - alias - unasked),
            [ResourceNames.EniAlias] = Some(node, ResourceNames.EniAlias, exclusive, exclusive - own - unasked),
            [ResourceNames.MemberEni] = Some(node, ResourceNames.MemberEni, members, members),
        };
        Condition[] conditions = [.. node.Conditions.All.Where(condition => condition.Type == ConditionTypes.AddressesAvailable)];
        if (IsNew(node, resources, conditions))
        {
            (node.Published.Resources, node.Published.Conditions) = (resources, conditions);
            state.Do(new PublishNode(node.Name, resources, conditions));
        }
    }

    private static bool IsNew(NodeRecord node, Dictionary<string, long?> resources, Condition[] conditions) =>
        node.Published.Resources is null
            ? Names.Any(name => resources[name] is not null || node.Node!.Status.Capacity.ContainsKey(name)) || conditions.Length > 0
            : Names.Any(name => node.Published.Resources[name] != resources[name]) || !node.Published.Conditions!.SequenceEqual(conditions);

    // A node that never had any does not bear the name.
    private static long? Some(NodeRecord node, string name, int places, long left) =>
        places > 0 ? Math.Max(0, left) : node.Published.Resources?.GetValueOrDefault(name) is not null ? 0 : null;

    private static long Asked(Pod pod, string name) => pod.Spec.Containers.Sum(container => Quantity(container.Resources, name));

    private static long Quantity(ContainerResources resources, string name) =>
        (resources.Limits.TryGetValue(name, out var text) || resources.Requests.TryGetValue(name, out text)) && long.TryParse(text, out var count) ? count : 0;
}
