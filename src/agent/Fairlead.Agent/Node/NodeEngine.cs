using Fairlead.Agent.Cluster;
using Fairlead.Agent.Configuration;
using Fairlead.Agent.Enis;
using Fairlead.Agent.Journal;
using Fairlead.Agent.Log;
using Fairlead.Agent.Pods;
using Fairlead.Datapath;
using Fairlead.Linux;
using Fairlead.Linux.Conntrack;
using Fairlead.Linux.Namespaces;
using Fairlead.Linux.Watching;
using Fairlead.Model.Kernel;
using Fairlead.Model.Pods;
using Fairlead.Planning.Addresses;
using Fairlead.Planning.Enis;
using Fairlead.Reconciliation;
using Fairlead.Resources.Network;

namespace Fairlead.Agent.Node;

/// <summary>
/// What runs once the configuration can be used and the node has an uplink: tables, reconciler, watcher and the pods' lives on
/// them.
/// </summary>
public sealed partial class NodeEngine : IDisposable
{
    private const string JournalSource = "journal";
    private const string NodeSource = "node";

    // Of looks around, one a second.
    private const int NatEvery = 15;

    private readonly INetworkNamespace _node;
    private readonly PodNamespaces _namespaces;
    private readonly NodeJournal _journal;
    private readonly NodeLog _log;
    private readonly Reconciler _reconciler;
    private readonly KernelTargets _targets;
    private readonly ReconcilerLoop _loop;
    private readonly DriftWatch _drift;
    private readonly KernelWatcher _watcher;
    private readonly NftablesWatcher _nftablesWatcher;
    private readonly ConnectionSweeper _sweeper;
    private readonly AddressPool _pool;
    private readonly SlicePool _slices;
    private readonly PodPools _pools;
    private readonly SharedEniPool _shared;
    private readonly OwnEnis _own;
    private readonly IReadOnlyDictionary<EniUse, IEniPool> _eniPools;
    private readonly ClusterLink? _cluster;
    private readonly RoutingWatch _routing;
    private readonly bool _hasIpv6;
    private AgentOptions _file;
    private AgentOptions _options;
    private (string Uid, long Generation) _heeded;
    private int _factsDirty;
    private int _linksDirty;
    private int _looks;

    /// <param name="cluster">Null for a node of no cluster.</param>
    /// <param name="wake">Called when <see cref="Look"/> should be called soon. Must not wait.</param>
    /// <exception cref="WorldException">The kernel refuses a socket.</exception>
    public NodeEngine(INetworkNamespace node, NodeJournal journal, AgentOptions options, TimeProvider clock, NodeLog log, ClusterLink? cluster, Action wake)
    {
        _file = options;
        _cluster = cluster;
        _hasIpv6 = NodeFactsReader.HasIpv6(node);
        options = EffectiveOptions.Of(options, cluster?.View, _hasIpv6);
        _node = node;
        _journal = journal;
        _log = log;
        _options = options;
        _namespaces = new PodNamespaces(node);
        _reconciler = new Reconciler(clock, new ReconcilerOptions { FullReadEvery = options.FullReadEvery }, JournalSource, NodeSource);
        _targets = new KernelTargets(_namespaces, options.Datapath.DyingGroup, new SettingJournal(journal));
        Tables = new NodeTables(_reconciler, _targets);
        Network = new PodNetwork(_reconciler, Tables);
        _pool = new AddressPool(options.Pool, clock, Random.Shared);
        _sweeper = new ConnectionSweeper(ConntrackTable.Open(node), node, log);
        _loop = new ReconcilerLoop(_reconciler, Rest);
        _drift = new DriftWatch(Tables, _targets, () => Volatile.Write(ref _factsDirty, 1), () =>
        {
            Volatile.Write(ref _linksDirty, 1);
            wake();
        }, (link, isGone) => _own!.Sight.Hear(link, isGone));
        _watcher = new KernelWatcher(node, _drift.Hear);
        _nftablesWatcher = new NftablesWatcher(node, _drift.HearNftables);
        Evidence = new PodEvidence(node, options.Datapath.SharedEni);
        var state = journal.Snapshot();
        var seen = Evidence.OurLinks().Select(link => link.Index).Concat(state.Attachments.Values.Select(pod => pod.HostIndex));
        var addresses = new EniAddressPool(options.Pool, clock, Random.Shared, options.Datapath.SharedEni.MostEnis) { HasIpv6 = _hasIpv6 };
        _shared = new SharedEniPool(addresses, () => cluster?.WhyNot() ?? "", clock) { Changed = Touch };
        _own = new OwnEnis(_reconciler, Tables, _targets, () => cluster?.WhyNot() ?? "", Touch, clock);
        _eniPools = new Dictionary<EniUse, IEniPool> { [EniUse.Shared] = _shared, [EniUse.Exclusive] = _own.Exclusive, [EniUse.Member] = _own.Members };
        _slices = new SlicePool(_pool, () => cluster?.WhyNot() ?? "", clock);
        _pools = new PodPools(
            _slices, _eniPools, cluster is null ? _ => PodChoice.VpcRoute : new PodChooser(cluster.View, () => cluster.Client, clock, hasSlices: _file.Datapath.PodSlices.Count > 0).Choose);
        _routing = new RoutingWatch(Network, clock, log);
        Pods = new PodLife(journal, _pools, new InterfaceIndexes(journal, state.ReservedIndex, seen), Register, _namespaces, Network, _sweeper, log);
    }

    public NodeTables Tables { get; }

    public PodNetwork Network { get; }

    public PodRegister Register { get; } = new();

    public PodLife Pods { get; }

    public PodEvidence Evidence { get; }

    public PoolUse PoolUse => _pool.Use();

    /// <summary>Why a pod of no class could not be attached now; empty where it could.</summary>
    public string Lack => _cluster?.View switch
    {
        { Network: null } when _file.Datapath.PodSlices.Count == 0 => "nothing is known of this node's network yet: no NodeNetwork has been seen",
        { Network.Spec.Mode: PodNetworkMode.SharedEni } => _shared.Use.Ready > 0 ? "" : "no shared ENI is set up on this node yet",
        { Network.Spec.Mode: PodNetworkMode.ExclusiveEni or PodNetworkMode.MemberEni } => "",
        _ => PoolUse.CanServe ? "" : "no address is free on this node",
    };

    /// <summary>What pods have of ENIs.</summary>
    public IEnumerable<AddressUse> EniUses => _eniPools.Values.Distinct().SelectMany(pool => pool.Uses);

    public IReadOnlyList<PoolRow> PoolRows => _pool.Rows();

    /// <summary>Guards inside pods that somebody had taken away.</summary>
    public long GuardsPutBack => _targets.PodGuards.PutBack;

    /// <summary>Addresses that other programs had put on ENIs that nobody had.</summary>
    public long ForeignOnEnis => _targets.Enis.ForeignRemoved;

    public bool IsInSync => _reconciler.IsInSync;

    /// <summary>Ends, with the bug, if the reconciler does: the program must be started again then.</summary>
    public Task Completion => _loop.Completion;

    /// <summary>Wires what the journal holds and begins to watch. What bears our mark and is in nobody's wishes goes.</summary>
    /// <exception cref="WorldException">The node has no uplink (yet), or a link group of ours is not ours alone.</exception>
    public void Start(IReadOnlyList<PodAttachment> journalled)
    {
        LinkGroups.Check(_node, _options.Datapath);
        Register.Changed = Touch;
        var twice = _pools.Restore(journalled);
        HeedCluster();
        var facts = ReadFacts();
        foreach (var pod in twice)
        {
            _log.Say("journal", $"{PodRegister.Describe(pod)} holds an address that another pod has; it is dropped");
            _journal.Owe(new AttachmentRemoved(pod.Id));
        }

        var pods = journalled.Except(twice).ToList();
        foreach (var pod in pods)
        {
            Register.Put(pod);
            _namespaces.Add(pod, null);
        }

        Network.Restore(pods);
        _reconciler.Reported(JournalSource);
        Apply(facts);
        _reconciler.Reported(NodeSource);
        LearnLinks();
        _watcher.Start();
        _nftablesWatcher.Start();
        _loop.Start();
        _sweeper.Start();
        Volatile.Write(ref _linksDirty, 1);
    }

    /// <summary>Pods that are gone and that nobody has said so of: two of the common runtimes never call GC.</summary>
    public void Collect()
    {
        _own.LetGo(Register.Complete);
        foreach (var pod in Evidence.OfGone(Register.Complete))
        {
            if (Pods.Collect(pod))
            {
                _log.Say("pods", $"{PodRegister.Describe(pod)} is gone without DEL: collected");
            }
        }
    }

    /// <exception cref="WorldException">The kernel cannot be read.</exception>
    public IReadOnlyList<string> Inspect(PodAttachment pod, PlanRows rows, INetworkNamespace netns)
    {
        using var inspection = new PodInspection(_node, PodNamespaces.Of(pod.Id), netns);
        return inspection.Differences(rows, _targets.Dying, _options.Datapath.DyingGroup, _targets.PodGuards.CanOwn);
    }

    public void Dispose()
    {
        _watcher.Dispose();
        _nftablesWatcher.Dispose();
        _loop.StopAsync().Wait();
        _sweeper.Dispose();
        _targets.Dispose();
        _namespaces.Dispose();
    }

    private void LearnLinks()
    {
        var heard = _own.Sight.News;
        using var reader = KernelReader.Open(_node);
        var links = reader.Links();
        _drift.Learn(links);
        _own.Sight.Learn(links, heard);
    }

    private void Apply(NodeFacts facts)
    {
        var (changed, _) = Network.Update(facts, _options.Datapath);
        foreach (var pod in changed)
        {
            Register.Change(pod, () => _journal.Owe(new AttachmentPut(pod)));
        }
    }

    private void Rest()
    {
        _targets.Connections.ReleasePods();
        _namespaces.Release();
    }
}
