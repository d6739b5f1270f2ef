using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;
using Fairlead.Model.Kernel.Observed;
using Fairlead.Model.Nftables;
using Fairlead.Planning.Paths;
using Fairlead.Planning.Paths.World;
using static Fairlead.Model.Nftables.NftExpressions;

namespace Fairlead.Core.Tests.Paths;

/// <summary>A prediction follows the verdict that chooses the ENI, the mark that it sets, the rule for the mark and the table that it names.</summary>
public sealed class SharedEniPathTests
{
    private const uint Mask = 0x3f000000;

    private readonly PathWorld _world = new();

    public SharedEniPathTests()
    {
        _world.AddEni("node-1", 3, "eth1");
        _world.Change("node-1", netns => netns with
        {
            Rules = [.. netns.Rules, Rule(3850, 61700), Rule(3851, 61701) with { Mark = 0x1000000, MarkMask = Mask }],
            Routes =
            [
                .. netns.Routes.Select(route => route.Destination.IsSingleAddress && route.IsOurs ? route with { Table = 61700 } : route),
                PathWorld.Route("0.0.0.0/0", 3) with { Table = 61701, Gateway = InetAddress.Parse("172.16.20.253"), Flags = 4, Protocol = OurMark.RouteProtocol },
                PathWorld.Route("0.0.0.0/0", 1) with { Table = 61701, Type = RouteType.Unreachable, Metric = 0xf1f1, Protocol = OurMark.RouteProtocol },
            ],
            Neighbours = [.. netns.Neighbours, new(3, InetAddress.Parse("172.16.20.253"), MacAddress.Parse("ee:ff:ff:ff:ff:ff"), 0x80, 0)],
            Nftables = Guard(netns),
        });
    }

    [Fact]
    public void A_pods_packets_leave_by_its_ENI_and_find_the_way_back()
    {
        var lines = string.Join('\n', PathText.Lines(_world.Predict("pod-a", "172.16.20.1")));
        Assert.Contains("route     default via 172.16.20.253 dev eth1 (table 61701, rule 3851 fwmark 0x1000000/0x3f000000)", lines, StringComparison.Ordinal);
        Assert.Contains("out       eth1", lines, StringComparison.Ordinal);
        Assert.Contains("10.244.1.2 dev flpod-a (table 61700, rule 3850)", lines, StringComparison.Ordinal);
        Assert.EndsWith("reached legacy-1, which sees 10.244.1.2", lines, StringComparison.Ordinal);
    }

    [Fact]
    public void Pods_of_one_node_reach_each_other_by_the_pod_table_whatever_the_mark()
    {
        var lines = string.Join('\n', PathText.Lines(_world.Predict("pod-a", "10.244.1.3")));
        Assert.Contains("10.244.1.3 dev flpod-c (table 61700, rule 3850)", lines, StringComparison.Ordinal);
        Assert.EndsWith("reached pod-c, which sees 10.244.1.2", lines, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_its_ENI_a_pods_packets_end_in_its_table_and_not_at_the_primary_one()
    {
        _world.Change("node-1", netns => netns with { Routes = [.. netns.Routes.Where(route => route.Gateway != InetAddress.Parse("172.16.20.253"))] });
        var prediction = _world.Predict("pod-a", "172.16.20.1");
        Assert.Equal(PathOutcome.Unreachable, prediction.Outcome);
        Assert.Contains("61701", string.Join('\n', PathText.Lines(prediction)), StringComparison.Ordinal);
    }

    private static ObservedRule Rule(uint priority, uint table) =>
        new() { IsV6 = false, Priority = priority, Action = RuleAction.Table, Table = table, Protocol = OurMark.RouteProtocol };

    // iif . ether saddr . ip saddr vmap @pods4: pod-a is on the ENI, what is not found goes on.
    private static NftRuleset Guard(NetnsSnapshot node)
    {
        var table = new NftTableKey(NftFamily.Inet, OurMark.NftablesTable);
        var (guard, eni, pods) = (new NftName(table, "guard"), new NftName(table, "eni1"), new NftName(table, "pods4"));
        var link = node.Links.Single(link => link.Name == "flpod-a");
        var neighbour = node.Neighbours.Single(neighbour => neighbour.LinkIndex == link.Index);
        NftExpression[] lookUp =
        [
            .. IifGroup(OurMark.PodGroup), new NftMeta(NftMetaKey.InputIndex, NftExpression.Register1), SourceMac(NftExpression.Register32 + 1),
            SourceAddress(false, NftExpression.Register32 + 3), new NftLookup(pods.Name, NftExpression.Register1, NftExpression.VerdictRegister),
        ];
        return new NftRuleset(
            [new NftTable(table, NftTableFlags.None)],
            [new NftChain(guard, PathWorld.Hook(NftHook.Prerouting, priority: -300)), new NftChain(eni, null)],
            [
                new NftSet
                {
                    Key = pods, Flags = NftSetFlags.Map | NftSetFlags.Concatenation, KeyType = [NftType.InterfaceIndex, NftType.EtherAddress, NftType.Ipv4Address], DataType = [NftType.Verdict],
                },
            ],
            [
                new NftElement
                {
                    Set = pods, Verdict = NftVerdict.Goto("eni1"),
                    Key = NftValue.Concatenated(NftValue.HostOrder((uint)link.Index), NftValue.Mac(neighbour.Mac!.Value), NftValue.Address(InetAddress.Parse("10.244.1.2"))),
                },
            ],
            [new NftRule(guard, "known", 0, [.. lookUp]), new NftRule(eni, "mark", 0, [.. SetMark(0x1000000, Mask)])]);
    }
}
