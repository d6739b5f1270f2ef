using Fairlead.Allocation;
using Fairlead.Allocation.Observations;
using Fairlead.Resources.Meta;
using Fairlead.Resources.Network;
using Fairlead.Simulation.Checks;
using Fairlead.Simulation.Clouds;
using Fairlead.Simulation.Control;
using Fairlead.Simulation.Nodes;
using Fairlead.Simulation.Pods;
using Fairlead.Simulation.Store;
using Fairlead.Simulation.Time;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Topology;

namespace Fairlead.Simulation.Worlds;

/// <summary>
/// A cluster in virtual time: cloud, store, controller, agents, pods. One thread, no waiting, and the same again for the same seed. Each
/// step is checked; a broken rule is an exception.
/// </summary>
public sealed partial class SimulatedCluster
{
    // What a killed controller had sent arrives when the next one has listed already, which learns of it by a refusal or by its next list.
    private static readonly TimeSpan Afterwards = new AllocatorOptions().ListEvery + TimeSpan.FromSeconds(30);

    private readonly NodeSet _nodes = new();
    private readonly OfferBook _offers;
    private readonly Chance _chance;
    private readonly FixedBook _names;
    private readonly List<Model.Addresses.Cidr> _lostSlices = [];
    private ControllerRun? _controller;
    private DateTimeOffset _knowsAllAt;
    private long _term;

    public SimulatedCluster(ClusterWish wish)
    {
        Wish = wish;
        _chance = new Chance(wish.Seed);
        Chronicle = new Chronicle(Time);
        Cloud = new SimulatedCloud(CloudGround.Make(wish, Time.Now), Time, _chance.Fork()) { Troubles = wish.Troubles };
        Cloud.Moved += Follow;
        Cloud.Exceeded += (call, error) =>
        {
            // Where answers are lost and descriptions are behind, nobody can always know what there is.
            if (Wish.Troubles == CloudTroubles.None && Time.Now >= _knowsAllAt)
            {
                throw new BrokenRuleException($"{call.Action} asks for more than a quota allows: {error.Code}, {error.Message}");
            }
        };
        Store = new ClusterStore(Time);
        Store.Changed += Check;
        Leases = new LeaseBook(() => Cloud.State);
        _offers = new OfferBook((eni, range) => Leases.IsForced(eni, range.Address));
        Leases.Lost += lost =>
        {
            Chronicle.Note("the world took", lost.Address, lost.Pod);
            Taken?.Invoke(lost);
        };
        Lives = new PodLives(_nodes, Store, Time, _chance.Fork()) { Times = wish.PodTimes };
        _names = new FixedBook(address => Leases.IsForced(address) || _lostSlices.Exists(slice => slice.Contains(address)));
        Lives.Addressed += (pod, addresses) =>
        {
            if (Lives.TemplateOf(pod) is { IsFixed: true })
            {
                _names.See(pod, addresses);
            }
        };
        Store.Put(new Resources.Core.Namespace { Metadata = new ObjectMeta { Name = PodTemplate.Plain.Namespace } });
        Store.Put(new ClusterNetwork { Metadata = new ObjectMeta { Name = ClusterNetwork.Name }, Spec = wish.Network });
        foreach (var item in wish.Classes)
        {
            Store.Put(item);
        }
    }

    public ClusterWish Wish { get; }

    public VirtualTime Time { get; } = new();

    public Chronicle Chronicle { get; }

    public SimulatedCloud Cloud { get; }

    public ClusterStore Store { get; }

    public LeaseBook Leases { get; }

    internal PodLives Lives { get; }

    internal NodeSet Nodes => _nodes;

    /// <summary>Destinations of route entries that somebody else made: nobody may touch them.</summary>
    public HashSet<Model.Addresses.Cidr> ForeignRoutes { get; } = [];

    public int NodeCount => _nodes.All.Count;

    public AddRecord Adds => Lives.Adds;

    public int PodCount => Lives.Keys.Count;

    /// <summary>Pods that are bound and have no address yet.</summary>
    public int WithoutAddress => Lives.WithoutAddress;

    public int Pending => Lives.Scheduler.Pending;

    /// <summary>What the controller did so far, by kind.</summary>
    public IReadOnlyDictionary<string, long> Deeds => _controller?.Deeds ?? [];

    /// <summary>Raised when a pod has its addresses.</summary>
    public event Action<string, IReadOnlyList<Model.Addresses.InetAddress>> Addressed
    {
        add => Lives.Addressed += value;
        remove => Lives.Addressed -= value;
    }

    /// <summary>One at a time: another that is there is killed.</summary>
    public void StartController()
    {
        if (_controller is not null)
        {
            KillController();
        }

        _term++;
        Chronicle.Note("controller starts, term", _term);
        _controller = new ControllerRun(Time, _chance.Fork(), Store, Cloud, Chronicle, Wish.Allocator(_chance.Bits(), _term), CloudSeed.Region, _term);
    }

    /// <summary>It ends at once, whatever it was doing.</summary>
    public void KillController()
    {
        Chronicle.Note("controller is killed");
        if (!IsControllerIdle)
        {
            _knowsAllAt = Time.Now + Afterwards;
        }

        _controller?.Stop(survives: _chance.Holds(0.5));
        _controller = null;
    }

    /// <summary>Whether no controller waits for an answer.</summary>
    public bool IsControllerIdle => _controller?.IsIdle ?? true;

    public void CreatePod(PodTemplate template, string name)
    {
        Chronicle.Note("pod is made", name);
        Lives.Create(template, name);
    }

    /// <param name="gone">Called when nothing is left of it.</param>
    public void DeletePod(string key, Action? gone = null)
    {
        Chronicle.Note("pod is deleted", key);
        Lives.Delete(key, gone);
    }

    /// <summary>Somebody writes into a reservation which address its pod is to have when it comes next.</summary>
    public void Rename(AddressReservation reservation, Model.Addresses.InetAddress address)
    {
        var key = ClusterStore.Key(reservation.Metadata.Namespace, reservation.Spec.Pod);
        Chronicle.Note("another address is written", key, address);
        _names.Rename(key, address);
        Store.Put(reservation with { Spec = reservation.Spec with { Addresses = [address] } }, isSpecChanged: true);
    }

    /// <param name="until">Ends the run early where it becomes true after a step.</param>
    public void Run(TimeSpan span, Func<bool>? until = null)
    {
        var end = Time.Now + span;
        while (until?.Invoke() != true && Time.Step(end))
        {
        }
    }

    private void Follow(CloudMove move)
    {
        Leases.Check(move);
        foreach (var id in move.Touched)
        {
            var (before, after) = (move.Before.Interfaces.GetValueOrDefault(id), move.After.Interfaces.GetValueOrDefault(id));
            if (before is { Status: InterfaceStatus.InUse } && (after?.Status != InterfaceStatus.InUse || after.Instance != before.Instance))
            {
                _nodes.OfInstance(before.Instance)?.Agent.NicWent(before.Mac);
            }

            if (after is { Status: InterfaceStatus.InUse } && (before?.Status != InterfaceStatus.InUse || after.Instance != before.Instance))
            {
                Time.After(_chance.Seconds(0.05, 0.4), () => Plug(id, after));
            }
        }
    }

    /// <summary>Raised where a pod lost its address to a force that no controller has in its hands.</summary>
    public event Action<BookedLease>? Taken;

    private void Plug(string id, NetworkInterface eni)
    {
        if (Cloud.State.Interfaces.GetValueOrDefault(id) is { Status: InterfaceStatus.InUse } still && still.Instance == eni.Instance)
        {
            _nodes.OfInstance(eni.Instance)?.Agent.NicCame(eni.Mac);
        }
    }

    private void Check(Observation change)
    {
        switch (change)
        {
            case NodeNetworkSeen { Network: var network }:
                // Of a node that is gone, or came back on another instance, nobody takes anything any more.
                var node = _nodes.Find(network.Metadata.Name);
                _offers.Put(network.Metadata.Name, node?.Instance == network.Spec.Instance ? network.Spec : null);
                if (node is not null)
                {
                    node.Agent.Tell(network, _chance.Seconds(0.005, 0.05));
                }

                break;
            case PodGone gone:
                _names.Left(ClusterStore.Key(gone.Namespace, gone.Name));
                break;
            case ReservationGone gone:
                _names.Over(ClusterStore.Key(gone.Namespace, gone.Name));
                break;
            case NodeNetworkGone gone:
                _offers.Put(gone.Name, null);
                break;
        }
    }
}
