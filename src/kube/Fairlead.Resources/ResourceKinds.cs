using Fairlead.Resources.Core;
using Fairlead.Resources.Meta;
using Fairlead.Resources.Network;

namespace Fairlead.Resources;

/// <summary>The kinds that Fairlead's programs know.</summary>
public static class ResourceKinds
{
    public static ResourceKind Namespaces { get; } = new("", "v1", nameof(Namespace), "namespaces", IsNamespaced: false) { ShortNames = ["ns"], HasStatus = false };

    public static ResourceKind Nodes { get; } = new("", "v1", nameof(Node), "nodes", IsNamespaced: false) { ShortNames = ["no"] };

    public static ResourceKind Pods { get; } = new("", "v1", nameof(Pod), "pods", IsNamespaced: true) { ShortNames = ["po"] };

    public static ResourceKind Events { get; } = new("", "v1", nameof(Event), "events", IsNamespaced: true) { ShortNames = ["ev"], HasStatus = false };

    public static ResourceKind Leases { get; } = new("coordination.k8s.io", "v1", nameof(Lease), "leases", IsNamespaced: true) { HasStatus = false };

    public static ResourceKind ClusterNetworks { get; } = Ours(nameof(ClusterNetwork), "clusternetworks", "cn");

    public static ResourceKind PodNetworkClasses { get; } = Ours(nameof(PodNetworkClass), "podnetworkclasses", "pnc");

    public static ResourceKind AddressReservations { get; } = Ours(nameof(AddressReservation), "addressreservations", "ar") with { IsNamespaced = true };

    public static ResourceKind NodeNetworks { get; } = Ours(nameof(NodeNetwork), "nodenetworks", "nn");

    public static IReadOnlyList<ResourceKind> All { get; } =
        [Namespaces, Nodes, Pods, Events, Leases, ClusterNetworks, PodNetworkClasses, AddressReservations, NodeNetworks];

    private static ResourceKind Ours(string kind, string plural, string shortName) =>
        new(ResourceNames.Group, ResourceNames.Version, kind, plural, IsNamespaced: false) { ShortNames = [shortName] };
}
