using Fairlead.Linux.Addresses;
using Fairlead.Linux.Links;
using Fairlead.Linux.Namespaces;
using Fairlead.Linux.Neighbours;
using Fairlead.Linux.Netlink;
using Fairlead.Linux.Routes;
using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;

namespace Fairlead.Datapath.Tests.Kernel;

/// <summary>What somebody else on the node or in the pod breaks is whole again after the next read, and counted.</summary>
public sealed class DriftTests : IDisposable
{
    private const string HostLink = "host";
    private readonly LabNode _lab = new();
    private readonly NetworkNamespace _pod;

    public DriftTests() => _pod = _lab.AddPod("a", 5);

    public static TheoryData<string> Damages => [.. Damage.Keys];

    private static Dictionary<string, Action<NetlinkBatch, int>> Damage { get; } = new()
    {
        ["host link down and up"] = DownAndUp,
        ["host link to another group"] = (batch, link) => LinkCodec.WriteChange(batch, link, group: 7),
        ["host link with another MTU"] = (batch, link) => LinkCodec.WriteChange(batch, link, mtu: 1300),
        ["host route removed"] = (batch, _) => RouteCodec.WriteDelete(batch, new RouteKey(Netns.Node, RouteCodec.MainTable, Cidr.Parse("10.244.1.5/32"), 0)),
        ["host neighbour removed"] = (batch, link) => NeighbourCodec.WriteDelete(batch, link, InetAddress.Parse("fd10:244:1::5")),
        ["pod link down and up"] = DownAndUp,
        ["pod link down"] = (batch, link) => LinkCodec.WriteUp(batch, link, false),
        ["pod address removed"] = (batch, link) => AddressCodec.WriteDelete(batch, link, Cidr.Parse("10.244.1.5/32")),
        ["pod route removed"] = (batch, _) => RouteCodec.WriteDelete(batch, new RouteKey(Netns.Node, RouteCodec.MainTable, Cidr.Parse("::/0"), 0)),
        ["pod neighbour removed"] = (batch, link) => NeighbourCodec.WriteDelete(batch, link, InetAddress.Parse("169.254.1.1")),
    };

    public void Dispose() => _lab.Dispose();

    [Theory]
    [MemberData(nameof(Damages))]
    public void Damage_is_repaired_and_counted(string damage)
    {
        var before = _lab.World();
        var onHost = damage.StartsWith(HostLink, StringComparison.Ordinal);
        _lab.In(onHost ? _lab.Node : _pod, connection =>
        {
            var batch = new NetlinkBatch();
            Damage[damage](batch, LinkLookup.IndexOf(connection, onHost ? new Fairlead.Model.Pods.AttachmentId("a", "eth0").HostLinkName : "eth0"));
            var results = connection.Execute(batch);
            Assert.All(results, result => Assert.True(result.IsSuccess, $"{result.Code} {result.Text}"));
            return results;
        });
        _lab.Refresh();
        Assert.True(_lab.Drift.Total > 0);
        Assert.Equal(before, _lab.World());
        Assert.Equal("10.244.1.5", Probe.Tcp(_pod, _lab.Outside, "172.16.10.2", 80));
        Assert.Equal("fd16::2", Probe.Tcp(_lab.Outside, _pod, "fd10:244:1::5", 80));
    }

    [Fact]
    public void A_setting_is_set_again()
    {
        _lab.Node.WriteSysctl("net/ipv4/conf/eth0/rp_filter", "1");
        _lab.Refresh();
        Assert.Equal("0", _lab.Node.ReadSysctl("net/ipv4/conf/eth0/rp_filter"));
        Assert.Equal(1, _lab.Drift.Altered);
    }

    private static void DownAndUp(NetlinkBatch batch, int link)
    {
        LinkCodec.WriteUp(batch, link, false);
        LinkCodec.WriteUp(batch, link, true);
    }
}
