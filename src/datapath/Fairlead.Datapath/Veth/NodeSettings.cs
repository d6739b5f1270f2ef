using Fairlead.Model.Kernel;

namespace Fairlead.Datapath.Veth;

/// <summary>The node's sysctls: forwarding on, reverse-path filter off on all present and future links.</summary>
internal static class NodeSettings
{
    public static IEnumerable<SysctlRow> Plan(NodeFacts facts, IReadOnlyList<bool> families)
    {
        yield return Node("net/ipv4/ip_forward", "1");

        // The kernel takes the larger of `all` and the link's own; new links copy `default`.
        foreach (var link in facts.Links.Append(facts.Uplink).Distinct().Order(StringComparer.Ordinal).Prepend("default").Prepend("all"))
        {
            yield return Node($"net/ipv4/conf/{link}/rp_filter", "0");
        }

        if (facts.KernelHasIpv6 && families.Contains(true))
        {
            // A link that forwards ignores router advertisements unless accept_ra is 2, and the node would lose the default
            // route that it has from one (Documentation/networking/ip-sysctl.rst). 0 is somebody's decision, and stays.
            yield return Node($"net/ipv6/conf/{facts.Uplink}/accept_ra", "2") with { AlsoRight = "0" };
            yield return Node("net/ipv6/conf/all/forwarding", "1");
        }
    }

    private static SysctlRow Node(string path, string value) => new(new SysctlKey(Netns.Node, path), value);
}
