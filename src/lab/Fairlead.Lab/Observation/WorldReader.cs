using Fairlead.Linux.Namespaces;
using Fairlead.Planning.Paths.World;
using Fairlead.Vpc.Topology;

namespace Fairlead.Lab.Observation;

/// <summary>A host or pod whose namespace is to be read.</summary>
/// <param name="Node">For a pod: the host it runs on.</param>
public sealed record ObservedPlace(string Name, NetworkNamespace Netns, string? Node = null);

/// <summary>Reads hosts, pods and fabric at one moment, and finds out what is plugged in where.</summary>
public static class WorldReader
{
    /// <param name="agentOf">What the agent of a host says; null where there is none or it does not answer.</param>
    /// <exception cref="Linux.KernelException">A namespace cannot be read.</exception>
    public static WorldSnapshot Read(IReadOnlyList<ObservedPlace> places, VpcState vpc, Func<string, AgentSnapshot?>? agentOf = null)
    {
        var namespaces = places
            .Select(place => NetnsReader.Read(place.Name, place.Netns, place.Node) with { Agent = place.Node is null ? agentOf?.Invoke(place.Name) : null })
            .ToList();
        return new WorldSnapshot
        {
            Namespaces = namespaces,
            Wires = [.. NicWires(namespaces, vpc), .. namespaces.Where(netns => netns.IsPod).SelectMany(pod => PodWires(pod, namespaces))],
            Fabric = new VpcFabric(vpc),
        };
    }

    private static IEnumerable<Wire> NicWires(List<NetnsSnapshot> namespaces, VpcState vpc) =>
        from port in vpc.Ports
        where vpc.Attachments.ContainsKey(port.Id)
        // A NIC is known by its MAC: names are the host's to change.
        from netns in namespaces
        from link in netns.Links
        where link.Mac == port.Mac && (netns.Name == port.Owner || netns.IsPod)
        select new Wire(new WireEnd(netns.Name, link.Name), WireEnd.Port(port.Id));

    /// <summary>Both ends of a veth pair name each other's index; on one node an index is one link's.</summary>
    private static IEnumerable<Wire> PodWires(NetnsSnapshot pod, List<NetnsSnapshot> namespaces) =>
        from node in namespaces
        where node.Name == pod.Node
        from inside in pod.Links
        from outside in node.Links
        where inside.Peer == outside.Index && outside.Peer == inside.Index && inside.Kind == "veth" && outside.PeerNamespaceId >= 0
        select new Wire(new WireEnd(pod.Name, inside.Name), new WireEnd(node.Name, outside.Name));
}
