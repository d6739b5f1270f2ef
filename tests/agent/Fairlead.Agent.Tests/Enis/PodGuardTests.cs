using Fairlead.Agent.Tests.Nodes;
using Fairlead.Datapath.Tests.Kernel;

namespace Fairlead.Agent.Tests.Enis;

/// <summary>What stands inside a pod that has an ENI of its own, and whether the pod can get rid of it.</summary>
public sealed class PodGuardTests : IDisposable
{
    private readonly EniNode _world = new EniNode().Started();

    private TestNode Node => _world.Node;

    public void Dispose() => _world.Dispose();

    [Fact]
    public void The_pod_cannot_speak_in_anothers_name_nor_ask_for_the_instances_credentials()
    {
        var (pod, answer) = _world.Add("one");
        Run.In(pod.Netns, "ip address add 172.16.20.99/32 dev lo").Succeeded();
        Run.In(Node.Outside, "ip address add 100.100.100.200/32 dev lo").Succeeded();
        Assert.Equal(answer.Succeeded().V4, Probe.Udp(pod.Netns, Node.Outside, "172.16.10.2", 7000, from: answer.V4));
        Assert.Null(Probe.Udp(pod.Netns, Node.Outside, "172.16.10.2", 7000, from: "172.16.20.99", expectSilence: true));
        Assert.Null(Probe.Tcp(pod.Netns, Node.Outside, "100.100.100.200", 80, expectSilence: true));
        // Through the node neither.
        Run.In(pod.Netns, "ip route add 100.100.100.200/32 via 169.254.1.1 dev veth1 onlink").Succeeded();
        Assert.Null(Probe.Tcp(pod.Netns, Node.Node, "100.100.100.200", 80, expectSilence: true));
    }

    [Fact]
    public void A_pod_that_may_administer_its_network_cannot_flush_it_while_the_agent_runs()
    {
        OwnerTables.Require();
        var (pod, answer) = _world.Add("one");
        answer.Succeeded();
        var before = Run.In(pod.Netns, "nft list ruleset").Succeeded().Output;
        // Debian's nft has no word for `persist`.
        Assert.Contains("owner", before, StringComparison.Ordinal);
        foreach (var command in new[] { "nft flush ruleset", "nft delete table inet fairlead", "nft flush chain inet fairlead guard" })
        {
            _ = Run.In(pod.Netns, command);
            Assert.Equal(before, Run.In(pod.Netns, "nft list ruleset").Succeeded().Output);
        }
    }

    [Fact]
    public void What_it_flushed_while_no_agent_was_there_is_put_back_at_the_start()
    {
        OwnerTables.Require();
        var (pod, answer) = _world.Add("one");
        answer.Succeeded();
        var before = Run.In(pod.Netns, "nft list ruleset").Succeeded().Output;
        Node.Stop();
        Run.In(pod.Netns, "nft flush ruleset").Succeeded();
        Assert.Equal("", Run.In(pod.Netns, "nft list ruleset").Succeeded().Output.Trim());
        Node.Started();
        Assert.Equal(before, Run.In(pod.Netns, "nft list ruleset").Succeeded().Output);
        Assert.Equal(1, Node.Tables.Counter("guards put back in pods"));
        _world.WaitFor(() => _world.Status?.Conditions.Any(condition => condition is { Type: "PodGuardsHold", Status: "True" }) == true, "the condition");
    }

    [Fact]
    public void A_table_of_the_same_name_that_the_pod_made_itself_gives_way()
    {
        OwnerTables.Require();
        var (pod, answer) = _world.Add("one");
        answer.Succeeded();
        var before = Run.In(pod.Netns, "nft list ruleset").Succeeded().Output;
        Node.Stop();
        Run.In(pod.Netns, "nft flush ruleset").Succeeded();
        Run.In(pod.Netns, "nft add table inet fairlead").Succeeded();
        Node.Started();
        Assert.Equal(before, Run.In(pod.Netns, "nft list ruleset").Succeeded().Output);
    }

    [Fact]
    public void A_bridge_over_the_ENI_is_no_way_past_it_for_long()
    {
        var (pod, answer) = _world.Add("one");
        Run.In(pod.Netns, "ip link add br0 type bridge").Succeeded();
        Run.In(pod.Netns, "ip link set eth0 master br0").Succeeded();
        _world.WaitFor(() => !Run.In(pod.Netns, "ip link show dev eth0").Output.Contains("master", StringComparison.Ordinal), "the bridge giving the ENI back");
        _world.WaitFor(() => Probe.Tcp(pod.Netns, Node.Outside, "172.16.10.2", 80) == answer.Succeeded().V4, "the ENI being the pod's interface again");
    }

    [Fact]
    public void A_kernel_without_such_tables_guards_the_pod_all_the_same_and_the_node_says_what_that_is_worth()
    {
        Assert.SkipWhen(OwnerTables.Exist, "this kernel has nftables tables that only their owner can change");
        var (pod, answer) = _world.Add("one");
        Run.In(pod.Netns, "ip address add 172.16.20.99/32 dev lo").Succeeded();
        Assert.Equal(answer.Succeeded().V4, Probe.Udp(pod.Netns, Node.Outside, "172.16.10.2", 7000, from: answer.V4));
        Assert.Null(Probe.Udp(pod.Netns, Node.Outside, "172.16.10.2", 7000, from: "172.16.20.99", expectSilence: true));
        _world.WaitFor(() => _world.Status?.Conditions.Any(condition => condition is { Type: "PodGuardsHold", Status: "False", Reason: "KernelTooOld" }) == true, "the condition");
    }

    [Fact]
    public void What_is_changed_of_the_links_and_routes_in_the_pod_is_put_right()
    {
        var (pod, answer) = _world.Add("one");
        Run.In(pod.Netns, "ip link set eth0 down").Succeeded();
        _world.WaitFor(() => Probe.Tcp(pod.Netns, Node.Outside, "172.16.10.2", 80) == answer.Succeeded().V4, "the ENI being up again");
        Run.In(pod.Netns, "ip link set veth1 down").Succeeded();
        _world.WaitFor(() => Probe.Tcp(Node.Node, pod.Netns, answer.V4, 80) == "172.16.10.1", "the second link being up again");
    }
}
