using System.Collections.Immutable;
using Fairlead.Model.Addresses;
using Fairlead.Model.Problems;
using Fairlead.Reconciliation;
using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Configuration;
using Fairlead.Vpc.Control;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Packets.Fabric;

/// <summary>
/// A cloud and its packets: whatever changes in the cloud, by whomever, is carried out before whoever changed it gets the answer.
/// </summary>
public sealed class VpcFabric : IDisposable
{
    private readonly PacketFabric _packets;
    private readonly TimeProvider _time;

    // Taken inside the cloud's own lock, when that tells of a change: so never the other way round.
    private readonly Lock _lock = new();
    private readonly RepairThread _repair;
    private readonly Dictionary<string, HostPlace> _places = [];
    private VpcState _surroundings = VpcState.Empty with { Hosted = [CloudAddresses.Metadata, CloudAddresses.OpenApi] };
    private VpcState _state = VpcState.Empty;
    private readonly string? _record;
    private VpcConfiguration? _configuration;
    private string? _trouble;

    /// <param name="cloud">Its first VPC is the one whose packets are carried.</param>
    /// <param name="record">A file by which a fabric started after this one goes on with what it finds; null for none.</param>
    public VpcFabric(PacketFabric packets, EmulatedCloud cloud, TimeProvider time, string? record = null)
    {
        (_packets, Cloud, _time, _record) = (packets, cloud, time, record);
        _repair = new RepairThread(Repair);
    }

    public EmulatedCloud Cloud { get; }

    public VpcState State => Volatile.Read(ref _state);

    /// <exception cref="IOException">There is a record of a fabric before this one, and it cannot be read.</exception>
    public void Start()
    {
        var before = _record is null || Cloud.State.Vpcs.IsEmpty ? null : FabricRecord.Read(_record);
        if (before is null)
        {
            _packets.Start(_surroundings);
        }
        else
        {
            Resume(before);
        }

        _packets.NicLost += _repair.Wake;
        Cloud.Changed += Follow;
        _repair.Start();
        // What was due while no program was there.
        Cloud.Elapse();
    }

    /// <exception cref="VpcRefusedException">The cloud's rules forbid it; nothing has changed.</exception>
    /// <exception cref="ProblemException">A configuration with mistakes; nothing has changed.</exception>
    /// <exception cref="WorldException">The kernel refused; what was plugged in is unplugged again.</exception>
    public VpcState Submit(VpcOperation operation)
    {
        switch (operation)
        {
            case Configure configure:
                Seed(configure.Configuration);
                break;
            case AttachPort attach:
                Attach(attach);
                break;
            case DetachPort detach:
                Detach(detach);
                break;
            default:
                Call(new OperationCalls(State, Cloud.State.Vpcs.Values.First()).Of(operation));
                break;
        }

        return State;
    }

    public VpcSnapshot Snapshot()
    {
        lock (_lock)
        {
            return new VpcSnapshot
            {
                State = _state,
                Drops = _packets.ReadDrops(),
                RecentDrops = _packets.RecentDrops,
                Answers = _packets.Answers,
                NotCarried = [.. _state.Interfaces.Values.Where(eni => eni.Type == InterfaceType.Member && !_state.IsAttached(eni.Id)).Select(eni => eni.Id)],
                Trouble = _trouble,
            };
        }
    }

    public void Dispose()
    {
        Cloud.Changed -= Follow;
        _repair.Dispose();
        _packets.Dispose();
    }

    private void Seed(VpcConfiguration configuration)
    {
        var seed = CloudSeed.Of(configuration, Cloud.State.Settings, _time.GetUtcNow());
        Surround(configuration);
        Cloud.Replace(seed);
    }

    private void Surround(VpcConfiguration configuration)
    {
        var outside = ConfigurationReader.Read(configuration, _time.GetUtcNow());
        lock (_lock)
        {
            _configuration = configuration;
            _surroundings = _surroundings with { Outside = outside.Outside, NatGateway = outside.NatGateway, Hosted = Hosted(configuration) };
        }
    }

    private static ImmutableArray<InetAddress> Hosted(VpcConfiguration configuration) =>
        [CloudAddresses.Metadata, CloudAddresses.OpenApi, .. configuration.HasClusterStore ? [CloudAddresses.ClusterStore] : Array.Empty<InetAddress>()];

    private void Resume(FabricRecord before)
    {
        Surround(before.Configuration);
        foreach (var (owner, place) in before.Places)
        {
            _places[owner] = place;
        }

        _state = _state with { Attachments = before.SortedWires };
        _packets.Resume(before.SortedWires);
        lock (_lock)
        {
            CarryQuietly();
        }
    }

    private void Call(CloudChange call)
    {
        if (Cloud.Call(call).Error is { } error)
        {
            throw new VpcRefusedException(error);
        }
    }

    private void Attach(AttachPort attach)
    {
        var owner = OwnerOf(attach.Port);
        lock (_lock)
        {
            if (_places.TryGetValue(owner, out var there))
            {
                throw new VpcRefusedException(new CloudError("InvalidOperation.InvalidEniState", $"{attach.Port} is attached to {there.Netns} already"));
            }

            _places[owner] = new HostPlace(attach.Netns, attach.InterfaceName);
            try
            {
                Carry();
            }
            catch (WorldException)
            {
                _places.Remove(owner);
                CarryQuietly();
                throw;
            }
        }
    }

    // A host that is not plugged in is as the caller wants it: repeating a detach is no mistake.
    private void Detach(DetachPort detach)
    {
        var owner = OwnerOf(detach.Port);
        lock (_lock)
        {
            if (_places.Remove(owner))
            {
                Carry();
            }
        }
    }

    private string OwnerOf(string name)
    {
        var state = State;
        var port = state.FindPort(name) ?? throw new VpcRefusedException(
            new CloudError("InvalidEcsId.NotFound", Nearest.Sentence("host or ENI", name, state.Ports.Select(port => port.Owner)), 404));
        return state.Interfaces.GetValueOrDefault(port.Id)?.Instance ?? port.Id;
    }

    private void Follow(CloudState state)
    {
        lock (_lock)
        {
            CarryQuietly();
        }

        _repair.Wake();
    }

    /// <returns>Whether something is amiss still.</returns>
    private bool Repair()
    {
        lock (_lock)
        {
            if (_packets.Lost() is not { Count: > 0 } lost)
            {
                return false;
            }

            // A host that ended took its NICs with it, and has no place any more.
            foreach (var port in lost.Where(port => !_packets.IsHostThere(port)))
            {
                _places.Remove(_state.Interfaces.GetValueOrDefault(port)?.Instance ?? port);
            }

            CarryQuietly();
            return _packets.Lost().Count > 0;
        }
    }

    /// <summary>For changes that nobody waits for, or that are done and cannot be undone: what the kernel refuses is told of in the snapshot.</summary>
    private void CarryQuietly()
    {
        try
        {
            Carry();
        }
        catch (Exception error) when (error is WorldException or TimeoutException)
        {
            _trouble = error.Message;
        }
    }

    private void Carry()
    {
        var cloud = Cloud.State;
        if (cloud.Vpcs.Values.FirstOrDefault() is not { } network)
        {
            return;
        }

        var view = CloudSeed.View(cloud, network.Id) with { Outside = _surroundings.Outside, NatGateway = _surroundings.NatGateway, Hosted = _surroundings.Hosted };
        var wires = new Wiring(_places, () => _packets.CarriesMembers, HostLinks.Names).Next(view, _state.Attachments, _packets.Lost(), _time.GetUtcNow());
        var next = view with { Attachments = wires };
        Volatile.Write(ref _state, next);
        Record(wires);
        _packets.Apply(next);
        _trouble = null;
    }

    // Before the kernel is told: a wire of which nobody knows would be made twice.
    private void Record(ImmutableSortedDictionary<string, PortAttachment> wires)
    {
        if (_record is not null && _configuration is not null)
        {
            new FabricRecord(_configuration, new Dictionary<string, HostPlace>(_places), wires).Write(_record);
        }
    }
}
