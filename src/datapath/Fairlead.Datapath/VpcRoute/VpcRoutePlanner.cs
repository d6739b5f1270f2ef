using Fairlead.Datapath.Veth;
using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;
using Fairlead.Model.Nftables;
using Fairlead.Model.Pods;

namespace Fairlead.Datapath.VpcRoute;

/// <summary>
/// VPC-route mode: each node has a slice of the pod range, pods are on veths, the kernel routes, and the VPC has a route per
/// slice.
/// </summary>
internal static class VpcRoutePlanner
{
    /// <summary>One pod's rows.</summary>
    public static DatapathPlan PlanPod(NodeFacts facts, DatapathOptions options, PodRouting routing, PodAttachment pod) =>
        new PodRows(facts, options, pod, NftVerdict.Accept, PodTables.Of(options, routing)).Plan();

    /// <summary>What of the node's own rows only this mode needs, besides its masquerade (<see cref="MasqueradeChains"/>).</summary>
    public static DatapathPlan PlanNode(DatapathOptions options) => new() { Routes = [.. options.PodSlices.Select(Unassigned)] };

    // The VPC sends the whole slice here. What no pod has would go back to the VPC by the default route, and round and round
    // until its hop limit; so it ends here, and the sender is told. Any other route for the slice comes first.
    private static RouteRow Unassigned(Cidr slice) => new()
    {
        Key = new RouteKey(Netns.Node, PodTables.Main, slice, PodTables.LastResort),
        Type = RouteType.Unreachable,
        Link = new LinkKey(Netns.Node, "lo"),
    };
}
