using Fairlead.Linux.Links;
using Fairlead.Linux.Namespaces;
using Fairlead.Linux.Netlink;
using Fairlead.Linux.Nftables;
using Fairlead.Model.Kernel;
using Fairlead.Model.Nftables;
using Fairlead.Reconciliation;

namespace Fairlead.Datapath.Tests.Kernel;

/// <summary>One life of an agent: reconciler and targets with their sockets, which close when it is killed.</summary>
internal sealed class LabAgent : IDisposable
{
    // Other tests take namespaces down at the same time, and removing a link waits for all of them.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly List<IDisposable> _owned = [];
    private readonly Reconciler _reconciler = new(TimeProvider.System, new ReconcilerOptions(), "test");
    private readonly NetnsConnections _connections;
    private readonly PlanTables _tables;

    public LabAgent(INetnsResolver resolver)
    {
        var node = resolver.Resolve(Netns.Node)!;
        _connections = Own(new NetnsConnections(resolver));
        var nft = Own(new NftConnection(node.Open(NetlinkProtocol.Netfilter)));
        var reader = Own(NftReader.Open(node));
        var dying = Own(new DyingLinks(node, OurMark.DyingGroup));
        _tables = KernelTables.Over(_reconciler, _connections, dying, nft, reader, Own(new PodGuardTarget(resolver)));
    }

    public DriftCounters Drift => _reconciler.Tables.Aggregate(default(DriftCounters), (sum, table) => sum + table.Drift);

    /// <summary>Names of the chains of our inet table that are in the kernel.</summary>
    public IEnumerable<string> Chains =>
        _tables.Objects.Snapshot().Where(row => row is { Key.Kind: NftObjectKind.Chain, Kernel: not null }).Select(row => row.Key.Name);

    public void Go(DatapathPlan plan)
    {
        var ticket = _tables.Go(plan);
        _reconciler.Reported("test");
        Settle();
        Assert.True(ticket.Completion.IsCompleted, string.Join('\n', Unfinished()));
        ticket.Completion.GetAwaiter().GetResult();
        Assert.Empty(Unfinished());
    }

    /// <summary>Reads everything again and puts right what differs.</summary>
    public void Refresh()
    {
        _reconciler.MarkDirty(Scope.Everything);
        Thread.Sleep(_reconciler.Options.DirtyDelay + TimeSpan.FromMilliseconds(5));
        Settle();
        Settle();
    }

    public void Dispose() => _owned.AsEnumerable().Reverse().ToList().ForEach(thing => thing.Dispose());

    private IEnumerable<string> Unfinished() =>
        _reconciler.Tables.SelectMany(table => table.Lines().Where(line => line.Status != RowStatus.Done).Select(line => $"{table.Name} {line}"));

    private void Settle()
    {
        var started = TimeProvider.System.GetTimestamp();
        while ((_reconciler.Step() == TimeSpan.Zero || !_reconciler.IsInSync) && TimeProvider.System.GetElapsedTime(started) < Patience)
        {
            // A link's removal ends on a thread of its own.
            Thread.Sleep(1);
        }

        _connections.ReleasePods();
    }

    private T Own<T>(T thing)
        where T : IDisposable
    {
        _owned.Add(thing);
        return thing;
    }
}
