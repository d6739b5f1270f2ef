using Fairlead.Model.Addresses;
using Fairlead.Resources.Core;
using Fairlead.Resources.Network;
using Fairlead.Simulation.Store;
using Fairlead.Simulation.Worlds;

namespace Fairlead.Simulation.Checks;

/// <summary>At rest, no reservation outlives its time, and nothing is kept for one that is not there.</summary>
internal static class ReservationCheck
{
    // Clocks, writes and what is looked into together.
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(30);

    public static void Run(SimulatedCluster cluster, List<string> faults)
    {
        foreach (var item in cluster.Store.Reservations.Values.Where(item => !cluster.Store.Pods.ContainsKey(ClusterStore.Key(item.Metadata.Namespace, item.Spec.Pod))))
        {
            Unused(cluster, item, faults);
        }

        foreach (var node in cluster.Nodes.All)
        {
            Idle(cluster, node.Name, node.Pods, cluster.Store.Networks.GetValueOrDefault(node.Name)?.Spec.Interfaces ?? [], faults);
        }
    }

    /// <summary>People wrote an address of a slice that is not the pod's node's: that is waited for, and said.</summary>
    public static bool IsOfAnotherNode(SimulatedCluster cluster, Pod pod) =>
        cluster.Store.Reservations.Values.FirstOrDefault(item => item.Metadata.Namespace == pod.Metadata.Namespace && item.Spec.Pod == pod.Metadata.Name) is { Spec.Addresses: [var address, ..] } reservation
        && cluster.Wish.Network.PodRanges.Any(range => range.Contains(address))
        && !cluster.Store.Networks[pod.Spec.NodeName].Spec.PodSlices.Any(slice => slice.Contains(address))
        && reservation.Status.Conditions.Any(condition => condition is { Type: "Ready", Status: "False", Reason: "OtherNode" or "OutsideSlices" });

    /// <summary>In a vSwitch without another address an ENI was made with the name's own as its primary one, and other pods have addresses of it since: that is said.</summary>
    public static bool IsHeldByOthers(SimulatedCluster cluster, Pod pod) =>
        cluster.Store.Reservations.Values.FirstOrDefault(item => item.Metadata.Namespace == pod.Metadata.Namespace && item.Spec.Pod == pod.Metadata.Name) is { } reservation
        && reservation.Status.Conditions.Any(condition => condition is { Type: "Ready", Status: "False", Reason: "PrimaryAddress" })
        && reservation.Status.Addresses.Contains(cluster.Cloud.State.Interfaces[reservation.Status.Interface].PrimaryAddress)
        && cluster.Leases.Of(reservation.Status.Interface).Count > 0;

    private static void Unused(SimulatedCluster cluster, AddressReservation item, List<string> faults)
    {
        if (item.Status.UnusedSince is not { } since)
        {
            faults.Add($"the reservation {item.Metadata.Namespace}/{item.Metadata.Name} has no pod and is not said to be unused");
        }
        else if (item.Spec.ReleaseAfterSeconds is { } seconds && cluster.Time.Now > since + TimeSpan.FromSeconds(seconds) + Slack)
        {
            faults.Add($"the reservation {item.Metadata.Namespace}/{item.Metadata.Name} outlives its time: unused since {since:HH:mm:ss}, released after {seconds} s");
        }
    }

    /// <summary>An ENI of a class that keeps addresses is a pod's or a reservation's; those of a class without pods go.</summary>
    private static void Idle(SimulatedCluster cluster, string node, IEnumerable<string> pods, IReadOnlyList<NodeInterface> offered, List<string> faults)
    {
        var reserved = cluster.Store.Reservations.Values.SelectMany(item => item.Status.Addresses.Concat(item.Spec.Addresses)).ToHashSet();
        var hasPods = pods.Any(pod => cluster.Lives.TemplateOf(pod)?.Class == WorldPlan.FixedName);
        foreach (var eni in offered.Where(eni => eni.Class == WorldPlan.FixedName && (eni.Use == InterfaceUse.Exclusive || !hasPods)))
        {
            if (cluster.Leases.Of(eni.Id).Count == 0 && !eni.Ranges.Any(range => range.Range.IsSingleAddress && reserved.Contains(range.Range.Address)))
            {
                faults.Add($"{eni.Id} of {node} is kept for nobody");
            }
        }
    }
}
