using Fairlead.Datapath.ExclusiveEni;
using Fairlead.Model.Addresses;
using Fairlead.Model.Nftables;
using Fairlead.Model.Pods;

namespace Fairlead.Datapath;

/// <summary>What the pods of a node need of it together: a node pays only for what is used.</summary>
public sealed record NodeUse
{
    public static NodeUse Nothing { get; } = new();

    /// <summary>Whether any pod has a hostPort: without, and without masquerade, there is no nat hook and no connection tracking of ours.</summary>
    public bool HostPorts { get; init; }

    /// <summary>Whether any pod has an ENI of its own: what the node translates for it goes on under the node's address.</summary>
    public bool Exclusive { get; init; }

    /// <summary>MACs of the trunk ENIs of which pods have members, in order.</summary>
    public EquatableList<MacAddress> Trunks { get; init; } = [];

    /// <summary>Address families of pods (true is IPv6), in order: also of those whose slice or ENI is offered no more.</summary>
    public EquatableList<bool> Families { get; init; } = [];

    /// <summary>Numbers of the shared ENIs that pods have addresses of, in order.</summary>
    public EquatableList<int> Enis { get; init; } = [];

    /// <summary>Where the routes to pods lie while nothing changes.</summary>
    public PodRouting Routing => Enis.Count == 0 ? PodRouting.Main : PodRouting.Own;

    /// <summary>The same without what the node has for its slices and ENIs anyway: planned with one or the other, it is equal.</summary>
    public NodeUse Beyond(NodeFacts facts, DatapathOptions options) => this with
    {
        Families = [.. Families.Except(NodePlanner.Families(facts, options))],
        Enis = [.. Enis.Except(facts.SharedEnis.Select(eni => eni.Eni.Number))],
    };

    public static NodeUse Of(IEnumerable<PodAttachment> pods)
    {
        var (hostPorts, exclusive) = (false, false);
        var trunks = new SortedSet<MacAddress>();
        var (v4, v6) = (false, false);
        var enis = new SortedSet<int>();
        foreach (var pod in pods)
        {
            hostPorts |= pod.HostPorts.Count > 0;
            exclusive |= ExclusiveEniPlanner.IsOwn(pod);
            v4 |= pod.V4 is not null;
            v6 |= pod.V6 is not null;
            if (pod.Eni is { Use: EniUse.Shared } eni)
            {
                enis.Add(eni.Number);
            }

            if (pod.Eni is { Use: EniUse.Member, Trunk: { } trunk })
            {
                trunks.Add(trunk);
            }
        }

        return new NodeUse { HostPorts = hostPorts, Exclusive = exclusive, Trunks = [.. trunks], Families = (v4, v6) switch { (true, true) => [false, true], (true, false) => [false], (false, true) => [true], _ => [] }, Enis = [.. enis] };
    }
}
