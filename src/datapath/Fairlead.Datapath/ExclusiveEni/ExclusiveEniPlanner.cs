using Fairlead.Datapath.Veth;
using Fairlead.Model.Kernel;
using Fairlead.Model.Pods;

namespace Fairlead.Datapath.ExclusiveEni;

/// <summary>
/// Exclusive ENI mode: one ENI, or one member ENI of the node's trunk, is inside the pod as its interface, and the pod's packets to the
/// VPC do not pass the node at all.
/// </summary>
public static class ExclusiveEniPlanner
{
    /// <summary>Name of the link in the pod that leads to the node.</summary>
    /// <param name="interfaceName">The pod's interface, which may have taken the usual one.</param>
    public static string SecondLink(string interfaceName) => interfaceName == "veth1" ? "veth2" : "veth1";

    public static bool IsOwn(PodAttachment pod) => pod.Eni is { Use: EniUse.Exclusive or EniUse.Member };

    internal static DatapathPlan PlanPod(NodeFacts facts, DatapathOptions options, PodAttachment pod) => new ExclusiveEniRows(facts, options, pod).Plan();

    /// <summary>Trunk ENIs stay with the node, up, while pods have members of them.</summary>
    internal static DatapathPlan PlanNode(NodeUse use) => new() { Enis = [.. use.Trunks.Select(mac => EniRow.Free(mac) with { Up = true })] };

    /// <summary>Adds to the chain in postrouting.</summary>
    internal static void PlanSource(ChainPlan postrouting, DatapathOptions options, NodeFacts facts, IReadOnlyList<bool> families) =>
        SecondLinkChains.Plan(postrouting, options, facts, families);
}
