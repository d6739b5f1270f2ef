using Fairlead.Datapath;
using Fairlead.Linux.Namespaces;
using Fairlead.Linux.Nftables;
using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;
using Fairlead.Model.Kernel.Observed;
using Fairlead.Model.Nftables;
using Fairlead.Model.Pods;

namespace Fairlead.Agent.Pods;

/// <summary>
/// The shared ENI that a pod's addresses are of, as the node tells of it: the guard sends the pod's packets to the chain of the ENI's
/// number, the number's table has its gateways, and their link says by its alias which ENI it is.
/// </summary>
internal sealed class SharedEniRecords(SharedEniOptions numbers, IReadOnlyList<ObservedLink> links, IReadOnlyList<ObservedRoute> routes, IReadOnlyList<NftElement> guard)
{
    /// <exception cref="Linux.KernelException">The node's nftables cannot be read.</exception>
    public static SharedEniRecords Of(INetworkNamespace node, SharedEniOptions numbers, IReadOnlyList<ObservedLink> links, IReadOnlyList<ObservedRoute> routes)
    {
        using var reader = NftReader.Open(node);
        return new SharedEniRecords(numbers, links, routes, reader.Read(OurMark.NftablesTable).Elements);
    }

    /// <returns>Null for a pod of the node's slices. An ENI that has been taken away is known by its number alone.</returns>
    public PodEni? Find(PodAttachment pod)
    {
        if (NodePlanner.SharedEniOf(pod, guard) is not (> 0 and var number))
        {
            return null;
        }

        var ways = routes.Where(route => route is { IsOurs: true, Type: RouteType.Unicast, Destination.Length: 0 } && route.Table == numbers.Table(number)).ToList();
        var link = links.FirstOrDefault(link => link.Alias.StartsWith(OurMark.EniAliasPrefix, StringComparison.Ordinal) && ways.Exists(way => way.LinkIndex == link.Index));
        return new PodEni
        {
            Id = link?.Alias[OurMark.EniAliasPrefix.Length..] ?? "",
            Mac = link?.Mac ?? default,
            Use = EniUse.Shared,
            Number = number,
            Gateway4 = Gateway(ways, v6: false),
            Gateway6 = Gateway(ways, v6: true),
        };
    }

    private static InetAddress? Gateway(List<ObservedRoute> ways, bool v6) => ways.Find(way => way.Destination.IsV6 == v6)?.Gateway;
}
