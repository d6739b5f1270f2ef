using Fairlead.Linux.Addresses;
using Fairlead.Linux.Links;
using Fairlead.Linux.Namespaces;
using Fairlead.Linux.Neighbours;
using Fairlead.Linux.Netlink;
using Fairlead.Linux.Nftables;
using Fairlead.Linux.Routes;
using Fairlead.Linux.Sysctl;
using Fairlead.Model.Kernel;
using Fairlead.Model.Nftables;
using Fairlead.Reconciliation;

namespace Fairlead.Datapath.Tests.Kernel;

/// <summary>One life of an agent: reconciler and targets with their sockets, which close when it is killed.</summary>
internal sealed class LabAgent : IDisposable
{
    private readonly List<IDisposable> owned = [];
    private readonly Reconciler reconciler = new(TimeProvider.System, new ReconcilerOptions(), "test");
    private readonly NetnsConnections connections;
    private readonly PlanTables tables;

    public LabAgent(INetnsResolver resolver)
    {
        var node = resolver.Resolve(Netns.Node)!;
        connections = Own(new NetnsConnections(resolver));
        var nft = Own(new NftConnection(node.Open(NetlinkProtocol.Netfilter)));
        var reader = Own(NftReader.Open(node));
        var dying = Own(new DyingLinks(new NetlinkConnection(node.Open(NetlinkProtocol.Route)), OurMark.DyingGroup));
        tables = new PlanTables(
            reconciler,
            new NftObjectTarget(nft, reader),
            new NftElementTarget(nft, reader),
            new SysctlTarget(resolver, (_, _) => { }),
            new LinkTarget(connections, dying, OurMark.DyingGroup),
            new SysctlTarget(resolver, (_, _) => { }) { Name = "link-sysctls" },
            new AddressTarget(connections),
            new RouteTarget(connections),
            new NeighbourTarget(connections));
    }

    public DriftCounters Drift => reconciler.Tables.Aggregate(default(DriftCounters), (sum, table) => sum + table.Drift);

    /// <summary>Names of the chains of our inet table that are in the kernel.</summary>
    public IEnumerable<string> Chains =>
        tables.Objects.Snapshot().Where(row => row is { Key.Kind: NftObjectKind.Chain, Kernel: not null }).Select(row => row.Key.Name);

    public void Go(DatapathPlan plan)
    {
        var ticket = tables.Go(plan);
        reconciler.Reported("test");
        Settle();
        Assert.True(ticket.Completion.IsCompleted, string.Join('\n', Unfinished()));
        ticket.Completion.GetAwaiter().GetResult();
        Assert.Empty(Unfinished());
    }

    /// <summary>Reads everything again and puts right what differs.</summary>
    public void Refresh()
    {
        reconciler.MarkDirty(Scope.Everything);
        Thread.Sleep(reconciler.Options.DirtyDelay + TimeSpan.FromMilliseconds(5));
        Settle();
        Settle();
    }

    public void Dispose() => owned.AsEnumerable().Reverse().ToList().ForEach(thing => thing.Dispose());

    private IEnumerable<string> Unfinished() =>
        reconciler.Tables.SelectMany(table => table.Lines().Where(line => line.Status != RowStatus.Done).Select(line => $"{table.Name} {line}"));

    private void Settle()
    {
        for (var i = 0; i < 200 && (reconciler.Step() == TimeSpan.Zero || !reconciler.IsInSync); i++)
        {
            Thread.Sleep(i > 20 ? 5 : 0);
        }

        connections.ReleasePods();
    }

    private T Own<T>(T thing)
        where T : IDisposable
    {
        owned.Add(thing);
        return thing;
    }
}
