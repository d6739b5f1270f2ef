using Fairlead.Agent.Cluster;
using Fairlead.Agent.Node;
using Fairlead.Agent.Tests.Calls;
using Fairlead.Agent.Tests.Nodes;
using Fairlead.Datapath.Tests.Kernel;

namespace Fairlead.Agent.Tests.Cluster;

/// <summary>While no agent runs, somebody puts a better default route on a secondary ENI: that does not make it the node's way to the VPC.</summary>
public sealed class UplinkTests : IDisposable
{
    private readonly ClusterNode _cluster = new();

    public void Dispose() => _cluster.Dispose();

    [Fact]
    public void A_default_route_on_an_ENI_that_pods_share_makes_it_no_uplink_and_goes()
    {
        _cluster.Offer(_cluster.Plug(1));
        _cluster.Node.Started();
        var (pod, answer) = _cluster.Add("one");
        answer.Succeeded();
        _cluster.Node.Stop();
        Lead("eni1");
        _cluster.Node.Started();
        Assert.Equal(answer.V4, Probe.Tcp(pod.Netns, _cluster.Outside, "172.16.10.2", 9000));
        _cluster.WaitFor(() => !Run.In(_cluster.Node.Node, "ip route show table main").Output.Contains("eni1", StringComparison.Ordinal), "the end of the route");
        Assert.Equal("0", _cluster.Node.Node.ReadSysctl("net/ipv6/conf/eni1/accept_ra"));
        Assert.Equal("2", _cluster.Node.Node.ReadSysctl("net/ipv6/conf/eth0/accept_ra"));
    }

    [Fact]
    public void An_ENI_of_the_node_is_known_by_its_MAC_before_it_bears_a_mark()
    {
        var eni = _cluster.Plug(1);
        Run.In(_cluster.Node.Node, "ip link set eni1 up").Succeeded();
        Lead("eni1");
        Assert.Equal("eni1", NodeFactsReader.Read(_cluster.Node.Node, null, [], []).Uplink);
        Assert.Equal("eth0", NodeFactsReader.Read(_cluster.Node.Node, null, [], [eni.Mac]).Uplink);
        Assert.Equal("eth0", NodeFactsReader.Read(_cluster.Node.Node, null, [EniOffers.Of(eni, Model.Pods.EniUse.Shared)], []).Uplink);
    }

    [Fact]
    public void The_link_that_people_named_as_the_uplink_is_no_ENI_for_pods()
    {
        var eni = _cluster.Plug(1);
        Assert.Empty(NodeFactsReader.Read(_cluster.Node.Node, "eni1", [EniOffers.Of(eni, Model.Pods.EniUse.Shared)], []).SharedEnis);
    }

    // As a DHCP client that knows no metrics.
    private void Lead(string link)
    {
        Run.In(_cluster.Node.Node, "ip route del default").Succeeded();
        Run.In(_cluster.Node.Node, "ip route add default via 172.16.10.2 dev eth0 metric 100").Succeeded();
        Run.In(_cluster.Node.Node, $"ip route add default via 172.16.20.253 dev {link} onlink").Succeeded();
    }
}
