using Fairlead.Linux;
using Fairlead.Linux.Links;
using Fairlead.Linux.Namespaces;
using Fairlead.Linux.Netlink;
using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;

namespace Fairlead.Vpc.Packets.Fabric;

/// <summary>Whether this kernel knows links of kind vlan, found out by making one in a namespace that is gone afterwards.</summary>
internal static class VlanProbe
{
    private const int Lower = 100;

    public static bool Run()
    {
        try
        {
            using var netns = NetworkNamespace.Create();
            using var connection = new NetlinkConnection(netns.Open(NetlinkProtocol.Route));
            var batch = new NetlinkBatch();
            LinkCodec.WriteVeth(
                batch, Row("probe0", Lower),
                new VethPeer { Key = new LinkKey(Netns.Node, "probe1"), Mac = new MacAddress(0x020000000002), Mtu = 1500 }, netns.Descriptor);
            LinkCodec.WriteNew(batch, Row("probe2", Lower + 1), new VlanKind(Lower, 1));
            return connection.Execute(batch).All(answer => answer.IsSuccess);
        }
        catch (KernelException)
        {
            return false;
        }
    }

    private static LinkRow Row(string name, int index) =>
        new() { Key = new LinkKey(Netns.Node, name), Index = index, Mac = new MacAddress(0x020000000001), Mtu = 1500 };
}
