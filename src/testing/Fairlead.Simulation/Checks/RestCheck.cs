using Fairlead.Model.Addresses;
using Fairlead.Resources.Core;
using Fairlead.Resources.Network;
using Fairlead.Simulation.Worlds;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Machine;
using Fairlead.Vpc.Topology;

namespace Fairlead.Simulation.Checks;

/// <summary>What must be true when nothing happens any more: nothing leaked, nothing missing, and cloud, store and nodes say the same.</summary>
internal static class RestCheck
{
    // What may have to pass until all is as it should be: retries of two minutes, listings of five, and reclaim and collection, each of
    // which begins anew when something happens.
    private static readonly TimeSpan Least = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(8);
    private static readonly TimeSpan Most = TimeSpan.FromMinutes(100);

    /// <summary>Lets time pass in which nobody does anything, until all is as it should be.</summary>
    /// <exception cref="BrokenRuleException">It never is.</exception>
    public static void Await(SimulatedCluster cluster)
    {
        var end = cluster.Time.Now + Most;
        cluster.Run(Least);
        while (Restless(cluster) is { Count: > 0 } faults)
        {
            if (cluster.Time.Now >= end)
            {
                throw new BrokenRuleException($"{faults.Count} faults at rest: {string.Join("; ", faults.Take(20))}");
            }
        }
    }

    /// <summary>What is wrong, or goes on although nothing happens.</summary>
    private static IReadOnlyList<string> Restless(SimulatedCluster cluster)
    {
        var (faults, before) = (Faults(cluster), cluster.Cloud.Changed);
        cluster.Run(Step);
        var more = cluster.Cloud.Changed - before;
        return faults.Count > 0 || more == 0 ? faults : [$"{more} calls in {Step.TotalMinutes:0} minutes changed something, though nothing happens"];
    }

    /// <returns>What is wrong, in words; empty for a cluster at rest.</returns>
    public static IReadOnlyList<string> Faults(SimulatedCluster cluster)
    {
        var faults = new List<string>();
        faults.AddRange(CloudInvariants.Check(cluster.Cloud.State));
        Pods(cluster, faults);
        Interfaces(cluster, faults);
        StockCheck.Run(cluster, faults);
        ReservationCheck.Run(cluster, faults);
        Networks(cluster, faults);
        Leases(cluster, faults);
        Routes(cluster, faults);
        return faults;
    }

    private static void Pods(SimulatedCluster cluster, List<string> faults)
    {
        foreach (var pod in cluster.Store.Pods.Values.Where(pod => pod.Spec.NodeName.Length > 0 && pod.Status.PodIP.Length == 0 && !IsFull(cluster, pod) && !ReservationCheck.IsOfAnotherNode(cluster, pod) && !ReservationCheck.IsHeldByOthers(cluster, pod)))
        {
            faults.Add($"{pod.Metadata.Namespace}/{pod.Metadata.Name} on {pod.Spec.NodeName} has no address");
        }
    }

    /// <summary>The node has all the ENIs that it can have, and none of them can serve the pod or make way: nobody could do anything.</summary>
    private static bool IsFull(SimulatedCluster cluster, Pod pod)
    {
        var state = cluster.Cloud.State;
        if (cluster.Nodes.Find(pod.Spec.NodeName) is not { } node || cluster.Store.Networks.GetValueOrDefault(node.Name) is not { } network)
        {
            return false;
        }

        var type = state.InstanceTypes[node.Type];
        if (network.Spec.Interfaces.Any(offered => !state.Interfaces.ContainsKey(offered.Id)))
        {
            // It has vanished and nobody has noticed yet.
            return false;
        }

        if (AsksForEni(pod))
        {
            var nics = network.Spec.Interfaces.Where(eni => eni.Use is InterfaceUse.Shared or InterfaceUse.Exclusive).ToList();
            return nics.Count + network.Spec.Interfaces.Count(eni => eni.Use == InterfaceUse.Trunk) >= type.Enis - 1 && nics.TrueForAll(eni => cluster.Leases.Of(eni.Id).Any());
        }

        // Exclusive ENIs are no place for others' addresses, and places that are kept for them are none for shared ones.
        var kept = cluster.Wish.Network.NodePools.Select(pool => pool.ExclusiveEnis ?? 0).DefaultIfEmpty().Max();
        var shared = network.Spec.Interfaces.Where(eni => eni.Use == InterfaceUse.Shared).ToList();
        var others = Math.Max(kept, network.Spec.Interfaces.Count(eni => eni.Use == InterfaceUse.Exclusive)) + network.Spec.Interfaces.Count(eni => eni.Use == InterfaceUse.Trunk);
        var reserved = cluster.Store.Reservations.Values.FirstOrDefault(item => item.Metadata.Namespace == pod.Metadata.Namespace && item.Spec.Pod == pod.Metadata.Name)?.Status;
        var fixedTo = reserved is { Addresses.Count: > 0 } ? reserved.VSwitch : "";
        return shared.Count > 0 && shared.Count + others >= type.Enis - 1
            && shared.Where(offered => offered.Class == pod.Metadata.Annotations.GetValueOrDefault(PodNetworkClass.Annotation, ""))
                .Select(offered => state.Interfaces[offered.Id])
                .All(eni => (fixedTo.Length > 0 ? eni.VSwitch != fixedTo : state.Index.Pools[eni.VSwitch].Free == 0)
                    || eni.Addresses.Count(address => !address.IsV6) + eni.Prefixes.Count(prefix => !prefix.IsV6) >= type.AddressesPerEni);
    }

    private static bool AsksForEni(Pod pod) => pod.Spec.Containers.Any(container => container.Resources.Requests.ContainsKey(ResourceNames.Eni));

    /// <summary>An ENI of ours is at a node that is there, or in stock.</summary>
    private static void Interfaces(SimulatedCluster cluster, List<string> faults)
    {
        var state = cluster.Cloud.State;
        var spares = 0;
        foreach (var eni in Ours(cluster))
        {
            var node = cluster.Nodes.OfInstance(eni.Instance)?.Name ?? "";
            var network = cluster.Store.Networks.GetValueOrDefault(node);
            // Its addresses may be reserved ones that a force had taken: the pod of that name gets them when it comes.
            if (eni.Status == InterfaceStatus.Available && spares < Spares(cluster) && eni.Tags.GetValueOrDefault(ResourceNames.UseTag) == "spare")
            {
                spares++;
                continue;
            }

            if (eni.Status == InterfaceStatus.Available && HasReservation(cluster, eni))
            {
                continue;
            }

            if (eni.Status != InterfaceStatus.InUse || network is null)
            {
                faults.Add($"{eni.Id} is {eni.Status} of '{eni.Instance}' ({node}) and nobody's: leaked");
            }
            else if (network.Spec.Interfaces.FirstOrDefault(offer => offer.Id == eni.Id) is not { } offered)
            {
                faults.Add($"{eni.Id} is in use of {node} and not offered there");
            }
            else
            {
                Ranges(cluster, eni, offered, node, faults);
            }
        }

        if (spares < Spares(cluster) && cluster.Wish.Network.VSwitches.Any(id => state.Index.Pools[id].Free > 0))
        {
            faults.Add($"{spares} ENIs are in stock and {Spares(cluster)} are to be");
        }

        foreach (var (name, network) in cluster.Store.Networks)
        {
            foreach (var offered in network.Spec.Interfaces.Where(offered => state.Interfaces.GetValueOrDefault(offered.Id) is not { Status: InterfaceStatus.InUse }))
            {
                faults.Add($"{offered.Id} is offered to {name} and not in use there");
            }
        }
    }

    private static void Ranges(SimulatedCluster cluster, NetworkInterface eni, NodeInterface offered, string node, List<string> faults)
    {
        var has = eni.Addresses.Select(address => address.ToCidr()).Concat(eni.Prefixes).ToHashSet();
        var said = offered.Ranges.Select(range => range.Range).ToHashSet();
        if (offered.Use == InterfaceUse.Trunk)
        {
            return;
        }

        if (!has.SetEquals(said))
        {
            faults.Add($"{eni.Id} has {string.Join(' ', has.Except(said).Order())} more and {string.Join(' ', said.Except(has).Order())} less than {node} is offered");
        }

        // What a pod has taken in the meantime stays as long as the pod does.
        bool IsLeased(OfferedRange range) => cluster.Leases.Of(eni.Id).Any(range.Range.Contains);
        if (offered.Retiring ? !offered.Ranges.Any(IsLeased) : offered.Ranges.Any(range => range.Retiring && !IsLeased(range)))
        {
            faults.Add($"{eni.Id} of {node} is retiring for ever");
        }
    }

    private static void Networks(SimulatedCluster cluster, List<string> faults)
    {
        foreach (var node in cluster.Nodes.All.Where(node => !cluster.Store.Networks.ContainsKey(node.Name)))
        {
            faults.Add($"{node.Name} has no network");
        }

        foreach (var name in cluster.Store.Networks.Keys.Where(name => cluster.Nodes.Find(name) is null))
        {
            faults.Add($"the network of {name} is there and the node is not");
        }
    }

    /// <summary>What agents say is what pods have.</summary>
    private static void Leases(SimulatedCluster cluster, List<string> faults)
    {
        var said = cluster.Store.Networks.Values.SelectMany(network => network.Status.Agent?.Leases ?? []).Select(lease => lease.Address).ToList();
        if (said.Distinct().Count() != said.Count)
        {
            faults.Add("two leases have one address");
        }

        if (said.Except(cluster.Leases.Leases.Keys).Any() || cluster.Leases.Leases.Keys.Except(said).Any())
        {
            faults.Add("agents say other leases than there are");
        }
    }

    private static void Routes(SimulatedCluster cluster, List<string> faults)
    {
        if (cluster.Wish.Network.Routes != RouteUpkeep.Managed)
        {
            return;
        }

        var wanted = cluster.Store.Networks.Values
            .Where(network => network.Spec.PodSlices.Count > 0)
            .SelectMany(network => network.Spec.PodSlices.Select(slice => (slice, Hop: cluster.Cloud.State.Instances.GetValueOrDefault(network.Spec.Instance)?.PrimaryInterface ?? "")))
            .ToHashSet();
        var there = cluster.Cloud.State.RouteTables[CloudSeed.RouteTable].Entries.Values
            .Where(entry => !cluster.ForeignRoutes.Contains(entry.Destination)).Select(entry => (entry.Destination, entry.NextHop)).ToHashSet();
        if (!there.SetEquals(wanted))
        {
            faults.Add($"route entries {string.Join(' ', wanted.Except(there))} are missing, {string.Join(' ', there.Except(wanted))} are nobody's");
        }
    }

    private static IEnumerable<NetworkInterface> Ours(SimulatedCluster cluster) => cluster.Cloud.State.Interfaces.Values
        .Where(eni => eni.Tags.GetValueOrDefault(ResourceNames.ClusterTag) == cluster.Wish.Network.Cluster && eni.Type != InterfaceType.Primary)
        .OrderBy(eni => eni.Id, StringComparer.Ordinal);

    private static bool HasReservation(SimulatedCluster cluster, NetworkInterface eni) =>
        cluster.Store.Reservations.Values.Any(item => item.Status.Addresses.Concat(item.Spec.Addresses).Any(eni.Owns));

    /// <summary>Detached ENIs that wait for nodes, all in one zone.</summary>
    private static int Spares(SimulatedCluster cluster) =>
        Math.Max(cluster.Wish.Network.Pool.SpareDetached, cluster.Wish.Network.NodePools.Select(pool => pool.Pool?.SpareDetached ?? 0).DefaultIfEmpty().Max());
}
