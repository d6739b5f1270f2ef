using Fairlead.Linux;
using Fairlead.Linux.Iptables;
using Fairlead.Linux.Namespaces;
using Fairlead.Linux.Nftables;
using Fairlead.Linux.Sockets;
using Fairlead.Model.Kernel.Observed;
using Fairlead.Planning.Paths.World;

namespace Fairlead.Lab.Observation;

/// <summary>Reads all that decides about packets in one namespace.</summary>
public static class NetnsReader
{
    private static readonly string[] NodeSettings =
    [
        "net/ipv4/ip_forward", "net/ipv6/conf/all/forwarding", "net/ipv4/conf/all/rp_filter", "net/ipv4/conf/default/rp_filter", "net/ipv4/conf/all/route_localnet",
        "net/ipv4/conf/all/accept_local", "net/ipv4/conf/all/ignore_routes_with_linkdown", "net/netfilter/nf_conntrack_count", "net/netfilter/nf_conntrack_max",
    ];

    private static readonly string[] LinkSettings =
    [
        "net/ipv4/conf/{0}/rp_filter", "net/ipv4/conf/{0}/forwarding", "net/ipv4/conf/{0}/route_localnet", "net/ipv4/conf/{0}/accept_local",
        "net/ipv4/conf/{0}/ignore_routes_with_linkdown", "net/ipv6/conf/{0}/disable_ipv6", "net/ipv6/conf/{0}/accept_ra",
    ];

    /// <exception cref="KernelException">The namespace cannot be entered, or a table cannot be read.</exception>
    public static NetnsSnapshot Read(string name, NetworkNamespace netns, string? node = null)
    {
        using var kernel = KernelReader.Open(netns);
        using var nftables = NftReader.Open(netns);
        var links = kernel.Links();
        return new NetnsSnapshot
        {
            Name = name,
            Node = node,
            Links = links,
            Addresses = kernel.Addresses(),
            Routes = kernel.Routes(),
            Rules = kernel.Rules(),
            Neighbours = kernel.Neighbours(),
            Nftables = nftables.Read(),
            LegacyForward = [.. LegacyFilterReader.ReadForward(netns).Select(chain => new LegacyForwardChain(chain.IsV6, chain.Accepts, chain.Rules))],
            Sysctls = Settings(netns, links),
            Sockets = ListeningSockets.Read(netns),
        };
    }

    private static Dictionary<string, string> Settings(NetworkNamespace netns, IReadOnlyList<ObservedLink> links)
    {
        var paths = NodeSettings.Concat(links.SelectMany(link => LinkSettings.Select(setting => string.Format(setting, link.Name))));
        return paths.Select(path => (path, value: netns.ReadSysctl(path)))
            .Where(setting => setting.value is not null)
            .ToDictionary(setting => setting.path, setting => setting.value!.Trim());
    }
}
