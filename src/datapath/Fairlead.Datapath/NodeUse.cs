using Fairlead.Model.Nftables;
using Fairlead.Model.Pods;

namespace Fairlead.Datapath;

/// <summary>What the pods of a node need of it together: a node pays only for what is used.</summary>
public sealed record NodeUse
{
    public static NodeUse Nothing { get; } = new();

    /// <summary>Whether any pod has a hostPort: without, and without masquerade, there is no nat hook and no connection tracking of ours.</summary>
    public bool HostPorts { get; init; }

    /// <summary>Address families of pods on shared ENIs (true is IPv6), in order.</summary>
    public EquatableList<bool> Families { get; init; } = [];

    /// <summary>Numbers of the shared ENIs that pods have addresses of, in order.</summary>
    public EquatableList<int> Enis { get; init; } = [];

    /// <summary>Where the routes to pods lie while nothing changes.</summary>
    public PodRouting Routing => Enis.Count == 0 ? PodRouting.Main : PodRouting.Own;

    public static NodeUse Of(IEnumerable<PodAttachment> pods)
    {
        var hostPorts = false;
        var families = new SortedSet<bool>();
        var enis = new SortedSet<int>();
        foreach (var pod in pods)
        {
            hostPorts |= pod.HostPorts.Count > 0;
            if (pod.Eni is { Use: EniUse.Shared } eni)
            {
                enis.Add(eni.Number);
                families.UnionWith(pod.Addresses.Select(address => address.IsV6));
            }
        }

        return new NodeUse { HostPorts = hostPorts, Families = [.. families], Enis = [.. enis] };
    }
}
