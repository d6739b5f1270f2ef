using Fairlead.Agent.Cluster;
using Fairlead.Datapath;
using Fairlead.Linux;
using Fairlead.Linux.Namespaces;
using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;
using Fairlead.Model.Kernel.Observed;
using Fairlead.Model.Pods;
using Fairlead.Reconciliation;

namespace Fairlead.Agent.Node;

/// <summary>Reads what planners must know of the node: by which link it reaches the VPC, and what it is called there.</summary>
public static class NodeFactsReader
{
    private const uint MainTable = 254;

    // ifa_scope, rtm_scope: RT_SCOPE_UNIVERSE of include/uapi/linux/rtnetlink.h.
    private const byte Global = 0;

    /// <param name="uplink">The link's name; null for that of the default route.</param>
    /// <param name="enis">Shared ENIs to look for among the links.</param>
    /// <param name="secondary">MACs of all ENIs of the node but the primary, as far as they are known.</param>
    /// <exception cref="WorldException">The kernel cannot be read, or there is no uplink.</exception>
    public static NodeFacts Read(INetworkNamespace node, string? uplink, IReadOnlyList<PodEni> enis, IReadOnlyList<MacAddress> secondary)
    {
        using var reader = KernelReader.Open(node);
        var links = reader.Links();
        var addresses = reader.Addresses();
        MacAddress[] known = [.. enis.Select(eni => eni.Mac), .. secondary];
        var link = uplink is null ? Find([.. links.Where(link => !EniLinks.IsSecondary(link, known))], reader.Routes()) : links.FirstOrDefault(link => link.Name == uplink);
        if (link is null)
        {
            throw new WorldException(
                "finding", "the uplink", uplink is null ? "there is no default route; name the link with 'uplink' in the configuration" : $"there is no link {uplink}", 0);
        }

        return new NodeFacts
        {
            Uplink = link.Name,
            UplinkMtu = link.Mtu,
            V4 = AddressOf(addresses, link, v6: false),
            V6 = AddressOf(addresses, link, v6: true),
            Links = [.. links.Where(other => !IsOurs(other)).Select(other => other.Name).Order(StringComparer.Ordinal)],
            SharedEnis = EniLinks.Find(enis, [.. links.Where(other => other.Index != link.Index)]),
            HasForeignNat = ForeignNat.IsThere(node),
            KernelHasIpv6 = HasIpv6(node),
        };
    }

    /// <summary>False with <c>ipv6.disable=1</c>: for this life of the kernel, then.</summary>
    public static bool HasIpv6(INetworkNamespace node) => node.ReadSysctl("net/ipv6/conf/all/forwarding") is not null;

    public static bool IsOurs(ObservedLink link) => link.Alias.StartsWith(OurMark.AliasPrefix, StringComparison.Ordinal);

    // While no agent runs, a DHCP client may put a better default route on an ENI of ours.
    private static ObservedLink? Find(IReadOnlyList<ObservedLink> links, IReadOnlyList<ObservedRoute> routes) => routes
        .Where(route => route is { Table: MainTable, Type: RouteType.Unicast, Destination.Length: 0, IsOurs: false, LinkIndex: > 0 })
        // IPv4 before IPv6, then as the kernel chooses.
        .OrderBy(route => route.Destination.IsV6).ThenBy(route => route.Metric)
        .Select(route => links.FirstOrDefault(link => link.Index == route.LinkIndex))
        .FirstOrDefault(link => link is not null);

    private static InetAddress? AddressOf(IReadOnlyList<ObservedAddress> addresses, ObservedLink link, bool v6) => addresses
        .Where(address => address.LinkIndex == link.Index && address.Address.IsV6 == v6 && address is { Scope: Global, IsTentative: false })
        .Select(address => (InetAddress?)address.Address.Address)
        .FirstOrDefault();
}
