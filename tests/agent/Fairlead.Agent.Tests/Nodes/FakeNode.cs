using Fairlead.Agent.Journal;
using Fairlead.Agent.Log;
using Fairlead.Agent.Node;
using Fairlead.Agent.Pods;
using Fairlead.Datapath;
using Fairlead.Linux;
using Fairlead.Linux.Conntrack;
using Fairlead.Linux.Interop;
using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;
using Fairlead.Model.Pods;
using Fairlead.Planning.Addresses;
using Fairlead.Reconciliation;
using Fairlead.Testing.Kernel;

namespace Fairlead.Agent.Tests.Nodes;

/// <summary>The inside of an agent on the fake kernel: pods' lives, and what is between them and the node's tables.</summary>
internal sealed class FakeNode : IDisposable
{
    public static readonly DatapathOptions Options = new() { PodSlices = [Cidr.Parse("10.244.1.0/24")], PodRanges = [Cidr.Parse("10.244.0.0/16")] };

    private static readonly NodeFacts Facts = new() { Uplink = "eth0", UplinkMtu = 1500, V4 = InetAddress.Parse("172.16.10.1") };

    private readonly string _folder = Directory.CreateTempSubdirectory("fl-fake-").FullName;
    private readonly FakeKernel _kernel = new();
    private readonly FakeNamespaces _namespaces;
    private readonly KernelTargets _targets;
    private readonly Reconciler _reconciler = new(TimeProvider.System, new ReconcilerOptions(), "test");
    private readonly ReconcilerLoop _loop;
    private readonly ConnectionSweeper _sweeper;

    public FakeNode()
    {
        _namespaces = new FakeNamespaces(_kernel);
        FakeUplink.Wire(_kernel, _namespaces.Node);
        var node = _namespaces.Node;
        var namespaces = new PodNamespaces(node);
        var log = new NodeLog(TimeProvider.System, _ => { });
        _targets = new KernelTargets(_namespaces, OurMark.DyingGroup, SettingJournal.Nowhere);
        Network = new PodNetwork(_reconciler, new NodeTables(_reconciler, _targets));
        Journal = NodeJournal.Open(Path.Combine(_folder, "journal"), TimeProvider.System);
        _sweeper = new ConnectionSweeper(ConntrackTable.Open(node), node, log);
        var slices = new SlicePool(new AddressPool(new PoolOptions { Slices = Options.PodSlices }, TimeProvider.System, Random.Shared), () => "", TimeProvider.System);
        Pods = new PodLife(
            Journal, new PodPools(slices, new Dictionary<EniUse, IEniPool>(), _ => PodChoice.VpcRoute), new InterfaceIndexes(Journal, 0, []), Register, namespaces, Network, _sweeper, log);
        _loop = new ReconcilerLoop(_reconciler, _targets.Connections.ReleasePods);
        _reconciler.Reported("test");
        _loop.Start();
        Assert.True(Network.Update(Facts, Options).Ticket.Wait(TestNode.Patience));
    }

    public PodNetwork Network { get; }

    public PodRegister Register { get; } = new();

    public NodeJournal Journal { get; }

    public PodLife Pods { get; }

    /// <summary>A pod of its own namespace; one that comes again has the same.</summary>
    public PodAttachment Attach(string container)
    {
        var id = new AttachmentId(container, "eth0");
        var netns = PodNamespaces.Of(id);
        return Pods.Attach(new AttachRequest
        {
            Id = id,
            NetnsPath = $"/run/netns/{container}",
            Netns = _namespaces.Find(netns) ?? _namespaces.Add(netns),
            Network = "fairlead",
        });
    }

    public void RefuseEverything() => _kernel.Faults.RefuseOneIn(1, Errno.ENOSPC, Random.Shared);

    /// <summary>Refuses nothing any more, and has done what is wished.</summary>
    public void Obey()
    {
        _kernel.Faults.RefuseOneIn(0, 0, Random.Shared);
        Assert.True(SpinWait.SpinUntil(() => _reconciler.IsInSync && _reconciler.Tables.All(table => table.Lines().All(line => line.Status == RowStatus.Done)), TestNode.Patience));
    }

    /// <summary>Routes to pods in a table.</summary>
    public int RoutesIn(uint table)
    {
        using var reader = KernelReader.Open(_namespaces.Node);
        return reader.Routes().Count(route => route.IsOurs && route.Table == table && route.Destination.IsSingleAddress);
    }

    public int OurRules()
    {
        using var reader = KernelReader.Open(_namespaces.Node);
        return reader.Rules().Count(rule => rule.IsOurs);
    }

    public void Dispose()
    {
        _loop.StopAsync().Wait();
        _targets.Dispose();
        _sweeper.Dispose();
        Journal.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
