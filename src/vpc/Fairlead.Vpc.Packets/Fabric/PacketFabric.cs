using Fairlead.Linux;
using Fairlead.Linux.Namespaces;
using Fairlead.Model.Nftables;
using Fairlead.Reconciliation;
using Fairlead.Vpc.Control;
using Fairlead.Vpc.Decisions;
using Fairlead.Vpc.Machine;
using Fairlead.Vpc.Packets.Drops;
using Fairlead.Vpc.Packets.Planning;
using Fairlead.Vpc.Packets.Resolution;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Packets.Fabric;

/// <summary>
/// The packet face: a network namespace in which the kernel does with packets what a state of the VPC says. It decides nothing
/// itself. For one thread at a time.
/// </summary>
public sealed class PacketFabric : IDisposable
{
    // Indexes below are the kernel's own; one that was a port's is never another's.
    private const int FirstIndex = 1000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly FabricNamespaces _namespaces;
    private readonly FabricTables _tables;
    private readonly ReconcilerLoop _loop;
    private readonly AddressResponder _responder;
    private readonly DropLog _log;
    private readonly Dictionary<string, int> _indexes = [];
    private FabricPlan _plan = FabricPlan.Empty;
    private int _nextIndex = FirstIndex;

    /// <param name="fabric">The namespace to work in; it is closed with this object, and everything in it goes.</param>
    /// <exception cref="KernelException">The kernel refuses sockets in it.</exception>
    public PacketFabric(NetworkNamespace fabric, TimeProvider clock)
    {
        _namespaces = new FabricNamespaces(fabric);
        // Hosts may set their ends down or rename them, as on real NICs: nothing is read again and put right unasked.
        var reconciler = new Reconciler(clock, new ReconcilerOptions { FullReadEvery = TimeSpan.FromDays(1) });
        _tables = new FabricTables(_namespaces, reconciler);
        _loop = new ReconcilerLoop(reconciler);
        _responder = new AddressResponder(fabric);
        _log = new DropLog(fabric, clock);
    }

    /// <summary>Answers to ARP and neighbour requests given so far.</summary>
    public long Answers => _responder.Answers;

    /// <summary>Who dropped packets were from and for, latest first.</summary>
    public IReadOnlyList<DropRecord> RecentDrops => _log.Records();

    public void Start()
    {
        _tables.SetLoopbackUp();
        _loop.Start();
        _responder.Start();
        _log.Start();
        Carry(VpcState.Empty);
    }

    /// <summary>Carries out a step of the state machine; when it returns, packets meet the new state.</summary>
    /// <exception cref="WorldException">The kernel refused; what could be done was done.</exception>
    public void Apply(VpcStep step)
    {
        foreach (var pull in step.Commands.OfType<PullOut>())
        {
            _indexes.Remove(pull.Port);
        }

        foreach (var plug in step.Commands.OfType<PlugIn>())
        {
            _namespaces.Add(plug.Port, plug.Netns);
            _indexes[plug.Port] = _nextIndex++;
        }

        try
        {
            Carry(step.Next);
        }
        finally
        {
            foreach (var pull in step.Commands.OfType<PullOut>())
            {
                _namespaces.Remove(pull.Port);
            }

            _tables.ReleaseHosts();
            _namespaces.Release();
        }
    }

    /// <summary>Interface index of the fabric's end of each port.</summary>
    public IReadOnlyDictionary<string, int> Indexes => _indexes;

    /// <summary>Packets dropped since the start, by reason.</summary>
    public IReadOnlyDictionary<DropReason, long> ReadDrops()
    {
        var drops = Enum.GetValues<DropReason>().Where(reason => reason is not DropReason.None and not DropReason.NotAttached).ToDictionary(reason => reason, _ => 0L);
        foreach (var rule in _tables.ReadRules().Rules.Where(rule => rule.Key.StartsWith(BaseChains.DropComment, StringComparison.Ordinal)))
        {
            var reason = Enum.Parse<DropReason>(rule.Key.AsSpan(BaseChains.DropComment.Length));
            drops[reason] += rule.Expressions.OfType<NftCounter>().Sum(counter => (long)counter.Packets);
        }

        return drops;
    }

    public void Dispose()
    {
        _loop.StopAsync().Wait(Patience);
        _responder.Dispose();
        _log.Dispose();
        _tables.Dispose();
        _namespaces.Dispose();
    }

    private void Carry(VpcState state)
    {
        var plan = FabricPlanner.Plan(state, _indexes);
        var ticket = _tables.Write(_plan, plan);
        _plan = plan;
        _log.Know(_indexes.ToDictionary(pair => pair.Value, pair => pair.Key));
        _responder.Know(state.Ports.Where(port => _indexes.ContainsKey(port.Id)).ToDictionary(port => _indexes[port.Id], port => port.Addresses.ToArray()));
        var first = Task.WhenAny(ticket.Completion, _loop.Completion).WaitAsync(Patience).GetAwaiter().GetResult();
        first.GetAwaiter().GetResult();
    }
}
