using Fairlead.Allocation.Shapes;
using Fairlead.Allocation.State;
using Fairlead.Resources.Network;

namespace Fairlead.Allocation.Nodes;

/// <summary>Which mode and class a pod has: chosen once, and again when classes, namespaces or the configuration have changed.</summary>
internal static class PodModes
{
    private static readonly Dictionary<string, string> NoLabels = [];

    public static void Choose(AllocationState state, NodeShape shape, PodRecord pod)
    {
        if (pod.ChosenAt == state.Choices)
        {
            return;
        }

        var labels = state.Namespaces.GetValueOrDefault(pod.Pod.Metadata.Namespace)?.Metadata.Labels ?? NoLabels;
        var choice = PodNetworkChoice.Of(pod.Pod, labels, state.Classes.Values, shape.Mode);
        pod.ChosenAt = state.Choices;
        pod.Mode = choice.IsRefused ? null : choice.Mode;
        pod.Class = choice.Class;
    }
}
