using Fairlead.Datapath.ExclusiveEni;
using Fairlead.Datapath.SharedEni;
using Fairlead.Datapath.Veth;
using Fairlead.Datapath.VpcRoute;
using Fairlead.Model.Kernel;
using Fairlead.Model.Nftables;
using Fairlead.Model.Pods;

namespace Fairlead.Datapath;

/// <summary>
/// The node's own rows, and a pod's by its mode. Pure: the same facts, options and pods give the same rows; each mode is a planner
/// of its own, and pods of different modes live on one node at the same time.
/// </summary>
public static class NodePlanner
{
    /// <summary>MTU that a new pod's attachment gets.</summary>
    public static int PodMtu(NodeFacts facts, DatapathOptions options) => options.Mtu ?? facts.UplinkMtu;

    /// <summary>The chain that marks what leaves by the shared ENI of this number, while there are marks.</summary>
    public static NftObjectKey MarkOf(int eni) => EniChains.Key(eni);

    /// <summary>The rule by which packets with that mark find the ENI's table, from <see cref="PodRouting.Ruled"/> on.</summary>
    public static RuleRow RuleOf(DatapathOptions options, int eni, bool v6) => SharedEniPlanner.Rule(options, eni, v6);

    /// <summary>The number of the shared ENI that the guard sends a pod's packets to, by the elements that are in the kernel; 0 for none.</summary>
    public static int SharedEniOf(PodAttachment pod, IEnumerable<NftElement> guard) => SharedEniPlanner.NumberOf(pod, guard);

    /// <summary>Everything that is wished on a node, and on it for its pods alone.</summary>
    /// <param name="use">What the pods need together (<see cref="NodeUse.Of"/>): planned again when that is another.</param>
    public static DatapathPlan PlanNode(NodeFacts facts, DatapathOptions options, NodeUse use, PodRouting routing)
    {
        bool[] families = [.. Families(facts, options).Concat(use.Families).Distinct().Order()];
        ChainPlan[] chains =
        [
            .. GuardChains.Plan(options, families), .. NatChains(facts, options, use, families),
            .. SharedEniPlanner.Chains(facts, options, use, routing),
        ];
        return DatapathPlan.Combine(Common(facts, options, use, chains, families), VpcRoutePlanner.PlanNode(options), ExclusiveEniPlanner.PlanNode(use), SharedEniPlanner.PlanNode(facts, options, use, routing, families));
    }

    /// <summary>One pod's rows: what an ADD writes and waits for.</summary>
    public static DatapathPlan PlanPod(NodeFacts facts, DatapathOptions options, PodRouting routing, PodAttachment pod) => pod.Eni?.Use switch
    {
        null => VpcRoutePlanner.PlanPod(facts, options, routing, pod),
        EniUse.Shared => SharedEniPlanner.PlanPod(facts, options, routing, pod),
        _ => ExclusiveEniPlanner.PlanPod(facts, options, pod),
    };

    private static DatapathPlan Common(NodeFacts facts, DatapathOptions options, NodeUse use, ChainPlan[] chains, bool[] families) => new()
    {
        Nftables = new NftRuleset(
            [new NftTable(FairleadTable.Inet, FairleadTable.Flags), new NftTable(FairleadTable.Arp, FairleadTable.Flags)],
            [.. chains.Select(chain => chain.Chain)],
            [.. families.Select(GuardChains.PodMap), .. use.HostPorts ? families.SelectMany(HostPortChains.Sets) : [], .. use.Exclusive ? families.Select(SecondLinkChains.Set) : []],
            [],
            [.. chains.SelectMany(chain => chain.Rules)]),
        Sysctls = [.. NodeSettings.Plan(facts, families)],
        ForwardPolicies = [.. ForwardPolicies(options, families)],
    };

    /// <summary>Address families (true is IPv6) that pods can come in; those that are here may have others.</summary>
    internal static IEnumerable<bool> Families(NodeFacts facts, DatapathOptions options) =>
        options.PodSlices.Select(slice => slice.IsV6).Concat(facts.SharedEnis.SelectMany(facts.Gateways).Select(gateway => gateway.IsV6));

    private static IEnumerable<ChainPlan> NatChains(NodeFacts facts, DatapathOptions options, NodeUse use, bool[] families)
    {
        var masquerade = options.Masquerade.Enabled && options.PodSlices.Count > 0;
        if (!use.HostPorts && !use.Exclusive && !masquerade)
        {
            return facts.HasForeignNat ? GuardChains.PlanTranslated(options, families) : [];
        }

        var postrouting = new ChainPlan(
            FairleadTable.Inet, "nat_postrouting", new NftHook("nat", NftHook.Postrouting, options.Priorities.SourceNat, NftVerdictKind.Accept));
        var further = new List<ChainPlan>();
        if (use.HostPorts)
        {
            HostPortChains.PlanSource(postrouting, options, facts, families);
            further.AddRange(HostPortChains.Plan(options, families));
        }

        if (use.Exclusive)
        {
            ExclusiveEniPlanner.PlanSource(postrouting, options, facts, families);
        }

        if (masquerade)
        {
            further.AddRange(MasqueradeChains.Plan(postrouting, options));
        }

        return [.. GuardChains.PlanTranslated(options, families), postrouting, .. further];
    }

    private static IEnumerable<ForwardPolicyRow> ForwardPolicies(DatapathOptions options, bool[] families) =>
        options.ForwardPolicy == ForwardPolicyMode.Report
            ? []
            : from v6 in families
              from backend in Enum.GetValues<ForwardBackend>()
              select new ForwardPolicyRow(new ForwardPolicyKey(backend, v6), Accept: true);
}
