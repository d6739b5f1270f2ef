using Fairlead.Datapath;
using Fairlead.Linux;
using Fairlead.Linux.Namespaces;
using Fairlead.Linux.Netlink;
using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;
using Fairlead.Model.Kernel.Observed;
using Fairlead.Model.Pods;

namespace Fairlead.Agent.Pods;

/// <summary>
/// Attachments as the kernel's marked objects tell of them: the alias of the link says whose it is, the routes its addresses,
/// the neighbours the MAC of the pod's end, the guard its shared ENI. Ports of the node and the pod's name are not in the kernel and stay unknown.
/// </summary>
internal static class KernelRecords
{
    /// <exception cref="KernelException">The node cannot be read.</exception>
    public static IReadOnlyList<PodAttachment> Read(INetworkNamespace node, IReadOnlyList<ObservedLink> links, SharedEniOptions numbers)
    {
        if (links.Count == 0)
        {
            return [];
        }

        using var connection = new NetlinkConnection(node.Open(NetlinkProtocol.Route));
        using var reader = new KernelReader(connection) { Owns = false };
        var all = reader.Links();
        var ways = reader.Routes();
        var shared = SharedEniRecords.Of(node, numbers, all, ways);
        var routes = ways.Where(route => route.IsOurs && route.Destination.IsSingleAddress).ToLookup(route => route.LinkIndex);
        var neighbours = reader.Neighbours().Where(neighbour => neighbour.IsPermanent).ToLookup(neighbour => neighbour.LinkIndex);
        var namespaces = NamespacePaths.ByPeerIndex(connection, links);
        return
        [
            .. links.Select(link => ReadOne(all, link, routes[link.Index], neighbours[link.Index], namespaces.GetValueOrDefault(link.Index)))
                .OfType<PodAttachment>()
                .Select(pod => pod.Eni is null ? pod with { Eni = shared.Find(pod) } : pod),
        ];
    }

    private static PodAttachment? ReadOne(
        IReadOnlyList<ObservedLink> node, ObservedLink link, IEnumerable<ObservedRoute> routes, IEnumerable<ObservedNeighbour> neighbours, FoundNamespace? found)
    {
        var alias = link.Alias[OurMark.AliasPrefix.Length..];
        var slash = alias.LastIndexOf('/');
        var addresses = routes.Select(route => route.Destination.Address).ToList();
        if (slash <= 0 || addresses.Count == 0)
        {
            return null;
        }

        return new PodAttachment
        {
            Id = new AttachmentId(alias[..slash], alias[(slash + 1)..]),
            NetnsPath = found?.Path ?? "",
            NetnsDevice = found?.Identity.Device ?? 0,
            NetnsInode = found?.Identity.Inode ?? 0,
            V4 = Of(addresses, v6: false),
            V6 = Of(addresses, v6: true),
            HostIndex = link.Index,
            HostMac = link.Mac,
            PodMac = neighbours.Select(neighbour => neighbour.Mac).FirstOrDefault(mac => mac is not null) ?? PodMacs.Pod(link.Index),
            Mtu = link.Mtu,
            Eni = found is null ? null : EniRecords.Read(found, node),
        };
    }

    private static InetAddress? Of(List<InetAddress> addresses, bool v6) =>
        addresses.Where(address => address.IsV6 == v6).Select(address => (InetAddress?)address).FirstOrDefault();
}
