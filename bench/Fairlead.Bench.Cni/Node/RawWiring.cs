using System.Diagnostics;
using Fairlead.Linux.Addresses;
using Fairlead.Linux.Links;
using Fairlead.Linux.Namespaces;
using Fairlead.Linux.Neighbours;
using Fairlead.Linux.Netlink;
using Fairlead.Linux.Routes;
using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;

namespace Fairlead.Bench.Cni.Node;

/// <summary>A pod's wiring with nobody but the kernel at work: what no agent can be quicker than.</summary>
internal static class RawWiring
{
    // Far from those that an agent gives out.
    private const int Index = 0x70000000;

    private static readonly Netns Pod = new("raw");
    private static readonly InetAddress Address = InetAddress.Parse("10.244.99.1");
    private static readonly InetAddress Gateway = InetAddress.Parse("169.254.1.1");
    private static readonly MacAddress HostMac = MacAddress.Parse("02:00:00:00:99:01");

    /// <returns>How long it took; what was made is gone again.</returns>
    public static TimeSpan Make(BenchNode node, NetworkNamespace pod)
    {
        using var host = new NetlinkConnection(node.Node.Open(NetlinkProtocol.Route));
        var started = Stopwatch.GetTimestamp();
        Link(host, pod);
        using (var inside = new NetlinkConnection(pod.Open(NetlinkProtocol.Route)))
        {
            Inside(inside);
        }

        Outside(host);
        var time = Stopwatch.GetElapsedTime(started);
        var batch = new NetlinkBatch();
        LinkCodec.WriteDelete(batch, Index);
        host.ExecuteOne(batch, "deleting", "raw0");
        return time;
    }

    private static void Link(NetlinkConnection host, NetworkNamespace pod)
    {
        var batch = new NetlinkBatch();
        LinkCodec.WriteVeth(
            batch,
            new LinkRow { Key = new LinkKey(Netns.Node, "raw0"), Index = Index, Mac = HostMac, Mtu = 1500 },
            new VethPeer { Key = new LinkKey(Pod, "eth0"), Mac = MacAddress.Parse("02:00:00:00:99:02"), Mtu = 1500 },
            pod.Descriptor);
        LinkCodec.WriteUp(batch, Index, true);
        Check(host, batch);
    }

    private static void Inside(NetlinkConnection pod)
    {
        var index = LinkLookup.IndexOf(pod, "eth0");
        var batch = new NetlinkBatch();
        LinkCodec.WriteUp(batch, 1, true);
        LinkCodec.WriteUp(batch, index, true);
        AddressCodec.WriteReplace(batch, index, Address.ToCidr());
        RouteCodec.WriteReplace(
            batch,
            new RouteRow
            {
                Key = new RouteKey(Pod, RouteCodec.MainTable, Cidr.Default(v6: false), 0), Link = new LinkKey(Pod, "eth0"), Gateway = Gateway, OnLink = true,
            },
            index);
        NeighbourCodec.WriteReplace(batch, index, Gateway, HostMac);
        Check(pod, batch);
    }

    private static void Outside(NetlinkConnection host)
    {
        var batch = new NetlinkBatch();
        RouteCodec.WriteReplace(
            batch,
            new RouteRow { Key = new RouteKey(Netns.Node, RouteCodec.MainTable, Address.ToCidr(), 0), Link = new LinkKey(Netns.Node, "raw0"), Scope = RouteScope.Link },
            Index);
        NeighbourCodec.WriteReplace(batch, Index, Address, MacAddress.Parse("02:00:00:00:99:02"));
        Check(host, batch);
    }

    private static void Check(NetlinkConnection connection, NetlinkBatch batch)
    {
        foreach (var result in connection.Execute(batch).Where(result => !result.IsSuccess))
        {
            throw new InvalidOperationException(result.ToException("wiring", "a pod by hand").Message);
        }
    }
}
