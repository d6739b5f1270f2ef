using Fairlead.Allocation.Shapes;
using Fairlead.Allocation.State;
using Fairlead.Resources.Network;

namespace Fairlead.Allocation.Nodes;

/// <summary>Pods that are bound to a node and have nothing yet, by mode and class.</summary>
internal sealed class NodeDemand
{
    private readonly Dictionary<(PodNetworkMode, string), int> _waiting = [];
    private readonly SortedSet<string> _shared = new(StringComparer.Ordinal);

    /// <summary>Classes of which the node has, or is to have, a shared stock; the empty one for pods of no class.</summary>
    public IEnumerable<string> SharedClasses => _shared;

    public int All => _waiting.Values.Sum();

    public static NodeDemand Of(AllocationState state, NodeRecord node, NodeShape shape)
    {
        var demand = new NodeDemand();
        if (shape.Mode == PodNetworkMode.SharedEni)
        {
            demand._shared.Add("");
        }

        foreach (var eni in node.Interfaces.Where(eni => eni is { Use: InterfaceUse.Shared, IsUndecided: false }))
        {
            demand._shared.Add(eni.Class);
        }

        foreach (var pod in node.Pods.Values.Where(pod => !pod.IsOver))
        {
            demand.Add(state, node, shape, pod);
        }

        return demand;
    }

    public int Shared(string ofClass) => Waiting(PodNetworkMode.SharedEni, ofClass);

    /// <summary>Classes of pods that wait; the empty one for no class.</summary>
    public IEnumerable<string> Classes(PodNetworkMode mode) => _waiting.Keys.Where(key => key.Item1 == mode).Select(key => key.Item2);

    /// <summary>Whether the pod needs something of the stock: not one that has its own address.</summary>
    public static bool IsWaiting(AllocationState state, NodeRecord node, PodRecord pod) =>
        !pod.IsOver && !node.Leases.Has(pod.Pod.Metadata.Uid) && state.ReservationsByPod.GetValueOrDefault(pod.Key) is not { Addresses.Count: > 0 };

    public int Waiting(PodNetworkMode mode, string ofClass) => _waiting.GetValueOrDefault((mode, ofClass));

    private void Add(AllocationState state, NodeRecord node, NodeShape shape, PodRecord pod)
    {
        PodModes.Choose(state, shape, pod);
        if (pod.Mode is not { } mode || mode == PodNetworkMode.VpcRoute)
        {
            return;
        }

        if (mode == PodNetworkMode.SharedEni)
        {
            _shared.Add(pod.Class);
        }

        if (IsWaiting(state, node, pod))
        {
            _waiting[(mode, pod.Class)] = Waiting(mode, pod.Class) + 1;
        }
    }
}
