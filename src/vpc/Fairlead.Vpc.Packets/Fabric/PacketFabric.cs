using System.Collections.Immutable;
using Fairlead.Linux;
using Fairlead.Linux.Namespaces;
using Fairlead.Model.Kernel;
using Fairlead.Model.Nftables;
using Fairlead.Reconciliation;
using Fairlead.Vpc.Control;
using Fairlead.Vpc.Decisions;
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
    private readonly HashSet<string> _adopted = [];
    private readonly INetworkNamespace _place;
    private readonly LostNics _lost;
    private VpcState _state = VpcState.Empty;
    // Asking may load a module: only where there is a member.
    private readonly Lazy<bool> _carriesMembers = new(VlanProbe.Run);
    private FabricPlan _plan = FabricPlan.Empty;
    private int _nextIndex = FirstIndex;
    private bool _isRunning;

    /// <param name="fabric">The namespace to work in; it is closed with this object, and everything in it goes.</param>
    /// <exception cref="KernelException">The kernel refuses sockets in it.</exception>
    public PacketFabric(NetworkNamespace fabric, TimeProvider clock)
    {
        _place = fabric;
        _lost = new LostNics(fabric, () => NicLost?.Invoke());
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

    /// <summary>A NIC has gone that nobody pulled, on a thread that must not be held up.</summary>
    public event Action? NicLost;

    /// <param name="empty">A state without hosts: what the fabric itself answers is there when this returns.</param>
    public void Start(VpcState empty)
    {
        StartParts();
        Carry(empty);
    }

    /// <summary>
    /// Goes on where a program before this one ended: packets have gone on meanwhile, and the wires that it left are kept. Nothing is
    /// changed before the first <see cref="Apply"/>.
    /// </summary>
    /// <param name="wires">What was plugged in, by port.</param>
    public void Resume(ImmutableSortedDictionary<string, PortAttachment> wires)
    {
        StartParts();
        using var reader = KernelReader.Open(_place);
        var links = reader.Links().Where(link => link.Alias.StartsWith(OurMark.AliasPrefix, StringComparison.Ordinal)).ToList();
        _nextIndex = links.Select(link => link.Index + 1).Append(FirstIndex).Max();
        var found = links.GroupBy(link => link.Alias[OurMark.AliasPrefix.Length..]).ToDictionary(port => port.Key, port => port.Max(link => link.Index));
        _state = _state with { Attachments = wires };
        foreach (var (port, wire) in wires.Where(wire => found.ContainsKey(wire.Key)))
        {
            Adopt(port, wire.Netns, found[port]);
        }

        _namespaces.Release();
    }

    /// <summary>
    /// Carries packets as the state says: NICs of ports that it newly names appear, those of others go. When it returns, packets meet
    /// the new state.
    /// </summary>
    /// <exception cref="WorldException">The kernel refused; what could be done was done.</exception>
    public void Apply(VpcState next)
    {
        var gone = _lost.Gone();
        var pulled = _indexes.Where(wire => gone.Contains(wire.Value) || !IsSame(wire.Key, next)).Select(wire => wire.Key).ToList();
        pulled.AddRange(_indexes.Keys.Where(port => IsMember(next, port) && pulled.Contains(next.Interfaces[port].Trunk) && !pulled.Contains(port)).ToList());
        _state = next;
        try
        {
            // A wire that is made anew has another index: the old one's rows go first.
            Pull(pulled, next);
            // Members after their trunks, on which they stand.
            Plug(next, port => !IsMember(next, port));
            if (next.Attachments.Keys.Any(port => IsMember(next, port)))
            {
                Plug(next, port => IsMember(next, port));
            }
        }
        finally
        {
            _tables.ReleaseHosts();
            _namespaces.Release();
        }
    }

    /// <summary>Whether this kernel can tell tagged packets apart (802.1Q), without which members of a trunk ENI are not carried.</summary>
    public bool CarriesMembers => _carriesMembers.Value;

    /// <summary>Whether the namespace that a port is plugged into is there still.</summary>
    public bool IsHostThere(string port)
    {
        var isThere = _namespaces.Resolve(new Netns(port)) is not null;
        _namespaces.Release();
        return isThere;
    }

    /// <summary>Ports whose NIC is gone although nobody pulled it, or could not be made: the next <see cref="Apply"/> makes them anew.</summary>
    public IReadOnlySet<string> Lost()
    {
        var gone = _lost.Gone();
        return _state.Attachments.Keys.Where(port => !_indexes.TryGetValue(port, out var index) || gone.Contains(index)).ToHashSet();
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
        _lost.Dispose();
        _loop.StopAsync().Wait(Patience);
        _responder.Dispose();
        _log.Dispose();
        _tables.Dispose();
        _namespaces.Dispose();
    }

    private void StartParts()
    {
        _tables.SetLoopbackUp();
        _responder.Start();
        _log.Start();
        _lost.Start();
    }

    private void Adopt(string port, string netns, int index)
    {
        try
        {
            _namespaces.Add(port, netns);
            _indexes[port] = index;
            _adopted.Add(port);
        }
        catch (KernelException)
        {
            // Its host has ended meanwhile.
        }
    }

    private bool IsSame(string port, VpcState next) =>
        next.Attachments.TryGetValue(port, out var after) && _state.Attachments.TryGetValue(port, out var before)
        && (after.Netns, after.InterfaceName) == (before.Netns, before.InterfaceName);

    private void Pull(List<string> ports, VpcState next)
    {
        if (ports.Count == 0)
        {
            return;
        }

        ports.ForEach(port => _indexes.Remove(port));
        _adopted.ExceptWith(ports);
        try
        {
            Carry(next);
        }
        finally
        {
            ports.ForEach(_namespaces.Remove);
        }
    }

    private static bool IsMember(VpcState state, string port) => state.Interfaces.GetValueOrDefault(port) is { Type: InterfaceType.Member };

    private void Plug(VpcState next, Func<string, bool> which)
    {
        var (plugged, refusal) = Open(next, which);
        try
        {
            Carry(next);
        }
        catch (WorldException) when (plugged.Count > 0)
        {
            // None of the new wires stays half made: the reconciler would go on trying behind our back.
            Pull(plugged, next);
            throw;
        }

        if (refusal is not null)
        {
            throw refusal;
        }
    }

    /// <returns>What can be plugged in now, and the first refusal: a host that is not there does not stand in the way of the others.</returns>
    private (List<string> Plugged, KernelException? Refusal) Open(VpcState next, Func<string, bool> which)
    {
        var plugged = new List<string>();
        KernelException? refusal = null;
        foreach (var (port, place) in next.Attachments.Where(wire => !_indexes.ContainsKey(wire.Key) && which(wire.Key)))
        {
            try
            {
                _namespaces.Add(port, place.Netns);
                _indexes[port] = _nextIndex++;
                plugged.Add(port);
            }
            catch (KernelException error)
            {
                refusal ??= error;
            }
        }

        return (plugged, refusal);
    }

    private void Carry(VpcState state)
    {
        var plan = FabricPlanner.Plan(state, _indexes, _adopted);
        var ticket = _tables.Write(_plan, plan);
        _plan = plan;
        if (!_isRunning)
        {
            // Not before the first plan: what it finds of ours and nobody wants, it removes.
            _isRunning = true;
            _loop.Start();
        }

        _lost.Know(_indexes.Values.ToHashSet());
        _log.Know(_indexes.ToDictionary(pair => pair.Value, pair => pair.Key));
        _responder.Know(state.Ports.Where(port => _indexes.ContainsKey(port.Id)).ToDictionary(
            port => _indexes[port.Id], port => port.Addresses.Select(address => address.ToCidr()).Concat(port.Prefixes).ToArray()));
        var first = Task.WhenAny(ticket.Completion, _loop.Completion).WaitAsync(Patience).GetAwaiter().GetResult();
        first.GetAwaiter().GetResult();
    }
}
