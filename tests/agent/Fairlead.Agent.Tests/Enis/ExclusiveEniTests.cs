using Fairlead.Agent.Tests.Calls;
using Fairlead.Agent.Tests.Nodes;
using Fairlead.Datapath.Tests.Kernel;
using Fairlead.Resources.Network;

namespace Fairlead.Agent.Tests.Enis;

/// <summary>A pod gets an ENI of its own, is reached by it and by the node, and gives it back.</summary>
public sealed class ExclusiveEniTests : IDisposable
{
    private readonly EniNode _world = new();

    private TestNode Node => _world.Node;

    public void Dispose() => _world.Dispose();

    [Fact]
    public void The_eni_is_the_pods_interface_and_comes_home_clean()
    {
        _world.Started();
        var before = new KernelText(Node.Node);
        var (pod, answer) = _world.Add("one");
        Assert.Equal((EniNode.V4Of(1), "fd16:20::1"), (answer.Succeeded().V4, answer.V6));
        Assert.Null(_world.Home(1));

        Assert.Equal("0", pod.Netns.ReadSysctl("net/ipv6/conf/eth0/accept_ra"));
        Assert.Equal("0", pod.Netns.ReadSysctl("net/ipv4/conf/veth1/rp_filter"));

        // By the VPC, in both directions and families, each seeing the other's real address.
        Assert.Equal(answer.V4, Probe.Tcp(pod.Netns, Node.Outside, "172.16.10.2", 80));
        Assert.Equal(answer.V6, Probe.Tcp(pod.Netns, Node.Outside, "fd16::2", 80));
        Assert.Equal("172.16.10.2", Probe.Tcp(Node.Outside, pod.Netns, answer.V4, 80));
        // By the second link.
        Assert.Equal("172.16.10.1", Probe.Tcp(Node.Node, pod.Netns, answer.V4, 80));
        Assert.Equal("fd16::1", Probe.Tcp(Node.Node, pod.Netns, answer.V6, 80));
        Assert.Equal(answer.V4, Probe.Tcp(pod.Netns, Node.Node, "172.16.10.1", 80));

        _world.Del(pod);
        Assert.False(NodeWorld.HasLink(pod.Netns, "eth0"));
        Assert.False(NodeWorld.HasLink(pod.Netns, "veth1"));
        Assert.Equal("", Run.In(pod.Netns, "nft list ruleset").Succeeded().Output.Trim());
        _world.WaitFor(() => _world.IsClean(1), "the ENI being clean");
        // Its name says that it was away.
        Assert.Equal(Without(before), Without(new KernelText(Node.Node)));
        var (_, again) = _world.Add("two");
        Assert.Equal(answer.V4, again.Succeeded().V4);
    }

    [Fact]
    public void The_result_names_the_eni_and_both_links_and_CHECK_finds_them_as_they_should_be()
    {
        _world.Started();
        var (pod, answer) = _world.Add("one");
        var interfaces = answer.Succeeded().Body!["interfaces"]!.AsArray();
        Assert.Equal(["eth0", "veth1"], interfaces.Skip(1).Select(one => (string)one!["name"]!));
        Assert.Equal($"{EniNode.MacOf(1)}", (string)interfaces[1]!["mac"]!);
        Assert.Equal("172.16.20.253", (string)answer.Body!["ips"]![0]!["gateway"]!);
        var check = CniCall.Of("CHECK", pod).With("prevResult", answer.Body!.DeepClone());
        Node.Straight(check).Succeeded();
        // Of this the kernel tells nobody, so that it is still so when CHECK looks.
        pod.Netns.WriteSysctl("net/ipv6/conf/default/accept_ra", "1");
        Assert.Contains("accept_ra", Node.Straight(check).Failed(102).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_is_on_its_way_is_waited_for()
    {
        Node.Started();
        var pod = Node.NewPod("early");
        var call = Task.Run(() => Node.Straight(CniCall.Of("ADD", pod)), TestContext.Current.CancellationToken);
        // First it is promised, then it comes, and the other way round.
        _world.Offer(EniNode.Describe(1));
        Assert.NotSame(call, await Task.WhenAny(call, Task.Delay(300, TestContext.Current.CancellationToken)));
        _world.Plug(1);
        Assert.Equal(EniNode.V4Of(1), (await call).Succeeded().V4);
        var second = Node.NewPod("second");
        call = Task.Run(() => Node.Straight(CniCall.Of("ADD", second)), TestContext.Current.CancellationToken);
        var eni = _world.Plug(2);
        Assert.NotSame(call, await Task.WhenAny(call, Task.Delay(300, TestContext.Current.CancellationToken)));
        _world.Offer(EniNode.Describe(1), eni);
        Assert.Equal(EniNode.V4Of(2), (await call).Succeeded().V4);
    }

    [Fact]
    public void What_is_to_go_is_given_to_nobody_and_said_to_be_free_when_it_is_back()
    {
        _world.Started(enis: 2);
        var (pod, answer) = _world.Add("one");
        var number = answer.Succeeded().V4 == EniNode.V4Of(1) ? 1 : 2;
        _world.WaitFor(() => _world.Status is { Leases.Count: 2, Seen.Count: 2 }, "the leases in the status");
        Assert.All(_world.Status!.Leases, lease => Assert.Equal(($"eni-{number}", "one"), (lease.Interface, lease.ContainerId)));
        _world.Offer([.. new[] { 1, 2 }.Select(i => EniNode.Describe(i) with { Retiring = true, Generation = 7 })]);
        _world.WaitFor(() => _world.Status!.Retired.Count == 1, "the free one being given up");
        Assert.Equal(($"eni-{3 - number}", 7), (_world.Status!.Retired[0].Interface, _world.Status.Retired[0].Generation));
        _world.Del(pod);
        _world.WaitFor(() => _world.Status is { Retired.Count: 2, Leases.Count: 0 }, "the other one being given up");
        Assert.True(_world.IsClean(number));
    }

    [Fact]
    public void One_that_another_program_has_taken_up_is_taken_from_it_and_counted()
    {
        _world.Started();
        Run.In(Node.Node, "ip link set eth1 up").Succeeded();
        Run.In(Node.Node, "ip address add 172.16.20.77/24 dev eth1").Succeeded();
        Run.In(Node.Node, "ip route add 192.0.2.0/24 via 172.16.20.253 dev eth1");
        _world.WaitFor(() => _world.IsClean(1), "the ENI being cleaned");
        Assert.True(Node.Tables.Counter("addresses of others taken off ENIs") >= 1);
        var (pod, answer) = _world.Add("one");
        Assert.Equal(EniNode.V4Of(1), answer.Succeeded().V4);
        Assert.DoesNotContain("172.16.20.77", Run.In(pod.Netns, "ip address").Succeeded().Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hostPort_leads_to_the_pod_from_outside_from_the_node_and_from_itself()
    {
        _world.Started();
        var (pod, answer) = _world.Add("web", new CniCall("ADD").WithPorts(("tcp", 8080, 80)));
        answer.Succeeded();
        Assert.Equal("172.16.10.1", Probe.Tcp(Node.Outside, pod.Netns, "172.16.10.1", 8080, 80));
        Assert.Equal("172.16.10.1", Probe.Tcp(Node.Node, pod.Netns, "172.16.10.1", 8080, 80));
        Assert.Equal("172.16.10.1", Probe.Tcp(Node.Node, pod.Netns, "127.0.0.1", 8080, 80));
        Assert.Equal("172.16.10.1", Probe.Tcp(pod.Netns, pod.Netns, "172.16.10.1", 8080, 80));
    }

    [Fact]
    public void A_service_that_the_node_translates_is_reached_on_another_pod_and_beyond_the_node()
    {
        _world.Started(enis: 2);
        var (client, _) = _world.Add("client");
        var (server, answer) = _world.Add("server");
        Run.In(Node.Node, "nft add table ip proxy").Succeeded();
        Run.In(Node.Node, "nft add chain ip proxy prerouting { type nat hook prerouting priority -100; }").Succeeded();
        Run.In(Node.Node, $"nft add rule ip proxy prerouting ip daddr 10.96.0.1 dnat to {answer.Succeeded().V4}").Succeeded();
        Run.In(Node.Node, "nft add rule ip proxy prerouting ip daddr 10.96.0.2 dnat to 172.16.10.2").Succeeded();
        Assert.Equal("172.16.10.1", Probe.Tcp(client.Netns, server.Netns, "10.96.0.1", 80));
        Assert.Equal("172.16.10.1", Probe.Tcp(client.Netns, Node.Outside, "10.96.0.2", 80));
    }

    [Fact]
    public void What_is_on_the_node_alone_is_reached_by_the_second_link()
    {
        _world.Started();
        // As Kubernetes' node-local DNS cache has it.
        Run.In(Node.Node, "ip address add 169.254.20.10/32 dev lo").Succeeded();
        var (pod, answer) = _world.Add("one");
        Assert.Equal(answer.Succeeded().V4, Probe.Tcp(pod.Netns, Node.Node, "169.254.20.10", 53));
        Assert.Equal(answer.V4, Probe.Udp(pod.Netns, Node.Node, "169.254.20.10", 53));
        Assert.Contains("dev veth1", Run.In(pod.Netns, "ip route get 169.254.20.10").Succeeded().Output, StringComparison.Ordinal);
        // Its neighbours in the range are the VPC's.
        Assert.Contains("dev eth0", Run.In(pod.Netns, "ip route get 169.254.20.11").Succeeded().Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_MAC_that_somebody_asks_for_cannot_be_had()
    {
        _world.Started();
        var pod = Node.NewPod("vain");
        Node.Straight(CniCall.Of("ADD", pod) with { Arguments = "MAC=02:00:00:00:00:77" }).Failed(2);
        _world.WaitFor(() => _world.IsClean(1), "the ENI staying");
    }

    // The ENI comes home under another name and index.
    private static IEnumerable<string> Without(KernelText text) => text.Lines.Where(line => !line.Contains("eth1", StringComparison.Ordinal) && !line.Contains("eni", StringComparison.Ordinal));
}
