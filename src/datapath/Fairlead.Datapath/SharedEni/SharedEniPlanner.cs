using Fairlead.Datapath.Veth;
using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;
using Fairlead.Model.Nftables;
using Fairlead.Model.Pods;

namespace Fairlead.Datapath.SharedEni;

/// <summary>
/// Shared ENI mode: a pod is on a veth as in VPC-route mode, its address is one of a secondary ENI, and its packets leave by that
/// ENI: by the mark that the guard sets and one rule an ENI, never one a pod.
/// </summary>
internal static class SharedEniPlanner
{
    public static DatapathPlan PlanPod(NodeFacts facts, DatapathOptions options, PodRouting routing, PodAttachment pod) =>
        new PodRows(facts, options, pod, EniChains.Choose(pod.Eni!.Number), PodTables.Of(options, routing)).Plan();

    public static int NumberOf(PodAttachment pod, IEnumerable<NftElement> guard)
    {
        var own = pod.Addresses.Select(address => GuardChains.PodElement(pod.HostIndex, pod.PodMac, address, NftVerdict.Accept)).Select(NftElementKey.Of).ToHashSet();
        return guard.Where(element => own.Contains(NftElementKey.Of(element))).Select(element => EniChains.NumberOf(element.Verdict)).FirstOrDefault(number => number > 0);
    }

    public static RuleRow Rule(DatapathOptions options, int number, bool v6) => new(v6, options.SharedEni.EniRulePriority, options.SharedEni.Table(number))
    {
        Mark = options.SharedEni.Mark(number),
        MarkMask = options.SharedEni.MarkMask,
    };

    public static IEnumerable<ChainPlan> Chains(NodeFacts facts, DatapathOptions options, NodeUse use, PodRouting routing)
    {
        if (routing == PodRouting.Main)
        {
            return [];
        }

        var chains = Numbers(facts, use).Select(number => EniChains.Plan(options, number));
        var others = OthersTranslate(facts, options);
        return others || use.HostPorts ? [.. chains, .. EniChains.Replies(options, masqueraded: others)] : chains;
    }

    public static DatapathPlan PlanNode(NodeFacts facts, DatapathOptions options, NodeUse use, PodRouting routing, IReadOnlyList<bool> families) =>
        DatapathPlan.Combine([
            .. facts.SharedEnis.Select(eni => new EniRows(facts, options, eni).Plan()),
            new DatapathPlan
            {
                Routes = routing == PodRouting.Main ? [] : [.. from number in Numbers(facts, use) from v6 in families select Unreachable(options, number, v6)],
                Rules = routing < PodRouting.Ruled ? [] : [.. families.SelectMany(v6 => Rules(facts, options, use, v6))],
            },
        ]);

    // The ones that pods have addresses of, also when the link is gone: the pods must not leave by another.
    private static IEnumerable<int> Numbers(NodeFacts facts, NodeUse use) =>
        use.Enis.Concat(facts.SharedEnis.Select(eni => eni.Eni.Number)).Distinct().Order();

    private static bool OthersTranslate(NodeFacts facts, DatapathOptions options) =>
        options.SharedEni.NodePorts == NodePortMode.On || (options.SharedEni.NodePorts == NodePortMode.Auto && facts.HasForeignNat);

    private static IEnumerable<RuleRow> Rules(NodeFacts facts, DatapathOptions options, NodeUse use, bool v6)
    {
        yield return new RuleRow(v6, options.SharedEni.RulePriority, options.SharedEni.PodTable);
        foreach (var number in Numbers(facts, use))
        {
            yield return Rule(options, number, v6);
        }
    }

    private static RouteRow Unreachable(DatapathOptions options, int number, bool v6) => new()
    {
        Key = new RouteKey(Netns.Node, options.SharedEni.Table(number), Cidr.Default(v6), PodTables.LastResort),
        Type = RouteType.Unreachable,
        Link = new LinkKey(Netns.Node, "lo"),
    };
}
