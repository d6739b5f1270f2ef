using Fairlead.Agent.Node;
using Fairlead.Datapath;
using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;
using Fairlead.Model.Kernel.Observed;
using Fairlead.Model.Pods;
using Fairlead.Reconciliation;

namespace Fairlead.Agent.Cluster;

/// <summary>Which ENIs are links of the node, and which of these are set up.</summary>
internal static class EniLinks
{
    /// <summary>Whether a link is one of the node's secondary ENIs: by its MAC, or by the mark of an agent that was here before.</summary>
    public static bool IsSecondary(ObservedLink link, IReadOnlyCollection<MacAddress> enis) =>
        link.Alias.StartsWith(OurMark.EniAliasPrefix, StringComparison.Ordinal) || enis.Contains(link.Mac);

    /// <summary>By MAC. What is stacked on a link has its MAC too, and is not it.</summary>
    public static IReadOnlyList<EniLink> Find(IReadOnlyList<PodEni> enis, IReadOnlyList<ObservedLink> links) =>
    [
        .. from eni in enis
           let link = links.FirstOrDefault(link => link.Mac == eni.Mac && !link.IsLoopback && (link.Kind.Length == 0 || link.Kind == "veth"))
           where link is not null
           select new EniLink(eni, link.Name),
    ];

    /// <summary>
    /// Whether pods' packets can leave by it: the link is up, its gateway's route is in its table, and what leads there stands, the mark and
    /// then the rule. While the primary ENI serves all pods there are neither: both come before the first pod.
    /// </summary>
    public static bool IsSetUp(NodeTables tables, DatapathOptions options, NodeFacts facts, PodRouting routing, EniLink eni)
    {
        var number = eni.Eni.Number;
        return tables.Nics.Find(new LinkKey(Netns.Node, eni.Link)) is { Status: RowStatus.Done, Wanted: { } row } && row.Mac == eni.Eni.Mac
            && (routing == PodRouting.Main || tables.Objects.Find(NodePlanner.MarkOf(number)) is { Status: RowStatus.Done })
            && facts.Gateways(eni).All(gateway =>
                tables.Routes.Find(new RouteKey(Netns.Node, options.SharedEni.Table(number), Cidr.Default(gateway.IsV6), 0)) is { Status: RowStatus.Done }
                && (routing < PodRouting.Ruled || tables.Rules.Find(NodePlanner.RuleOf(options, number, gateway.IsV6)) is { Status: RowStatus.Done }));
    }
}
