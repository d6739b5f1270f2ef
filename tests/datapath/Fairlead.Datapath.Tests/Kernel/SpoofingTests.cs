using Fairlead.Linux;
using Fairlead.Linux.Addresses;
using Fairlead.Linux.Links;
using Fairlead.Linux.Namespaces;
using Fairlead.Linux.Neighbours;
using Fairlead.Linux.Netlink;
using Fairlead.Linux.Routes;
using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;

namespace Fairlead.Datapath.Tests.Kernel;

/// <summary>A pod with all its capabilities pretends to be others: nothing arrives, and the node's neighbour table stays as it was.</summary>
public sealed class SpoofingTests : IDisposable
{
    private readonly LabNode _lab = new();
    private readonly NetworkNamespace _pod;

    public SpoofingTests()
    {
        _pod = _lab.AddPod("a", 5);
        _lab.AddPod("b", 6);
    }

    public void Dispose() => _lab.Dispose();

    [Theory]
    [InlineData("10.244.1.6", "172.16.10.2")]
    [InlineData("10.244.1.99", "172.16.10.1")]
    [InlineData("172.16.10.2", "172.16.10.1")]
    [InlineData("fd10:244:1::6", "fd16::2")]
    [InlineData("fd10:244:1::99", "fd16::1")]
    public void Another_source_address_goes_nowhere(string pretended, string to)
    {
        var before = Neighbours();
        Assert.NotNull(Probe.Udp(_pod, To(to), to, 9000, from: to.Contains(':') ? "fd10:244:1::5" : "10.244.1.5"));
        Change(batch => AddressCodec.WriteReplace(batch, Eth0, InetAddress.Parse(pretended).ToCidr()));
        Assert.Null(Probe.Udp(_pod, To(to), to, 9000, from: pretended, expectSilence: true));
        Assert.Equal(before, Neighbours());
    }

    [Theory]
    [InlineData("172.16.10.1")]
    [InlineData("fd16::1")]
    public void Another_source_MAC_goes_nowhere(string to)
    {
        Change(batch => LinkCodec.WriteChange(batch, Eth0, mac: MacAddress.Parse("02:00:00:00:66:66")));
        Assert.Null(Probe.Udp(_pod, _lab.Node, to, 9000, from: to.Contains(':') ? "fd10:244:1::5" : "10.244.1.5", expectSilence: true));
    }

    [Theory]
    [InlineData("169.254.1.1", "172.16.10.1")]
    [InlineData("fe80::1", "fd16::1")]
    public void Asking_for_a_neighbour_is_heard_by_nobody(string gateway, string to)
    {
        var before = Neighbours();
        Change(batch => NeighbourCodec.WriteDelete(batch, Eth0, InetAddress.Parse(gateway)));
        Assert.Null(Probe.Udp(_pod, _lab.Node, to, 9000, from: to.Contains(':') ? "fd10:244:1::5" : "10.244.1.5", expectSilence: true));
        Assert.Equal(before, Neighbours());
    }

    [Fact]
    public void A_family_that_no_pod_is_known_in_is_closed()
    {
        Assert.NotNull(Probe.Udp(_pod, _lab.Node, "fd16::1", 9000, from: "fd10:244:1::5"));
        _lab.ChangePod("a", pod => pod with { V6 = null });
        _lab.ChangePod("b", pod => pod with { V6 = null });
        _lab.Apply(_lab.Options with { PodSlices = [Cidr.Parse("10.244.1.0/24")] });
        // What the pod had of the family is put back by itself.
        Change(batch =>
        {
            AddressCodec.WriteReplace(batch, Eth0, InetAddress.Parse("fd10:244:1::5").ToCidr());
            NeighbourCodec.WriteReplace(batch, Eth0, InetAddress.Parse("fd16::1"), NodesMac());
            RouteCodec.WriteReplace(
                batch, new RouteRow { Key = new RouteKey(Netns.Node, 254, InetAddress.Parse("fd16::1").ToCidr(), 0), Link = new LinkKey(Netns.Node, "eth0") }, Eth0);
        });
        Assert.Null(Probe.Udp(_pod, _lab.Node, "fd16::1", 9000, from: "fd10:244:1::5", expectSilence: true));
        Assert.NotNull(Probe.Udp(_pod, _lab.Node, "172.16.10.1", 9000, from: "10.244.1.5"));
    }

    private MacAddress NodesMac()
    {
        using var reader = KernelReader.Open(_pod);
        return reader.Neighbours().First(neighbour => $"{neighbour.Address}" == "169.254.1.1").Mac!.Value;
    }

    private int Eth0 => _lab.In(_pod, connection => LinkLookup.IndexOf(connection, "eth0"));

    private NetworkNamespace To(string address) => address.EndsWith(".2", StringComparison.Ordinal) || address.EndsWith("::2", StringComparison.Ordinal) ? _lab.Outside : _lab.Node;

    private void Change(Action<NetlinkBatch> write) => _lab.In(_pod, connection =>
    {
        var batch = new NetlinkBatch();
        write(batch);
        var results = connection.Execute(batch);
        Assert.All(results, result => Assert.True(result.IsSuccess, result.Text));
        return results;
    });

    private string[] Neighbours()
    {
        using var reader = KernelReader.Open(_lab.Node);
        // Multicast groups that the node itself reports to appear on their own.
        return [.. reader.Neighbours().Where(neighbour => neighbour.LinkIndex != 2 && !$"{neighbour.Address}".StartsWith("ff", StringComparison.Ordinal)).Select(neighbour => $"{neighbour}").Order()];
    }
}
