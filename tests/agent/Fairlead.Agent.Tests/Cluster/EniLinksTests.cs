using Fairlead.Agent.Cluster;
using Fairlead.Agent.Node;
using Fairlead.Agent.Tests.Nodes;
using Fairlead.Datapath;
using Fairlead.Linux.Interop;
using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;
using Fairlead.Model.Pods;
using Fairlead.Reconciliation;
using Fairlead.Testing.Clocks;
using Fairlead.Testing.Kernel;

namespace Fairlead.Agent.Tests.Cluster;

/// <summary>When addresses of a shared ENI can be given: everything by which a pod's packets leave stands.</summary>
public sealed class EniLinksTests : IDisposable
{
    private static readonly DatapathOptions Options = new();

    private static readonly EniLink Eni = new(
        new PodEni { Id = "eni-1", Mac = MacAddress.Parse("00:16:3e:00:00:01"), Use = EniUse.Shared, Number = 1, Gateway4 = InetAddress.Parse("172.16.20.253"), Gateway6 = InetAddress.Parse("fe80::feff") }, "eth1");

    private static readonly NodeFacts Facts = new() { Uplink = "eth0", UplinkMtu = 1500, V4 = InetAddress.Parse("172.16.10.1"), SharedEnis = [Eni] };

    private readonly FakeKernel _kernel = new();
    private readonly ManualClock _clock = new();
    private readonly Reconciler _reconciler;
    private readonly KernelTargets _targets;
    private readonly NodeTables _tables;
    private readonly PodNetwork _network;

    public EniLinksTests()
    {
        var namespaces = new FakeNamespaces(_kernel);
        FakeUplink.Wire(_kernel, namespaces.Node);
        namespaces.Node.PlugIn(Eni.Link, Eni.Eni.Mac);
        _targets = new KernelTargets(namespaces, OurMark.DyingGroup, SettingJournal.Nowhere);
        _reconciler = new Reconciler(_clock, new ReconcilerOptions());
        _tables = new NodeTables(_reconciler, _targets);
        _network = new PodNetwork(_reconciler, _tables);
    }

    private bool IsSetUp => EniLinks.IsSetUp(_tables, Options, Facts, _network.Routing, Eni);

    public void Dispose() => _targets.Dispose();

    [Fact]
    public void Its_rules_must_stand_where_the_node_has_rules()
    {
        _network.Update(Facts, Options);
        Assert.False(IsSetUp);
        Carry();
        Assert.True(IsSetUp);
        _network.Reroute(PodRouting.Both);
        Assert.False(IsSetUp);
        Carry();
        Assert.True(IsSetUp);

        _kernel.Faults.RefuseOneIn(1, Errno.ENOSPC, Random.Shared);
        _network.Reroute(PodRouting.Ruled);
        Carry();
        Assert.All(_tables.Rules.Snapshot(), row => Assert.Equal(RowStatus.Error, row.Status));
        Assert.False(IsSetUp);
        _kernel.Faults.RefuseOneIn(0, 0, Random.Shared);
        Carry();
        Assert.True(IsSetUp);
    }

    // The clock goes past every retry.
    private void Carry()
    {
        for (var i = 0; i < 100; i++)
        {
            _reconciler.Step();
            _clock.Advance(TimeSpan.FromMilliseconds(50));
        }
    }
}
