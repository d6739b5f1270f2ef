using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;
using Fairlead.Model.Kernel.Observed;
using Fairlead.Model.Nftables;
using Fairlead.Model.Pods;
using Fairlead.Planning.Paths;
using Fairlead.Planning.Paths.World;

namespace Fairlead.Core.Tests.Paths;

public sealed class PathTests
{
    private readonly PathWorld _world = new();

    [Fact]
    public void A_way_is_told_place_by_place()
    {
        const string expected = """
            pod-a
              route     default via 169.254.1.1 dev eth0 (table main, rule 32766)
              source    10.244.1.2
              neighbour 169.254.1.1 is 02:00:00:00:aa:67, permanent
              out       eth0
            node-1
              in        flpod-a
              route     default via 172.16.10.253 dev eth0 (table main, rule 32766)
              neighbour 172.16.10.253 answers with ee:ff:ff:ff:ff:ff
              out       eth0
            fabric
              fabric    to node-2
            node-2
              in        eth0
              route     10.244.2.2 dev flpod-b (table main, rule 32766)
              neighbour 10.244.2.2 is 02:00:00:00:bb:68, permanent
              out       flpod-b
            pod-b
              in        eth0
              route     local 10.244.2.2 dev eth0 (table local, rule 0)
              socket    tcp 10.244.1.2:32768 > 10.244.2.2:80 finds a listener
            and back
            """;
        var lines = PathText.Lines(_world.Predict("pod-a", "10.244.2.2")).ToList();
        Assert.Equal(expected, string.Join('\n', lines.TakeWhile(line => line != "and back").Append("and back")));
        Assert.Equal("reached pod-b, which sees 10.244.1.2", lines[^1]);
    }

    [Fact]
    public void What_the_fabric_answers_itself_is_reached_there_or_refused()
    {
        var reached = _world.Predict("node-1", "100.100.100.200");
        Assert.Equal(PathOutcome.Reached, reached.Outcome);
        Assert.Equal("reached the cloud, which sees 172.16.10.1", PathText.Summary(reached));
        var refused = _world.Predict("node-1", "100.100.100.200", port: 22);
        Assert.Equal("refused at the cloud: nobody listens there on that port", PathText.Summary(refused));
    }

    [Theory]
    [InlineData("pod-a", "10.244.1.3")]
    [InlineData("pod-a", "172.16.10.1")]
    [InlineData("node-1", "10.244.1.2")]
    [InlineData("legacy-1", "10.244.1.2")]
    [InlineData("pod-b", "172.16.20.1")]
    [InlineData("pod-a", "10.244.1.2")]
    [InlineData("node-2", "127.0.0.1")]
    public void What_is_whole_is_reached(string from, string to) =>
        Assert.Equal(PathOutcome.Reached, _world.Predict(from, to).Outcome);

    [Fact]
    public void A_missing_route_entry_of_the_VPC_is_named()
    {
        _world.Fabric.Routes.RemoveAt(0);
        Stops("legacy-1", "10.244.1.2", PathOutcome.Dropped, "fabric", "no route for 10.244.1.2", "fairlead lab route add 10.244.1.0/24 node-1");
        var back = _world.Predict("pod-a", "172.16.20.1");
        Assert.True(back.IsAnswerStopped);
        Assert.Equal("fairlead lab route add 10.244.1.0/24 node-1", back.Stop!.Remedy);
    }

    [Fact]
    public void Nobody_listens()
    {
        Stops("node-1", "10.244.1.2", PathOutcome.Refused, "pod-a", "nobody listens on tcp port 81 of pod-a", "start a server on pod-a", 81);
        Assert.Equal(PathOutcome.Reached, _world.Predict("node-1", "10.244.1.2", 53, Transport.Udp).Outcome);
    }

    [Fact]
    public void An_address_of_the_slice_that_no_pod_has_ends_at_the_node() =>
        Stops(
            "legacy-1", "10.244.1.9", PathOutcome.Unreachable, "node-1", "the route to 10.244.1.9 is unreachable 10.244.1.0/24 dev lo (table main, rule 32766)",
            "no pod has 10.244.1.9, an address of node-1's slice 10.244.1.0/24");

    [Fact]
    public void A_link_that_is_down_is_named()
    {
        _world.Change("node-2", netns => netns with { Links = [.. netns.Links.Select(link => link.Name == "eth0" ? link with { IsUp = false } : link)] });
        Stops("pod-a", "10.244.2.2", PathOutcome.Dropped, "node-2", "link eth0 is down", "fairlead lab exec node-2 -- ip link set eth0 up");
    }

    [Fact]
    public void A_missing_host_route_leads_out_and_round()
    {
        _world.Change("node-1", netns => netns with { Routes = [.. netns.Routes.Where(route => route.Destination != Cidr.Parse("10.244.1.2/32"))] });
        Stops(
            "node-1", "10.244.1.2", PathOutcome.Unreachable, "node-1", "the route to 10.244.1.2 is unreachable 10.244.1.0/24 dev lo (table main, rule 32766)",
            "no pod has 10.244.1.2, an address of node-1's slice 10.244.1.0/24");
    }

    [Fact]
    public void What_the_agent_wishes_is_said()
    {
        _world.Change("node-1", netns => netns with
        {
            Routes = [.. netns.Routes.Where(route => route.Destination != Cidr.Parse("10.244.1.2/32"))],
            Agent = new AgentSnapshot([new AgentRow("routes", "node 10.244.1.2/32 table 254", "node 10.244.1.2/32 dev flpod-a", "", "pending", "no such device")]),
        });
        Assert.Contains("its row is pending: no such device", _world.Predict("node-1", "10.244.1.2").Stop!.Remedy);
    }

    [Fact]
    public void Forwarding_that_is_off_is_named()
    {
        _world.Change("node-1", netns => netns with { Sysctls = new Dictionary<string, string>(netns.Sysctls) { ["net/ipv4/conf/eth0/forwarding"] = "0" } });
        Stops(
            "legacy-1", "10.244.1.2", PathOutcome.Dropped, "node-1", "10.244.1.2 is not an address of node-1, and it does not forward what comes in at eth0",
            "sysctl -w net.ipv4.conf.eth0.forwarding=1 on node-1");
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("2", false)]
    [InlineData("0", false)]
    public void The_reverse_path_filter_judges_by_the_way_back(string mode, bool drops)
    {
        // The way back to legacy-1 leads through another link than the one it comes in at.
        _world.Change("node-1", netns => netns with
        {
            Links = [.. netns.Links, netns.Links[1] with { Index = 9, Name = "eth1" }],
            Addresses = [.. netns.Addresses, new ObservedAddress(9, Cidr.Parse("172.16.30.1/24"), 0, 0)],
            Routes = [.. netns.Routes, PathWorld.Route("172.16.20.0/24", 9)],
            Sysctls = new Dictionary<string, string>(netns.Sysctls) { ["net/ipv4/conf/eth0/rp_filter"] = mode },
        });
        var prediction = _world.Predict("legacy-1", "10.244.1.2");
        Assert.Equal(drops, prediction.Stop!.Because.StartsWith("reverse-path filter", StringComparison.Ordinal));
    }

    [Fact]
    public void A_foreign_rule_that_drops_is_named_with_its_handle()
    {
        _world.Filter("node-1", "other", PathWorld.Hook(NftHook.Forward), [.. NftExpressions.Equal(NftExpressions.DestinationPort(), NftValue.NetworkOrder(80)), .. NftExpressions.Drop()]);
        Stops(
            "pod-a", "10.244.1.3", PathOutcome.Dropped, "node-1", "inet other chain: th dport 80 drop", "on node-1: nft delete rule inet other chain handle 4");
        Assert.Equal(PathOutcome.Reached, _world.Predict("pod-a", "10.244.1.3", 53, Transport.Udp).Outcome);
    }

    [Fact]
    public void A_forward_policy_of_drop_is_named_also_where_nft_does_not_show_it()
    {
        _world.Change("node-1", netns => netns with { LegacyForward = [new LegacyForwardChain(IsV6: false, Accepts: false, Rules: 0)] });
        Stops(
            "pod-a", "10.244.1.3", PathOutcome.Dropped, "node-1", "iptables-legacy's FORWARD chain has policy DROP, which `nft list ruleset` does not show",
            "iptables-legacy -P FORWARD ACCEPT");
        var other = new PathWorld().Filter("node-1", "filter", PathWorld.Hook(NftHook.Forward, NftVerdictKind.Drop));
        Assert.Equal("inet filter chain: policy drop", other.Predict("pod-a", "10.244.1.3").Stop!.Because);
    }

    [Fact]
    public void A_reject_is_said_to_the_sender()
    {
        _world.Filter("node-1", "other", PathWorld.Hook(NftHook.Forward), [new NftReject(1, 0)]);
        Assert.Equal(PathOutcome.Refused, _world.Predict("pod-a", "10.244.1.3").Outcome);
    }

    [Fact]
    public void What_cannot_be_foreseen_is_admitted()
    {
        _world.Filter("node-1", "other", PathWorld.Hook(NftHook.Forward), [new NftUnknown("numgen", default), .. NftExpressions.Drop()]);
        var prediction = _world.Predict("pod-a", "10.244.1.3");
        Assert.Equal(PathOutcome.Unknown, prediction.Outcome);
        Assert.Contains("what 'numgen' does cannot be foreseen", prediction.Stop!.Because);
        Assert.StartsWith("cannot tell: at node-1, inet other chain", PathText.Summary(prediction));
    }

    [Fact]
    public void Masquerade_is_seen_at_the_other_end_and_undone_on_the_way_back()
    {
        _world.Filter(
            "node-1", "nat", PathWorld.Hook(NftHook.Postrouting, type: "nat", priority: 100),
            [.. NftExpressions.InCidr(NftExpressions.DestinationAddress(v6: false), Cidr.Parse("172.16.20.0/24")), .. NftExpressions.Masquerade()]);
        _world.Fabric.Routes.Clear();
        var prediction = _world.Predict("pod-a", "172.16.20.1");
        Assert.Equal(PathOutcome.Reached, prediction.Outcome);
        Assert.Equal(InetAddress.Parse("172.16.10.1"), prediction.SeenSource);
    }

    [Fact]
    public void An_answer_is_known_as_established()
    {
        NftExpression[] established =
        [
            new NftConntrack(NftConntrackKey.State, 1), new NftBitwise(1, 1, 4, NftValue.HostOrder(6), NftValue.HostOrder(0)),
            new NftCompare(NftComparison.NotEqual, 1, NftValue.HostOrder(0)), .. NftExpressions.Accept(),
        ];
        NftExpression[] fromPods = [.. NftExpressions.IifGroup(OurMark.PodGroup), .. NftExpressions.Accept()];
        _world.Filter("node-1", "other", PathWorld.Hook(NftHook.Forward, NftVerdictKind.Drop), established, fromPods);
        Assert.Equal(PathOutcome.Reached, _world.Predict("pod-a", "172.16.20.1").Outcome);
        Assert.Equal("inet other chain: policy drop", _world.Predict("legacy-1", "10.244.1.2").Stop!.Because);
    }

    [Fact]
    public void A_wrong_neighbour_is_seen()
    {
        _world.Change("node-1", netns => netns with { Neighbours = [.. netns.Neighbours.Select(entry => entry with { Mac = MacAddress.Parse("02:00:00:00:00:99") })] });
        Assert.Contains("the frame is for 02:00:00:00:00:99", _world.Predict("node-1", "10.244.1.2").Stop!.Because);
    }

    [Fact]
    public void A_rule_by_mark_or_source_leads_to_its_table()
    {
        _world.Change("pod-a", netns => netns with
        {
            Rules = [.. netns.Rules, new ObservedRule { IsV6 = false, Priority = 100, Action = RuleAction.Table, Table = 900, Source = Cidr.Parse("10.244.1.2/32") }],
            Routes = [.. netns.Routes, PathWorld.Route("0.0.0.0/0", 2) with { Table = 900, Type = RouteType.Blackhole }],
        });
        Stops("pod-a", "172.16.20.1", PathOutcome.Unreachable, "pod-a", "the route to 172.16.20.1 is blackhole default dev eth0 (table 900, rule 100 from 10.244.1.2/32)", "give pod-a a route to 172.16.20.1");
    }

    private void Stops(string from, string to, PathOutcome outcome, string where, string because, string remedy, ushort port = 80)
    {
        var prediction = _world.Predict(from, to, port);
        Assert.Equal((outcome, new PathStop(outcome, where, because, remedy)), (prediction.Outcome, prediction.Stop));
    }
}
