using Fairlead.Agent.Node;
using Fairlead.Datapath;
using Fairlead.Linux;
using Fairlead.Linux.Addresses;
using Fairlead.Linux.Interop;
using Fairlead.Linux.Links;
using Fairlead.Linux.Netlink;
using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;
using Fairlead.Model.Pods;
using Fairlead.Reconciliation;
using Fairlead.Testing.Kernel;

namespace Fairlead.Agent.Tests.Cluster;

/// <summary>A kernel that refuses a step of the change-over: nobody goes on past it.</summary>
public sealed class RefusedStepTests : IDisposable
{
    private static readonly NodeFacts Facts = new() { Uplink = "eth0", UplinkMtu = 1500, V4 = InetAddress.Parse("172.16.10.1") };
    private static readonly DatapathOptions Options = new() { PodSlices = [Cidr.Parse("10.244.1.0/24")], PodRanges = [Cidr.Parse("10.244.0.0/16")] };

    private readonly FakeKernel _kernel = new();
    private readonly FakeNamespaces _namespaces;
    private readonly KernelTargets _targets;
    private readonly Reconciler _reconciler = new(TimeProvider.System, new ReconcilerOptions(), "test");
    private readonly ReconcilerLoop _loop;
    private readonly PodNetwork _network;

    public RefusedStepTests()
    {
        _namespaces = new FakeNamespaces(_kernel);
        WireUplink();
        _targets = new KernelTargets(_namespaces, OurMark.DyingGroup, SettingJournal.Nowhere);
        _network = new PodNetwork(_reconciler, new NodeTables(_reconciler, _targets));
        _loop = new ReconcilerLoop(_reconciler);
        _reconciler.Reported("test");
        _loop.Start();
        Assert.True(_network.Update(Facts, Options).Ticket.Wait(TimeSpan.FromSeconds(20)));
        _namespaces.Add(new Netns("web/eth0"));
        Assert.True(_network.Add(Pod()).Wait(TimeSpan.FromSeconds(20)));
    }

    public void Dispose()
    {
        _loop.StopAsync().Wait();
        _targets.Dispose();
    }

    [Fact]
    public void On_the_way_there_the_routes_stay_in_main_until_the_rules_stand()
    {
        Assert.True(_network.Reroute(PodRouting.Both)!.Value.Pods.Wait(TimeSpan.FromSeconds(20)));
        RefuseEverything();
        // Each ADD of such a pod tries again.
        Assert.Throws<KernelException>(_network.UseRules);
        Assert.Throws<KernelException>(_network.UseRules);
        Assert.Equal(PodRouting.Both, _network.Routing);
        Obey();
        Assert.Equal((1, 1, 0), (RoutesIn(254), RoutesIn(Options.SharedEni.PodTable), OurRules()));
        _network.UseRules();
        Assert.Equal(PodRouting.Own, _network.Routing);
        Assert.Equal((0, 1, 1), (RoutesIn(254), RoutesIn(Options.SharedEni.PodTable), OurRules()));
    }

    [Fact]
    public void On_the_way_back_the_routes_stay_in_their_own_table_until_the_rules_are_gone()
    {
        _network.UseRules();
        Assert.True(_network.Reroute(PodRouting.Ruled)!.Value.Pods.Wait(TimeSpan.FromSeconds(20)));
        RefuseEverything();
        Assert.Throws<KernelException>(_network.LeaveRules);
        Assert.Throws<KernelException>(_network.LeaveRules);
        Assert.Equal(PodRouting.Ruled, _network.Routing);
        Obey();
        Assert.Equal((1, 1, 1), (RoutesIn(254), RoutesIn(Options.SharedEni.PodTable), OurRules()));
        _network.LeaveRules();
        Assert.Equal((1, 0, 0), (RoutesIn(254), RoutesIn(Options.SharedEni.PodTable), OurRules()));
    }

    private static PodAttachment Pod() => new()
    {
        Id = new AttachmentId("web", "eth0"),
        NetnsPath = "/run/netns/web",
        NetnsDevice = 4,
        NetnsInode = 11,
        V4 = InetAddress.Parse("10.244.1.5"),
        HostIndex = 1 << 20,
        HostMac = new MacAddress(0x020000000001UL),
        PodMac = new MacAddress(0x060000000001UL),
        Mtu = 1500,
    };

    private void RefuseEverything() => _kernel.Faults.RefuseOneIn(1, Errno.ENOSPC, Random.Shared);

    private void Obey()
    {
        _kernel.Faults.RefuseOneIn(0, 0, Random.Shared);
        Assert.True(SpinWait.SpinUntil(() => _reconciler.IsInSync && _reconciler.Tables.All(table => table.Lines().All(line => line.Status == RowStatus.Done)), TimeSpan.FromSeconds(20)));
    }

    private int RoutesIn(uint table)
    {
        using var reader = KernelReader.Open(_namespaces.Node);
        return reader.Routes().Count(route => route.IsOurs && route.Table == table && route.Destination.IsSingleAddress);
    }

    private int OurRules()
    {
        using var reader = KernelReader.Open(_namespaces.Node);
        return reader.Rules().Count(rule => rule.IsOurs);
    }

    private void WireUplink()
    {
        using var connection = new NetlinkConnection(_namespaces.Node.Open(NetlinkProtocol.Route));
        var batch = new NetlinkBatch();
        LinkCodec.WriteVeth(
            batch,
            new LinkRow { Key = new LinkKey(Netns.Node, "eth0"), Index = 2, Mac = MacAddress.Parse("02:00:00:00:10:01"), Mtu = 1500 },
            new VethPeer { Key = new LinkKey(new Netns("outside"), "eth0"), Mac = MacAddress.Parse("02:00:00:00:10:02"), Mtu = 1500 },
            _kernel.NewNamespace().Descriptor);
        LinkCodec.WriteUp(batch, 2, true);
        AddressCodec.WriteReplace(batch, 2, Cidr.Parse("172.16.10.1/24"), 0);
        Assert.All(connection.Execute(batch), result => Assert.True(result.IsSuccess, $"{result.Code} {result.Text}"));
    }
}
