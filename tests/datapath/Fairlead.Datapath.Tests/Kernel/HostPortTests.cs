using Fairlead.Model.Addresses;
using Fairlead.Model.Pods;

namespace Fairlead.Datapath.Tests.Kernel;

/// <summary>Ports of the node that lead to a pod: each sentence of the design a test.</summary>
public sealed class HostPortTests : IDisposable
{
    private readonly LabNode _lab = new();

    public void Dispose() => _lab.Dispose();

    [Fact]
    public void Reached_from_outside_from_the_node_from_the_pod_itself_and_from_its_neighbour()
    {
        var pod = _lab.AddPod("a", 5, new HostPort(Transport.Tcp, 8080, 80, null), new HostPort(Transport.Udp, 5353, 53, null));
        var other = _lab.AddPod("b", 6);
        Assert.Equal("172.16.10.2", Probe.Tcp(_lab.Outside, pod, "172.16.10.1", 8080, 80));
        Assert.Equal("fd16::2", Probe.Tcp(_lab.Outside, pod, "fd16::1", 8080, 80));
        Assert.Equal("172.16.10.2", Probe.Udp(_lab.Outside, pod, "172.16.10.1", 5353, 53));
        Assert.Equal("172.16.10.1", Probe.Tcp(_lab.Node, pod, "172.16.10.1", 8080, 80));
        Assert.Equal("172.16.10.1", Probe.Tcp(_lab.Node, pod, "127.0.0.1", 8080, 80));
        Assert.Equal("fd16::1", Probe.Tcp(_lab.Node, pod, "fd16::1", 8080, 80));
        Assert.Equal("172.16.10.1", Probe.Tcp(pod, pod, "172.16.10.1", 8080, 80));
        Assert.Equal("fd16::1", Probe.Tcp(pod, pod, "fd16::1", 8080, 80));
        Assert.Equal("10.244.1.6", Probe.Tcp(other, pod, "172.16.10.1", 8080, 80));
        Assert.Equal("fd10:244:1::6", Probe.Udp(other, pod, "fd16::1", 5353, 53));
    }

    [Fact]
    public void A_pods_traffic_to_that_port_of_a_foreign_host_is_untouched()
    {
        var pod = _lab.AddPod("a", 5, new HostPort(Transport.Tcp, 8080, 80, null));
        Assert.Equal("10.244.1.5", Probe.Tcp(pod, _lab.Outside, "172.16.10.2", 8080));
        Assert.Equal("172.16.10.1", Probe.Tcp(_lab.Node, _lab.Outside, "172.16.10.2", 8080));
    }

    [Fact]
    public void Bound_to_one_address_it_answers_on_no_other()
    {
        var pod = _lab.AddPod("a", 5, new HostPort(Transport.Tcp, 8080, 80, InetAddress.Parse("172.16.10.1")), new HostPort(Transport.Tcp, 8081, 81, InetAddress.Parse("fd16::1")));
        Assert.Equal("172.16.10.2", Probe.Tcp(_lab.Outside, pod, "172.16.10.1", 8080, 80));
        Assert.Null(Probe.Tcp(_lab.Outside, pod, "fd16::1", 8080, 80, expectSilence: true));
        Assert.Equal("fd16::2", Probe.Tcp(_lab.Outside, pod, "fd16::1", 8081, 81));
        Assert.Null(Probe.Tcp(_lab.Outside, pod, "172.16.10.1", 8081, 81, expectSilence: true));
    }

    [Fact]
    public void The_nodes_loopback_stays_closed_to_pods()
    {
        var pod = _lab.AddPod("a", 5, new HostPort(Transport.Tcp, 8080, 80, null));
        _lab.In(pod, connection =>
        {
            // The pod gives up its own loopback, so that 127.0.0.1 leaves by eth0.
            var batch = new Fairlead.Linux.Netlink.NetlinkBatch();
            Fairlead.Linux.Addresses.AddressCodec.WriteDelete(batch, 1, Cidr.Parse("127.0.0.1/8"));
            return connection.Execute(batch);
        });
        pod.WriteSysctl("net/ipv4/conf/eth0/route_localnet", "1");
        Assert.Null(Probe.Udp(pod, _lab.Node, "127.0.0.1", 9000, from: "10.244.1.5", expectSilence: true));
    }

    [Fact]
    public void The_chains_go_with_the_last_pod_that_needs_them()
    {
        _lab.Apply(LabNode.Defaults with { Masquerade = new MasqueradeOptions { Enabled = false } });
        _lab.AddPod("a", 5, new HostPort(Transport.Tcp, 8080, 80, null));
        Assert.Contains("nat_prerouting", _lab.Chains);
        _lab.RemovePod("a");
        Assert.DoesNotContain(_lab.Chains, chain => chain.StartsWith("nat_", StringComparison.Ordinal));
    }
}
