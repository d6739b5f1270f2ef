using Fairlead.Linux;
using Fairlead.Linux.Addresses;
using Fairlead.Linux.Links;
using Fairlead.Linux.Netlink;
using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;
using Fairlead.Testing.Kernel;

namespace Fairlead.Agent.Tests.Nodes;

/// <summary>The primary ENI of a node on the fake kernel: <c>eth0</c>, 172.16.10.1.</summary>
internal static class FakeUplink
{
    public static void Wire(FakeKernel kernel, FakeNamespace node)
    {
        using var connection = new NetlinkConnection(node.Open(NetlinkProtocol.Route));
        var batch = new NetlinkBatch();
        LinkCodec.WriteVeth(
            batch,
            new LinkRow { Key = new LinkKey(Netns.Node, "eth0"), Index = 2, Mac = MacAddress.Parse("02:00:00:00:10:01"), Mtu = 1500 },
            new VethPeer { Key = new LinkKey(new Netns("outside"), "eth0"), Mac = MacAddress.Parse("02:00:00:00:10:02"), Mtu = 1500 },
            kernel.NewNamespace().Descriptor);
        LinkCodec.WriteUp(batch, 2, true);
        AddressCodec.WriteReplace(batch, 2, Cidr.Parse("172.16.10.1/24"), 0);
        Assert.All(connection.Execute(batch), result => Assert.True(result.IsSuccess, $"{result.Code} {result.Text}"));
    }
}
