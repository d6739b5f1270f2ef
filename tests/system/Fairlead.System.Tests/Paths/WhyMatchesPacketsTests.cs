using System.Collections.Concurrent;
using Fairlead.Model.Addresses;
using Fairlead.Model.Pods;
using Fairlead.Planning.Paths;
using Fairlead.Vpc.Control;
using Fairlead.Vpc.Topology;

namespace Fairlead.System.Tests.Paths;

/// <summary>What `why` foretells is what packets do: for all pairs of hosts and pods, in a whole world and in broken ones.</summary>
public sealed class WhyMatchesPacketsTests(ObservedLab lab) : IClassFixture<ObservedLab>, IDisposable
{
    private readonly List<Action> _mend = [];

    public void Dispose()
    {
        // One that fails must not keep the others from their turn: the next test would find the rest broken.
        var failures = new List<Exception>();
        foreach (var mend in _mend.AsEnumerable().Reverse())
        {
            failures.AddRange(Record.Exception(mend) is { } failure ? [failure] : Array.Empty<Exception>());
        }

        Assert.Empty(failures);
    }

    [Fact]
    public void Without_routes_of_the_VPC()
    {
        var predictions = Compare();
        Assert.Equal("fairlead lab route add 10.244.1.0/24 node-1", predictions[("legacy-1", "pod-a")].Stop!.Remedy);
    }

    [Fact]
    public void With_all_routes()
    {
        AddRoutes();
        var predictions = Compare();
        Assert.Equal(PathOutcome.Reached, predictions[("legacy-1", "pod-a")].Outcome);
        Assert.Equal(lab.Address("pod-a"), predictions[("pod-a", "legacy-1")].SeenSource);
        // The service answers addresses of vSwitches only: pods are seen as their node.
        Assert.Equal(lab.Address("node-1"), predictions[("pod-a", "cloud-service")].SeenSource);
    }

    [Fact]
    public void By_IPv6()
    {
        Compare(v6: true);
        AddRoutes();
        Compare(v6: true);
        Compare(ObservedLab.OpenUdp, Transport.Udp, v6: true);
        Compare(ObservedLab.Closed, v6: true);
    }

    [Fact]
    public void By_UDP_and_to_ports_where_nobody_listens()
    {
        AddRoutes();
        Compare(port: ObservedLab.OpenUdp, transport: Transport.Udp);
        Compare(port: ObservedLab.Closed);
        Compare(port: ObservedLab.Closed, transport: Transport.Udp);
    }

    [Fact]
    public void To_addresses_that_nobody_has()
    {
        AddRoutes();
        var world = lab.Read();
        foreach (var (from, to) in new[] { ("legacy-1", "10.244.1.254"), ("pod-a", "10.244.1.254"), ("node-1", "172.16.10.99"), ("pod-b", "10.244.9.9"), ("pod-a", "127.0.0.1"), ("legacy-1", "10.96.0.1"), ("pod-a", "100.100.100.200") })
        {
            var address = InetAddress.Parse(to);
            AssertSame(new PathPredictor(world).Predict(new PathQuestion(from, address, ObservedLab.Open)), RealPacket.Send(lab.Netns(from), address, ObservedLab.Open, Transport.Tcp), $"{from} to {to}");
        }
    }

    [Fact]
    public void With_a_link_down()
    {
        AddRoutes();
        WithoutAgents();
        Break(
            "node-2",
            "ip link set eth0 down",
            "ip link set eth0 up; ip route replace default via 172.16.10.253 dev eth0 onlink; " +
            $"ip addr add {lab.Address("node-2", v6: true)}/64 dev eth0 nodad; ip -6 route replace default via {NicConfiguration.FabricLinkLocal} dev eth0 onlink");
        Assert.Equal(PathOutcome.Dropped, Compare()[("legacy-1", "pod-b")].Outcome);
    }

    [Fact]
    public void With_a_pods_link_down()
    {
        AddRoutes();
        WithoutAgents();
        Break("pod-a", "ip link set eth0 down", "true");
        Compare();
    }

    [Fact]
    public void With_a_deleted_host_route()
    {
        AddRoutes();
        WithoutAgents();
        Break("node-1", $"ip route del {lab.Address("pod-a")}/32", "true");
        Assert.NotEqual(PathOutcome.Reached, Compare()[("legacy-1", "pod-a")].Outcome);
    }

    [Fact]
    public void With_a_deleted_neighbour()
    {
        AddRoutes();
        WithoutAgents();
        Break("pod-a", "ip neigh del 169.254.1.1 dev eth0", "true");
        Assert.NotEqual(PathOutcome.Reached, Compare()[("pod-a", "legacy-1")].Outcome);
    }

    [Fact]
    public void With_a_foreign_rule_that_drops()
    {
        AddRoutes();
        Break(
            "node-1",
            $"nft add table ip other; nft add chain ip other c '{{ type filter hook forward priority 10; }}'; nft add rule ip other c ip saddr {lab.Address("pod-a")} tcp dport {ObservedLab.Open} ct state new drop",
            "nft delete table ip other");
        Assert.Contains("ip other c", Compare()[("pod-a", "legacy-1")].Stop!.Because, StringComparison.Ordinal);
    }

    [Fact]
    public void With_a_foreign_set_and_a_reject()
    {
        AddRoutes();
        Break(
            "node-1",
            "nft add table inet other; nft add set inet other s '{ type ipv4_addr . inet_service; flags interval; }'; " +
            $"nft add element inet other s '{{ 172.16.20.0/24 . {ObservedLab.Open - 10}-{ObservedLab.Open + 10} }}'; " +
            "nft add chain inet other c '{ type filter hook prerouting priority 0; }'; nft add rule inet other c ip saddr . tcp dport @s reject with tcp reset",
            "nft delete table inet other");
        Assert.Equal(PathOutcome.Refused, Compare()[("legacy-1", "pod-a")].Outcome);
    }

    [Fact]
    public void With_a_policy_of_drop_in_FORWARD()
    {
        AddRoutes();
        WithoutAgents();
        Break("node-2", "iptables-legacy -P FORWARD DROP", "iptables-legacy -P FORWARD ACCEPT");
        Assert.Contains("iptables-legacy", Compare()[("legacy-1", "pod-b")].Stop!.Because, StringComparison.Ordinal);
    }

    [Fact]
    public void With_forwarding_off()
    {
        AddRoutes();
        WithoutAgents();
        Break("node-1", "echo 0 > /proc/sys/net/ipv4/ip_forward", "echo 1 > /proc/sys/net/ipv4/ip_forward");
        Compare();
    }

    [Fact]
    public void With_the_reverse_path_filter_and_a_way_back_elsewhere()
    {
        AddRoutes();
        WithoutAgents();
        Break(
            "node-1",
            "echo 1 > /proc/sys/net/ipv4/conf/eth0/rp_filter; ip link add other type veth peer name rehto; ip addr add 192.0.2.1/24 dev other; ip link set other up; ip link set rehto up; ip route add 172.16.20.11/32 dev other",
            "ip link del other; echo 0 > /proc/sys/net/ipv4/conf/eth0/rp_filter");
        Assert.Contains("reverse-path filter", Compare()[("legacy-1", "pod-a")].Stop!.Because, StringComparison.Ordinal);
    }

    [Fact]
    public void With_the_clouds_source_check_on()
    {
        AddRoutes();
        Cloud(new SetSourceDestinationCheck("node-1", On: true), new SetSourceDestinationCheck("node-1", On: false));
        Assert.Equal("switch the source/destination check of eni-node-1 off", Compare()[("pod-a", "legacy-1")].Stop!.Remedy);
    }

    [Fact]
    public void With_a_security_group_that_allows_little()
    {
        AddRoutes();
        var rule = new SecurityGroupRule(RuleDirection.Ingress, RuleProtocol.Tcp, new PortRange(22, 22), Cidr.Parse("0.0.0.0/0"));
        var groups = lab.Lab.Vpc().State.FindInterface("legacy-1")!.SecurityGroups;
        Cloud(new CreateGroup("strict"), new DeleteGroup("strict"));
        Cloud(new AuthorizeRule("strict", rule), new RevokeRule("strict", rule));
        Cloud(new SetGroups("legacy-1", ["strict"]), new SetGroups("legacy-1", groups));
        Assert.Contains("no ingress rule", Compare()[("pod-a", "legacy-1")].Stop!.Because, StringComparison.Ordinal);
    }

    /// <summary>All pairs: what is foretold from one look, and what packets then do.</summary>
    private ConcurrentDictionary<(string From, string To), PathPrediction> Compare(ushort port = ObservedLab.Open, Transport transport = Transport.Tcp, bool v6 = false)
    {
        var world = lab.Read();
        var predictions = new ConcurrentDictionary<(string, string), PathPrediction>();
        var pairs = (from sender in lab.Places
                     from receiver in lab.Places
                     where lab.Addresses(receiver).Any(address => address.IsV6 == v6) && lab.Addresses(sender).Any(address => address.IsV6 == v6)
                     select (sender, receiver)).ToList();
        var real = new ConcurrentDictionary<(string, string), PathOutcome>();
        // All at once, for those that hear nothing wait long; each on a thread of its own, for connecting needs the pool's.
        var threads = pairs.ConvertAll(pair => new Thread(() => real[pair] = RealPacket.Send(lab.Netns(pair.sender), lab.Address(pair.receiver, v6), port, transport)));
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        foreach (var ((from, to), outcome) in real)
        {
            var prediction = predictions[(from, to)] = new PathPredictor(world).Predict(new PathQuestion(from, lab.Address(to, v6), port, transport));
            var seen = Seen(prediction.Outcome) == Seen(outcome) ? outcome : RealPacket.Send(lab.Netns(from), lab.Address(to, v6), port, transport, patient: true);
            AssertSame(prediction, seen, $"{from} to {to} {transport} {port}");
        }

        return predictions;
    }

    // A sender learns that a neighbour is missing after 3 s only: whoever waits less sees silence.
    private static void AssertSame(PathPrediction prediction, PathOutcome real, string pair) => Assert.True(
        Seen(prediction.Outcome) == Seen(real),
        $"{pair}: foretold {prediction.Outcome}, but it was {real}\n{string.Join('\n', PathText.Lines(prediction))}");

    private static PathOutcome Seen(PathOutcome outcome) => outcome == PathOutcome.Unreachable ? PathOutcome.Dropped : outcome;

    private void AddRoutes()
    {
        foreach (var (range, node) in new[] { ("10.244.1.0/24", "node-1"), ("10.244.2.0/24", "node-2"), ("fd10:244:0:1::/64", "node-1"), ("fd10:244:0:2::/64", "node-2") })
        {
            lab.Lab.AddRoute(Cidr.Parse(range), node);
            _mend.Add(() => lab.Lab.DeleteRoute(Cidr.Parse(range)));
        }
    }

    /// <summary>What a running agent would mend within a second stays broken.</summary>
    private void WithoutAgents()
    {
        foreach (var node in new[] { "node-1", "node-2" })
        {
            lab.Lab.KillAgent(node);
            _mend.Insert(0, () => StartAgent(node));
        }
    }

    private void StartAgent(string node)
    {
        lab.Lab.StartAgent(node);
        // It serves before it has put right what it found.
        var whole = SpinWait.SpinUntil(() => RealPacket.Send(lab.Netns(node), lab.Address(node == "node-1" ? "pod-a" : "pod-b"), ObservedLab.Open, Transport.Tcp) == PathOutcome.Reached, TimeSpan.FromSeconds(10));
        Assert.True(whole, $"the agent of {node} did not mend what was broken");
    }

    private void Break(string place, string command, string mend)
    {
        lab.Run(place, command);
        _mend.Add(() => lab.TryRun(place, mend));
    }

    private void Cloud(VpcOperation change, VpcOperation back)
    {
        var fabric = new VpcClient($"/proc/{lab.Lab.Pid}/root{Fairlead.Lab.Processes.LabPaths.Fabric}");
        fabric.Submit(change);
        _mend.Add(() => fabric.Submit(back));
    }
}
