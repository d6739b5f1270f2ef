using Fairlead.Agent.Tests.Calls;
using Fairlead.Agent.Tests.Nodes;
using Fairlead.Datapath.Tests.Kernel;
using Fairlead.Resources.Meta;
using Fairlead.Resources.Network;

namespace Fairlead.Agent.Tests.Cluster;

/// <summary>Pods with addresses of secondary ENIs, on the real kernel: by which ENI their packets go, and that none is lost on the way there.</summary>
public sealed class SharedEniTests : IDisposable
{
    private readonly ClusterNode _cluster = new();

    public void Dispose() => _cluster.Dispose();

    [Fact]
    public void Each_pods_packets_leave_by_its_ENI_in_both_families_and_pods_reach_each_other()
    {
        var (one, a, two, b) = TwoOnTwoEnis();
        foreach (var (pod, answer) in new[] { (one, a), (two, b) })
        {
            Assert.Equal(answer.V4, Probe.Tcp(pod.Netns, _cluster.Outside, "172.16.10.2", 9000));
            Assert.Equal(answer.V6, Probe.Udp(pod.Netns, _cluster.Outside, "fd16::2", 9000));
            Assert.Equal("172.16.10.2", Probe.Tcp(_cluster.Outside, pod.Netns, answer.V4, 80));
            Assert.Equal("172.16.10.1", Probe.Tcp(_cluster.Node.Node, pod.Netns, answer.V4, 80));
        }

        Assert.Equal(a.V4, Probe.Tcp(one.Netns, two.Netns, b.V4, 80));
        Assert.Equal(a.V6, Probe.Tcp(one.Netns, two.Netns, b.V6, 80));
        Assert.Null(Probe.Udp(one.Netns, _cluster.Outside, "172.16.10.2", 9000, from: "127.0.0.1", expectSilence: true));
    }

    [Fact]
    public void Every_address_of_a_prefix_is_a_pods_that_reaches_a_VM_and_is_reached_in_both_families()
    {
        const string prefix = "172.16.20.64/28";
        const string prefix6 = "fd16:20:0:0:1::/80";
        var eni = _cluster.Plug(1, addresses: 1, prefix, prefix6);
        // Nothing but the prefixes.
        _cluster.Offer(eni with { Ranges = [.. eni.Ranges.Where(range => !range.Range.IsSingleAddress)] });
        _cluster.Node.Started();
        var pods = Enumerable.Range(0, 16).Select(i => _cluster.Add($"pod-{i}")).ToDictionary(pod => pod.Answer.Succeeded().V4);
        Assert.Equal(Enumerable.Range(64, 16).Select(i => $"172.16.20.{i}"), pods.Keys.OrderBy(Model.Addresses.InetAddress.Parse));
        Assert.All(pods.Values, pod => Assert.True(Model.Addresses.Cidr.Parse(prefix6).Contains(Model.Addresses.InetAddress.Parse(pod.Answer.V6))));
        // What would be the subnet's own address and its broadcast address, and one between.
        foreach (var (pod, answer) in new[] { "172.16.20.64", "172.16.20.70", "172.16.20.79" }.Select(address => pods[address]))
        {
            Assert.Equal(answer.V4, Probe.Tcp(pod.Netns, _cluster.Outside, "172.16.10.2", 9000));
            Assert.Equal(answer.V6, Probe.Tcp(pod.Netns, _cluster.Outside, "fd16::2", 9000));
            Assert.Equal("172.16.10.2", Probe.Tcp(_cluster.Outside, pod.Netns, answer.V4, 80));
            Assert.Equal("fd16::2", Probe.Udp(_cluster.Outside, pod.Netns, answer.V6, 80));
        }

        var (first, last) = (pods["172.16.20.64"], pods["172.16.20.79"]);
        Assert.Equal(first.Answer.V4, Probe.Tcp(first.Pod.Netns, last.Pod.Netns, last.Answer.V4, 80));
    }

    [Fact]
    public void Replies_of_a_hostPort_leave_by_the_primary_ENI()
    {
        _cluster.Offer(_cluster.Plug(1));
        _cluster.Node.Started();
        var (pod, answer) = _cluster.Add("web", new CniCall("ADD").WithPorts(("tcp", 8080, 80)));
        answer.Succeeded();
        Assert.Equal("172.16.10.2", Probe.Tcp(_cluster.Outside, pod.Netns, "172.16.10.1", 8080, 80));
        Assert.Equal("fd16::2", Probe.Tcp(_cluster.Outside, pod.Netns, "fd16::1", 8080, 80));
        Assert.Equal(answer.V4, Probe.Tcp(pod.Netns, _cluster.Outside, "172.16.10.2", 9000));
    }

    [Fact]
    public void Replies_of_a_NodePort_whose_client_is_not_masqueraded_leave_by_the_primary_ENI()
    {
        _cluster.Offer(_cluster.Plug(1));
        _cluster.Node.Started();
        var (pod, answer) = _cluster.Add("backend");
        answer.Succeeded();
        // As kube-proxy has one with externalTrafficPolicy Local: the pod is here, and sees the client itself.
        TranslateNodePort("ip", "172.16.10.1", $"{answer.V4}:80");
        TranslateNodePort("ip6", "fd16::1", $"[{answer.V6}]:80");
        // The VPC checks sources of IPv6 too, where a kernel has no rp_filter.
        Run.In(_cluster.Outside, "nft add table ip6 vpc").Succeeded();
        Run.In(_cluster.Outside, "nft add chain ip6 vpc sources { type filter hook prerouting priority -300; }").Succeeded();
        Run.In(_cluster.Outside, "nft add rule ip6 vpc sources iifname eni1 ip6 saddr fd16::1 drop").Succeeded();
        _cluster.WaitFor(() => Probe.Tcp(_cluster.Outside, pod.Netns, "172.16.10.1", 30080, 80, expectSilence: true) == "172.16.10.2", "what the agent does about it");
        Assert.Equal("fd16::2", Probe.Tcp(_cluster.Outside, pod.Netns, "fd16::1", 30080, 80));
        Assert.Equal("172.16.10.2", Probe.Udp(_cluster.Outside, pod.Netns, "172.16.10.1", 30080, 80));
        Assert.Equal("fd16::2", Probe.Udp(_cluster.Outside, pod.Netns, "fd16::1", 30080, 80));
        // What is not translated leaves by the pod's own ENI as before.
        Assert.Equal("172.16.10.2", Probe.Tcp(_cluster.Outside, pod.Netns, answer.V4, 80));
        Assert.Equal(answer.V6, Probe.Tcp(pod.Netns, _cluster.Outside, "fd16::2", 9000));
    }

    [Fact]
    public void What_another_program_masquerades_leaves_by_the_primary_ENI()
    {
        // As kube-proxy has a NodePort whose backend is on another host: a mark on the connection's first packet, both addresses changed.
        foreach (var (family, node, backend) in new[] { ("ip", "172.16.10.1", "172.16.10.2:8080"), ("ip6", "fd16::1", "[fd16::2]:8080") })
        {
            TranslateNodePort(family, node, backend, "meta mark set meta mark or 0x4000");
            Run.In(_cluster.Node.Node, $"nft add chain {family} proxy masquerading {{ type nat hook postrouting priority 100; }}").Succeeded();
            Run.In(_cluster.Node.Node, $"nft add rule {family} proxy masquerading meta mark and 0x4000 == 0x4000 meta mark set meta mark xor 0x4000 masquerade").Succeeded();
        }

        _cluster.Offer(_cluster.Plug(1));
        _cluster.Node.Started();
        var (pod, answer) = _cluster.Add("client");
        answer.Succeeded();
        Assert.Equal("172.16.10.1", Probe.Tcp(pod.Netns, _cluster.Outside, "172.16.10.1", 30080, 8080));
        Assert.Equal("fd16::1", Probe.Tcp(pod.Netns, _cluster.Outside, "fd16::1", 30080, 8080));
        using var connection = new LongConnection(pod.Netns, _cluster.Outside, "172.16.10.1", 30080, 8080);
        Assert.True(connection.Echoes() && connection.Echoes());
        Assert.Equal(answer.V4, Probe.Tcp(pod.Netns, _cluster.Outside, "172.16.10.2", 9000));
    }

    [Fact]
    public void The_metadata_service_is_closed_under_an_address_that_others_translate_too()
    {
        Run.In(_cluster.Outside, "ip address add 100.100.100.200/32 dev lo").Succeeded();
        Run.In(_cluster.Node.Node, "nft add table ip proxy").Succeeded();
        Run.In(_cluster.Node.Node, "nft add chain ip proxy services { type nat hook prerouting priority -100; }").Succeeded();
        Run.In(_cluster.Node.Node, "nft add rule ip proxy services ip daddr 10.96.0.9 dnat to 100.100.100.200").Succeeded();
        Run.In(_cluster.Node.Node, "nft add rule ip proxy services ip daddr 10.96.0.10 dnat to 172.16.10.2").Succeeded();
        _cluster.Offer(_cluster.Plug(1));
        _cluster.Node.Started();
        var (pod, answer) = _cluster.Add("client");
        answer.Succeeded();
        Assert.Equal(answer.V4, Probe.Tcp(pod.Netns, _cluster.Outside, "10.96.0.10", 80));
        Assert.Null(Probe.Tcp(pod.Netns, _cluster.Outside, "10.96.0.9", 80, expectSilence: true));
    }

    [Fact]
    public void What_others_put_on_an_ENI_goes_and_is_counted()
    {
        var (pod, answer, _, _) = TwoOnTwoEnis();
        foreach (var deed in new[] { "ip address add 172.16.20.200/24 dev eni1", "ip route add default via 172.16.20.253 dev eni1 onlink metric 5", "ip route replace default via 172.16.20.1 dev eni1 onlink table 61701", "ip link set eni1 down", "ip neigh del 172.16.20.253 dev eni1", "ip rule del fwmark 0x1000000/0x3f000000" })
        {
            var before = _cluster.Node.Tables.Drift();
            Run.In(_cluster.Node.Node, deed).Succeeded();
            _cluster.WaitFor(() => _cluster.Node.Tables.Drift() > before, $"a count of '{deed}'");
            _cluster.WaitFor(() => Probe.Tcp(pod.Netns, _cluster.Outside, "172.16.10.2", 9000, expectSilence: true) == answer.V4, $"repair of '{deed}'");
        }

        Assert.DoesNotContain("inet ", Run.In(_cluster.Node.Node, "ip -4 address show dev eni1").Succeeded().Output, StringComparison.Ordinal);
        Assert.DoesNotContain("eni1", Run.In(_cluster.Node.Node, "ip route show table main").Succeeded().Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Pods_of_an_ENI_that_is_taken_away_leave_by_no_other_and_work_again_when_it_is_back()
    {
        var (pod, answer, other, b) = TwoOnTwoEnis();
        Run.In(_cluster.Node.Node, "ip link delete eni1").Succeeded();
        _cluster.WaitFor(() => _cluster.Status?.Conditions.Any(condition => condition is { Reason: "EniLost", Status: Condition.False } && condition.Message.Contains("default/one", StringComparison.Ordinal)) == true, "the condition");
        Assert.Null(Probe.Tcp(pod.Netns, _cluster.Outside, "172.16.10.2", 9000, expectSilence: true));
        Assert.Equal(b.V4, Probe.Tcp(other.Netns, _cluster.Outside, "172.16.10.2", 9000));
        _cluster.Plug(1);
        _cluster.WaitFor(() => Probe.Tcp(pod.Netns, _cluster.Outside, "172.16.10.2", 9000, expectSilence: true) == answer.V4, "the ENI's return");
        _cluster.WaitFor(() => _cluster.Status?.Conditions.Any(condition => condition.Reason == "EniLost") == false, "the condition's end");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_node_that_has_IPv6_switched_off_serves_what_its_ENIs_have(bool hasIpv6)
    {
        _cluster.Node.Node.WriteSysctl("net/ipv6/conf/default/disable_ipv6", "1");
        var eni = _cluster.Plug(1);
        // What the host's end of a pod copies.
        _cluster.Node.Node.WriteSysctl("net/ipv6/conf/default/disable_ipv6", hasIpv6 ? "0" : "1");
        _cluster.Offer(hasIpv6 ? eni : eni with { Ranges = [.. eni.Ranges.Where(range => !range.Range.IsV6)] });
        _cluster.Node.Started();
        var (pod, answer) = _cluster.Add("one");
        Assert.Equal(answer.Succeeded().V4, Probe.Tcp(pod.Netns, _cluster.Outside, "172.16.10.2", 9000));
        if (hasIpv6)
        {
            Assert.Equal(answer.V6, Probe.Tcp(pod.Netns, _cluster.Outside, "fd16::2", 9000));
        }

        Assert.Equal(hasIpv6 ? "0" : "1", _cluster.Node.Node.ReadSysctl("net/ipv6/conf/eni1/disable_ipv6"));
    }

    private void TranslateNodePort(string family, string node, string backend, string before = "")
    {
        Run.In(_cluster.Node.Node, $"nft add table {family} proxy").Succeeded();
        Run.In(_cluster.Node.Node, $"nft add chain {family} proxy services {{ type nat hook prerouting priority -100; }}").Succeeded();
        Run.In(_cluster.Node.Node, $"nft add rule {family} proxy services {family} daddr {node} meta l4proto {{ tcp, udp }} th dport 30080 {before} dnat to {backend}").Succeeded();
    }

    private (TestPod One, CniAnswer A, TestPod Two, CniAnswer B) TwoOnTwoEnis()
    {
        _cluster.Offer(_cluster.Plug(1, addresses: 1), _cluster.Plug(2, addresses: 1));
        _cluster.Node.Started();
        var (one, a) = _cluster.Add("one");
        var (two, b) = _cluster.Add("two");
        a.Succeeded();
        b.Succeeded();
        Assert.Equal(new HashSet<string> { "172.16.20.10", "172.16.20.20" }, [a.V4, b.V4]);
        return a.V4 == "172.16.20.10" ? (one, a, two, b) : (two, b, one, a);
    }
}
