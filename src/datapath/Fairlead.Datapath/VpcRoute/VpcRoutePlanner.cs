using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;
using Fairlead.Model.Nftables;
using Fairlead.Model.Pods;

namespace Fairlead.Datapath.VpcRoute;

/// <summary>
/// VPC-route mode: each node has a slice of the pod range, pods are on veths, the kernel routes, and the VPC has a route per
/// slice. Pure: the same facts, options and pods give the same rows.
/// </summary>
public static class VpcRoutePlanner
{
    // Beyond the metrics that other programs use: IPv6's default is 1024, NetworkManager's reach 20,000 and a few.
    private const uint LastResort = 0xf1f1;

    /// <summary>MTU that a new pod's attachment gets.</summary>
    public static int PodMtu(NodeFacts facts, DatapathOptions options) => options.Mtu ?? facts.UplinkMtu;

    /// <summary>
    /// The node's own rows. The pods say which features are used: without masquerade and hostPorts there is no nat hook, and so
    /// no connection tracking of ours.
    /// </summary>
    public static DatapathPlan PlanNode(NodeFacts facts, DatapathOptions options, IEnumerable<PodAttachment> pods) =>
        PlanNode(facts, options, pods.Any(HasHostPorts));

    /// <inheritdoc cref="PlanNode(NodeFacts, DatapathOptions, IEnumerable{PodAttachment})"/>
    /// <param name="hostPorts">Whether any pod has a hostPort.</param>
    public static DatapathPlan PlanNode(NodeFacts facts, DatapathOptions options, bool hostPorts)
    {
        bool[] families = [.. options.PodSlices.Select(slice => slice.IsV6).Distinct().Order()];
        ChainPlan[] chains = [.. GuardChains.Plan(options), .. NatChains(facts, options, hostPorts, families)];
        return new DatapathPlan
        {
            Nftables = new NftRuleset(
                [new NftTable(FairleadTable.Inet, FairleadTable.Flags), new NftTable(FairleadTable.Arp, FairleadTable.Flags)],
                [.. chains.Select(chain => chain.Chain)],
                [.. families.Select(GuardChains.PodMap), .. hostPorts ? families.SelectMany(HostPortChains.Sets) : []],
                [],
                [.. chains.SelectMany(chain => chain.Rules)]),
            Sysctls = [.. NodeSettings.Plan(facts, options)],
            Routes = [.. options.PodSlices.Select(Unassigned)],
            ForwardPolicies = [.. ForwardPolicies(options, families)],
        };
    }

    /// <summary>One pod's rows: what an ADD writes and waits for. See <see cref="HasHostPorts"/> for when the node's change too.</summary>
    public static DatapathPlan PlanPod(NodeFacts facts, DatapathOptions options, PodAttachment pod) =>
        new PodRows(facts, options, pod).Plan();

    /// <summary>Whether the pod needs the node's hostPort chains: the node is planned again before the first such pod.</summary>
    public static bool HasHostPorts(PodAttachment pod) => pod.HostPorts.Count > 0;

    private static IEnumerable<ChainPlan> NatChains(NodeFacts facts, DatapathOptions options, bool hostPorts, bool[] families)
    {
        if (!hostPorts && !options.Masquerade.Enabled)
        {
            return [];
        }

        var postrouting = new ChainPlan(
            FairleadTable.Inet, "nat_postrouting", new NftHook("nat", NftHook.Postrouting, options.Priorities.SourceNat, NftVerdictKind.Accept));
        var further = new List<ChainPlan>();
        if (hostPorts)
        {
            HostPortChains.PlanSource(postrouting, options, facts, families);
            further.AddRange(HostPortChains.Plan(options, families));
        }

        if (options.Masquerade.Enabled)
        {
            further.AddRange(MasqueradeChains.Plan(postrouting, options));
        }

        return further.Prepend(postrouting);
    }

    // The VPC sends the whole slice here. What no pod has would go back to the VPC by the default route, and round and round
    // until its hop limit; so it ends here, and the sender is told. Any other route for the slice comes first.
    private static RouteRow Unassigned(Cidr slice) => new()
    {
        Key = new RouteKey(Netns.Node, PodRows.MainTable, slice, LastResort),
        Type = RouteType.Unreachable,
        Link = new LinkKey(Netns.Node, "lo"),
    };

    private static IEnumerable<ForwardPolicyRow> ForwardPolicies(DatapathOptions options, bool[] families) =>
        options.ForwardPolicy == ForwardPolicyMode.Report
            ? []
            : from v6 in families
              from backend in Enum.GetValues<ForwardBackend>()
              select new ForwardPolicyRow(new ForwardPolicyKey(backend, v6), Accept: true);
}
