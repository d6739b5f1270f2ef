using Fairlead.Allocation.Shapes;
using Fairlead.Allocation.State;
using Fairlead.Resources.Network;

namespace Fairlead.Allocation.Nodes;

/// <summary>Which mode and class a pod has: chosen once, and again when classes, namespaces or the configuration have changed.</summary>
internal static class PodModes
{
    public static void Choose(AllocationState state, NodeRecord node, NodeShape shape, PodRecord pod)
    {
        if (pod.ChosenAt == state.Choices)
        {
            return;
        }

        pod.ChosenAt = state.Choices;
        pod.Mode = shape.Mode;
        pod.Class = "";
    }
}
