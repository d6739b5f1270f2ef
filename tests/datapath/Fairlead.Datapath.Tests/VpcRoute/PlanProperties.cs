using Fairlead.Model.Nftables;
using Fairlead.Model.Pods;
using FsCheck;
using FsCheck.Fluent;

namespace Fairlead.Datapath.Tests.VpcRoute;

public sealed class PlanProperties
{
    private static readonly CaseFile Node = new("""
        podSlices: 10.244.1.0/24, fd10:244:1::/64
        podRanges: 10.244.0.0/16, fd10:244::/32
        node: v4=172.16.10.1 v6=fd16::1
        """);

    [Fact]
    public void Pods_never_share_a_row() => Check.One(
        Config.QuickThrowOnFailure,
        Prop.ForAll(Pods().ToArbitrary(), pods =>
        {
            var keys = pods.Select(pod => NodePlanner.PlanPod(Node.Facts, Node.Options, PodRouting.Main, pod)).SelectMany(Keys).ToList();
            return keys.Distinct().Count() == keys.Count;
        }));

    [Fact]
    public void The_nodes_rules_know_of_pods_only_whether_one_has_ports() => Check.One(
        Config.QuickThrowOnFailure,
        Prop.ForAll(Pods().ToArbitrary(), pods =>
            NodePlanner.PlanNode(Node.Facts, Node.Options, NodeUse.Of(pods), PodRouting.Main).Nftables.Rules.Equals(
                NodePlanner.PlanNode(
                    Node.Facts, Node.Options, NodeUse.Nothing with { HostPorts = pods.Any(pod => pod.HostPorts.Count > 0) }, PodRouting.Main).Nftables.Rules)));

    [Fact]
    public void Every_name_in_a_rule_is_in_the_plan() => Check.One(
        Config.QuickThrowOnFailure,
        Prop.ForAll(Pods().ToArbitrary(), pods =>
        {
            var plan = DatapathPlan.Combine([
                NodePlanner.PlanNode(Node.Facts, Node.Options, NodeUse.Of(pods), PodRouting.Main), .. pods.Select(pod => NodePlanner.PlanPod(Node.Facts, Node.Options, PodRouting.Main, pod))]).Nftables;
            var sets = plan.Sets.Select(set => set.Key.Name).ToHashSet();
            var chains = plan.Chains.Select(chain => chain.Key.Name).ToHashSet();
            var expressions = plan.Rules.SelectMany(rule => rule.Expressions).ToList();
            return expressions.OfType<NftLookup>().All(lookup => sets.Contains(lookup.Set))
                && expressions.OfType<NftImmediateVerdict>().All(verdict => verdict.Verdict.Chain is not { } chain || chains.Contains(chain))
                && plan.Elements.All(element => sets.Contains(element.Set.Name))
                && plan.Elements.All(element => element.Key.Length == plan.Sets.Single(set => set.Key == element.Set).KeyLength);
        }));

    [Fact]
    public void An_ENI_that_is_there_is_planned_the_same_with_and_without_pods()
    {
        var all = new CaseFile($"""
            podRanges: 10.244.0.0/16
            vpcCidrs: 172.16.0.0/16
            node: v4=172.16.10.1 links=eth1,eth2,eth3,eth4
            {string.Join("\n", Enumerable.Range(1, 4).Select(eni => $"eni {eni}: link=eth{eni} gateway4=172.16.{20 + eni}.253"))}
            {string.Join("\n", Enumerable.Range(1, 4).Select(eni => $"pod p{eni}: v4=172.16.{20 + eni}.5 index={eni + 10} eni={eni}"))}
            """);
        var node = all.Facts with { SharedEnis = [.. all.Facts.SharedEnis.Where(eni => eni.Eni.Number <= 2)] };
        var ofEnis = Gen.SubListOf(all.Pods.AsEnumerable());
        Check.One(Config.QuickThrowOnFailure, Prop.ForAll(ofEnis.ToArbitrary(), pods =>
        {
            var use = NodeUse.Of(pods);
            var beyond = use.Beyond(node, all.Options);
            return Plan(use) == Plan(beyond) && beyond.Enis.SequenceEqual(use.Enis.Where(number => number > 2));
        }));

        DatapathPlan Plan(NodeUse use) => NodePlanner.PlanNode(node, all.Options, use, PodRouting.Own);
    }

    private static Gen<List<PodAttachment>> Pods() =>
        from numbers in Gen.Choose(2, 250).ListOf()
        from ports in Gen.Choose(0, 3).ListOf(numbers.Count)
        select numbers.Zip(ports).DistinctBy(pair => pair.First).Select(pair => Pod(pair.First, pair.Second)).ToList();

    private static PodAttachment Pod(int number, int ports) => new CaseFile(
        $"pod p{number}: v4=10.244.1.{number} v6=fd10:244:1::{number:x} index={number}" +
        (ports == 0 ? "" : $" ports=tcp/{number}:80" + (ports == 1 ? "" : $",udp/{number}:53@172.16.10.1"))).Pods[0];

    private static IEnumerable<object> Keys(DatapathPlan plan) =>
    [
        .. plan.Nftables.Elements.Select(element => (object)NftElementKey.Of(element)),
        .. plan.Sysctls.Select(row => (object)row.Key),
        .. plan.LinkSysctls.Select(row => (object)row.Key),
        .. plan.Links.Select(row => (object)(row.Key, row.Index)),
        .. plan.Addresses,
        .. plan.Routes.Select(row => (object)row.Key),
        .. plan.Neighbours.Select(row => (object)row.Key),
    ];
}
