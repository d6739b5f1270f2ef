using Fairlead.Model.Addresses;
using Fairlead.Model.Pods;

namespace Fairlead.Datapath.Tests.Kernel;

/// <summary>Who reaches whom, and under which address, with real packets.</summary>
public sealed class ReachabilityTests : IDisposable
{
    private readonly LabNode _lab = new();

    public void Dispose() => _lab.Dispose();

    [Fact]
    public void Pods_their_node_and_the_VPC_see_each_others_own_addresses()
    {
        var a = _lab.AddPod("a", 5);
        var b = _lab.AddPod("b", 6);
        Assert.Equal("10.244.1.5", Probe.Tcp(a, b, "10.244.1.6", 80));
        Assert.Equal("fd10:244:1::5", Probe.Tcp(a, b, "fd10:244:1::6", 80));
        Assert.Equal("10.244.1.5", Probe.Tcp(a, _lab.Node, "172.16.10.1", 80));
        Assert.Equal("172.16.10.1", Probe.Tcp(_lab.Node, a, "10.244.1.5", 80));
        Assert.Equal("fd16::1", Probe.Tcp(_lab.Node, a, "fd10:244:1::5", 80));
        Assert.Equal("10.244.1.5", Probe.Tcp(a, _lab.Outside, "172.16.10.2", 80));
        Assert.Equal("fd10:244:1::5", Probe.Udp(a, _lab.Outside, "fd16::2", 80));
        Assert.Equal("172.16.10.2", Probe.Tcp(_lab.Outside, a, "10.244.1.5", 80));
        Assert.Equal("fd16::2", Probe.Tcp(_lab.Outside, a, "fd10:244:1::5", 80));
    }

    [Fact]
    public void An_address_that_no_pod_has_ends_at_the_node()
    {
        var a = _lab.AddPod("a", 5);
        Assert.Equal(System.Net.Sockets.SocketError.HostUnreachable, Probe.Refusal(_lab.Outside, "10.244.1.99"));
        Assert.Equal(System.Net.Sockets.SocketError.HostUnreachable, Probe.Refusal(a, "10.244.1.99"));
        Assert.Equal(System.Net.Sockets.SocketError.NetworkUnreachable, Probe.Refusal(_lab.Outside, "fd10:244:1::99"));
    }

    [Fact]
    public void What_was_written_is_read_back_equal()
    {
        _lab.AddPod("a", 5, new HostPort(Transport.Tcp, 8080, 80, null));
        _lab.Refresh();
        Assert.Equal(0, _lab.Drift.Total);
    }

    [Fact]
    public void Outside_the_VPC_pods_are_seen_as_their_node()
    {
        var a = _lab.AddPod("a", 5);
        Assert.Equal("172.16.10.1", Probe.Tcp(a, _lab.Outside, "198.51.100.1", 80));
        Assert.Equal("fd16::1", Probe.Tcp(a, _lab.Outside, "2001:db8::1", 80));
        _lab.Apply(LabNode.Defaults with { Masquerade = new MasqueradeOptions { Except = [Cidr.Parse("198.51.100.0/24")] } });
        Assert.Equal("10.244.1.5", Probe.Tcp(a, _lab.Outside, "198.51.100.1", 80));
        _lab.Apply(LabNode.Defaults with { Masquerade = new MasqueradeOptions { Enabled = false } });
        Assert.Equal("10.244.1.5", Probe.Tcp(a, _lab.Outside, "198.51.100.1", 80));
    }

    [Fact]
    public void The_metadata_service_is_closed_to_pods_unless_opened()
    {
        var a = _lab.AddPod("a", 5);
        Assert.Null(Probe.Tcp(a, _lab.Outside, "100.100.100.200", 80, expectSilence: true));
        Assert.NotNull(Probe.Tcp(_lab.Node, _lab.Outside, "100.100.100.200", 80));
        _lab.Apply(LabNode.Defaults with { Metadata = new MetadataOptions { OpenToPods = true } });
        Assert.Equal("172.16.10.1", Probe.Tcp(a, _lab.Outside, "100.100.100.200", 80));
    }

    [Fact]
    public void A_connection_lives_through_masquerade_and_hostPorts_coming_and_going()
    {
        var a = _lab.AddPod("a", 5);
        using var stream = new LongConnection(_lab.Outside, a, "10.244.1.5", 80);
        Assert.True(stream.Echoes());
        _lab.Apply(LabNode.Defaults with { Masquerade = new MasqueradeOptions { Enabled = false } });
        Assert.True(stream.Echoes());
        _lab.AddPod("b", 6, new HostPort(Transport.Tcp, 8080, 80, null));
        Assert.True(stream.Echoes());
        _lab.RemovePod("b");
        _lab.Apply(LabNode.Defaults);
        Assert.True(stream.Echoes());
    }
}
