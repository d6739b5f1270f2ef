using Fairlead.Model.Kernel;

namespace Fairlead.Vpc.Packets.Planning;

/// <summary>Settings of the fabric's namespace, for links that are there and (default) for those to come.</summary>
internal static class FabricSettings
{
    public static IEnumerable<SysctlRow> Rows()
    {
        // First: it sets the others of its family back to a router's defaults.
        yield return Row("net/ipv4/ip_forward", "1");
        yield return Row("net/ipv6/conf/all/forwarding", "1");
        foreach (var scope in new[] { "all", "default" })
        {
            // The fabric has its own check of sources, and no route tells it what a pod behind a host may send.
            yield return Row($"net/ipv4/conf/{scope}/rp_filter", "0");
            // A packet that goes back to where it came from is no reason to tell the sender of a better way: there is none.
            yield return Row($"net/ipv4/conf/{scope}/send_redirects", "0");
            // 8: never answer. The responder does, for all addresses alike.
            yield return Row($"net/ipv4/conf/{scope}/arp_ignore", "8");
            yield return Row($"net/ipv6/conf/{scope}/accept_ra", "0");
            yield return Row($"net/ipv6/conf/{scope}/disable_ipv6", "0");
        }

        // The cloud looks at states, not at TCP windows.
        yield return Row("net/netfilter/nf_conntrack_tcp_be_liberal", "1");
    }

    private static SysctlRow Row(string path, string value) => new(new SysctlKey(Netns.Node, path), value);
}
