using Fairlead.Linux;
using Fairlead.Linux.Links;
using Fairlead.Linux.Namespaces;
using Fairlead.Linux.Routes;
using Fairlead.Model.Addresses;

namespace Fairlead.Datapath.Tests.Kernel;

/// <summary>Made-up ARP and neighbour discovery: the node's tables stay as they are, and not only its answers stay away.</summary>
public sealed class ForgeryTests : IDisposable
{
    private static readonly InetAddress NodeV4 = InetAddress.Parse("172.16.10.1");
    private static readonly InetAddress NodeV6 = InetAddress.Parse("fd16::1");
    private static readonly InetAddress PodV4 = InetAddress.Parse("10.244.1.5");
    private static readonly InetAddress PodV6 = InetAddress.Parse("fd10:244:1::5");
    private static readonly MacAddress HostMac = MacAddress.Parse("02:00:00:00:01:05");
    private static readonly MacAddress PodMac = MacAddress.Parse("02:00:00:00:02:05");

    private readonly LabNode _lab = new();
    private readonly NetworkNamespace _pod;

    public ForgeryTests()
    {
        _pod = _lab.AddPod("a", 5);
        _lab.AddPod("b", 6);
        // The node would believe whatever it hears.
        foreach (var link in new[] { "all", "default" })
        {
            _lab.Node.WriteSysctl($"net/ipv4/conf/{link}/arp_accept", "1");
        }
    }

    public void Dispose() => _lab.Dispose();

    [Theory]
    [InlineData("10.244.1.5", true)]
    [InlineData("10.244.1.6", true)]
    [InlineData("172.16.10.2", true)]
    [InlineData("172.16.10.2", false)]
    [InlineData("10.244.1.77", false)]
    public void Made_up_ARP_is_not_believed(string claimed, bool reply) => Unmoved(
        Forgery.Arp(PodMac, HostMac, InetAddress.Parse(claimed), NodeV4, reply));

    [Theory]
    [InlineData(134)]
    [InlineData(135)]
    [InlineData(136)]
    [InlineData(137)]
    public void Made_up_discovery_from_the_pods_own_address_is_not_believed(byte type) => Unmoved(
        Forgery.Discovery(type, PodMac, HostMac, PodV6, NodeV6, InetAddress.Parse("fd16::2")));

    [Theory]
    [InlineData(134)]
    [InlineData(135)]
    [InlineData(136)]
    [InlineData(137)]
    public void Made_up_discovery_from_a_link_local_address_is_not_believed(byte type) => Unmoved(
        Forgery.Discovery(type, PodMac, HostMac, InetAddress.Parse("fe80::bad"), NodeV6, InetAddress.Parse("fd16::2")));

    [Fact]
    public void A_frame_with_the_pods_own_addresses_does_arrive()
    {
        // What the other tests rest on: the way is open for what is not forged.
        Assert.Equal($"{PodV4}", Probe.Udp(_pod, _lab.Node, $"{NodeV4}", 9000));
        Assert.Equal($"{PodV6}", Probe.Udp(_pod, _lab.Node, $"{NodeV6}", 9000));
    }

    private void Unmoved(byte[] frame)
    {
        var before = World();
        Forgery.Send(_pod, _lab.In(_pod, connection => LinkLookup.IndexOf(connection, "eth0")), frame);
        // Over a veth the frame is through the node's stack when the next one is.
        Assert.NotNull(Probe.Udp(_pod, _lab.Node, $"{NodeV4}", 9000));
        Assert.Equal(before, World());
    }

    private string[] World()
    {
        using var reader = KernelReader.Open(_lab.Node);
        return
        [
            .. reader.Neighbours().Where(neighbour => !$"{neighbour.Address}".StartsWith("ff", StringComparison.Ordinal)).Select(neighbour => $"{neighbour}").Order(),
            .. reader.Routes().Where(route => route.Table == RouteCodec.MainTable).Select(route => $"{route}").Order(),
        ];
    }
}
