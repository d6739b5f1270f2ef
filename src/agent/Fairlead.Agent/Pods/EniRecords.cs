using Fairlead.Linux;
using Fairlead.Linux.Enis;
using Fairlead.Linux.Namespaces;
using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;
using Fairlead.Model.Kernel.Observed;
using Fairlead.Model.Pods;

namespace Fairlead.Agent.Pods;

/// <summary>The ENI that a pod has of its own, as the pod's namespace tells of it: the mark has its MAC, the default routes its gateways.</summary>
internal static class EniRecords
{
    /// <returns>Null for a pod that has none, or into whose namespace nobody can look any more.</returns>
    /// <param name="node">Links of the node.</param>
    public static PodEni? Read(FoundNamespace found, IReadOnlyList<ObservedLink> node)
    {
        try
        {
            using var netns = NetworkNamespace.OpenPath(found.Path);
            using var reader = KernelReader.Open(netns);
            return reader.Links().FirstOrDefault(link => IsEni(link, node)) is { } link ? Describe(link, reader.Routes(), node) : null;
        }
        catch (KernelException)
        {
            return null;
        }
    }

    // A pod can mark a link of its own as what the node itself has.
    private static bool IsEni(ObservedLink link, IReadOnlyList<ObservedLink> node) =>
        EniMark.Of(link) is { } mac && !node.Any(other => EniMark.Is(other, mac));

    private static PodEni Describe(ObservedLink link, IReadOnlyList<ObservedRoute> routes, IReadOnlyList<ObservedLink> node) => new()
    {
        // Only the cloud knows it by an id; whoever is offered its MAC has that.
        Id = "",
        Mac = EniMark.Of(link)!.Value,
        Use = link.Detail is VlanKind ? EniUse.Member : EniUse.Exclusive,
        Trunk = link.Detail is VlanKind ? node.FirstOrDefault(other => other.Index == link.Peer)?.Mac : null,
        Vlan = link.Detail is VlanKind vlan ? vlan.Tag : 0,
        Gateway4 = Gateway(link, routes, v6: false),
        Gateway6 = Gateway(link, routes, v6: true),
    };

    private static InetAddress? Gateway(ObservedLink link, IReadOnlyList<ObservedRoute> routes, bool v6) =>
        routes.FirstOrDefault(route => route.IsOurs && route.LinkIndex == link.Index && route.Destination.Length == 0 && route.Destination.IsV6 == v6)?.Gateway;
}
