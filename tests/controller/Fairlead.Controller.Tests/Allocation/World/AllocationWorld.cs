using Fairlead.Allocation;
using Fairlead.Allocation.Deeds;
using Fairlead.Allocation.Observations;
using Fairlead.Model.Addresses;
using Fairlead.Resources.Core;
using Fairlead.Resources.Meta;
using Fairlead.Resources.Network;
using Fairlead.Testing.Clocks;
using Fairlead.Testing.Cloud;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Configuration;
using Fairlead.Vpc.Gate;

namespace Fairlead.Controller.Tests.Allocation.World;

/// <summary>One allocator over the emulated cloud on a clock of its own, with agents that obey: small enough to read what a failing test did.</summary>
internal sealed class AllocationWorld : IDisposable
{
    public const string Cluster = "c1";

    private readonly ManualClock _clock = new();
    private readonly CloudGate _gate;
    private readonly FakeCloud _cloud;
    private readonly CloudDriver _driver;
    private long _version;
    private long _term = 1;

    /// <param name="change">What no topology says of the cloud.</param>
    public AllocationWorld(CloudSettings? settings = null, VpcConfiguration? topology = null, Func<CloudState, CloudState>? change = null)
    {
        var state = CloudSeed.Of(topology ?? Topologies.Standard, settings ?? new CloudSettings(), _clock.GetUtcNow());
        Emulated = new EmulatedCloud(change?.Invoke(state) ?? state, _clock);
        _gate = new CloudGate(Emulated, _clock);
        _cloud = new FakeCloud(_gate, CloudSeed.Region);
        _driver = new CloudDriver(_cloud);
        Allocator = new Allocator(new AllocatorOptions { Seed = 7 }, term: 1);
    }

    public CloudDriver Driver => _driver;

    public EmulatedCloud Emulated { get; }

    public CloudGate Gate => _gate;

    public Allocator Allocator { get; private set; }

    public DateTimeOffset Now => _clock.GetUtcNow();

    /// <summary>Every deed so far, as text.</summary>
    public List<string> Log { get; } = [];

    /// <summary>What the cloud itself refused: not what a fault made of it.</summary>
    public List<Fairlead.Cloud.CloudException> Refusals => _driver.Refusals;

    /// <summary>What was taken from a pod.</summary>
    public List<string> Mistakes { get; } = [];

    /// <summary>ENIs that went without anybody's doing.</summary>
    public HashSet<string> Vanished { get; } = [];

    public List<Deed> Deeds { get; } = [];

    public Dictionary<string, AgentModel> Agents { get; } = [];

    public Dictionary<string, Node> NodeObjects { get; } = [];

    public Dictionary<string, PodNetworkClass> ClassObjects { get; } = [];

    public Dictionary<string, NodeNetwork> Networks { get; } = [];

    public Dictionary<string, PublishNode> Nodes { get; } = [];

    public ClusterNetworkStatus? ClusterStatus { get; private set; }

    public Dictionary<string, PodNetworkClassStatus> Classes { get; } = [];

    public Dictionary<string, AddressReservation> Reservations { get; } = [];

    /// <summary>Pods, by namespace and name.</summary>
    public Dictionary<string, Pod> Pods { get; } = [];

    public int Mutations => Deeds.Count(IsMutation);

    public static bool IsMutation(Deed deed) =>
        deed is CreateInterface or AttachInterface or DetachInterface or DeleteInterface or AssignRanges or AssignAddresses or ReleaseRanges or CreateRoute or DeleteRoute;

    public void Configure(ClusterNetworkSpec spec) => See(new ConfigurationSeen(new ClusterNetwork
    {
        Metadata = new ObjectMeta { Name = ClusterNetwork.Name, Generation = ++_version },
        Spec = spec with { Cluster = Cluster, Vpc = CloudSeed.Vpc },
    }));

    public void See(Observation observation) => Allocator.See(observation, Now);

    public void Join(string name, string? instance = null, params Cidr[] slices)
    {
        Agents[name] = new AgentModel(name);
        NodeObjects[name] = new Node
        {
            Metadata = new ObjectMeta { Name = name, Uid = $"uid-{name}-{++_version}", Labels = new Dictionary<string, string> { ["name"] = name } },
            Spec = new NodeSpec { ProviderID = $"{CloudSeed.Region}.{instance ?? Topologies.InstanceOf(Emulated, name)}", PodCIDRs = slices },
        };
        See(new NodeSeen(NodeObjects[name]));
    }

    public void Define(string name, PodNetworkClassSpec spec)
    {
        ClassObjects[name] = new PodNetworkClass { Metadata = new ObjectMeta { Name = name, Generation = ++_version }, Spec = spec };
        See(new ClassSeen(ClassObjects[name]));
    }

    public void Leave(string name)
    {
        Agents.Remove(name);
        NodeObjects.Remove(name);
        See(new NodeGone(name));
    }

    public Pod Bind(string name, string node, Func<Pod, Pod>? change = null)
    {
        var pod = new Pod { Metadata = new ObjectMeta { Namespace = "default", Name = name, Uid = $"uid-{name}-{++_version}" }, Spec = new PodSpec { NodeName = node } };
        pod = change?.Invoke(pod) ?? pod;
        Pods["default/" + name] = pod;
        See(new PodSeen(pod));
        return pod;
    }

    public void Delete(string name)
    {
        if (Pods.Remove("default/" + name, out var pod))
        {
            Agents.GetValueOrDefault(pod.Spec.NodeName)?.Release(pod.Metadata.Uid);
            See(new PodGone("default", name, pod.Metadata.Uid));
        }
    }

    /// <summary>Another controller takes over: it knows what the store and the cloud say, and nothing else.</summary>
    public void Restart(ClusterNetworkSpec spec)
    {
        Allocator = new Allocator(new AllocatorOptions { Seed = 8 }, ++_term);
        Configure(spec);
        foreach (var observation in Store())
        {
            See(observation);
        }

        See(new ClusterListed());
    }

    private IEnumerable<Observation> Store() =>
    [
        .. ClassObjects.Values.Select(item => new ClassSeen(item)),
        .. NodeObjects.Values.Select(node => new NodeSeen(node)),
        .. Networks.Values.Select(network => new NodeNetworkSeen(network)),
        .. Reservations.Values.Select(reservation => new ReservationSeen(reservation)),
        .. Pods.Values.Select(pod => new PodSeen(pod)),
    ];

    /// <summary>Lets time pass, in steps of what is due, and everybody do what they do.</summary>
    public void Run(double seconds, Action? afterEach = null)
    {
        var end = Now + TimeSpan.FromSeconds(seconds);
        Turn();
        while (Now < end)
        {
            var next = Allocator.NextDue is { } due && due > Now ? due : Now + TimeSpan.FromMilliseconds(250);
            var step = new[] { next - Now, end - Now, TimeSpan.FromSeconds(1) }.Min();
            _clock.Advance(step > TimeSpan.Zero ? step : TimeSpan.FromMilliseconds(1));
            Turn();
            afterEach?.Invoke();
        }
    }

    public void Advance(double seconds) => _clock.Advance(TimeSpan.FromSeconds(seconds));

    public void Dispose()
    {
        _gate.Dispose();
        Emulated.Dispose();
    }

    /// <summary>Everybody acts until nobody has anything more to do now.</summary>
    public void Turn()
    {
        Emulated.Elapse();
        for (var round = 0; round < 200; round++)
        {
            var deeds = Allocator.Decide(Now);
            var said = Agents.Values.Any(Speak);
            if (deeds.Count == 0 && !said)
            {
                return;
            }

            foreach (var deed in deeds)
            {
                Carry(deed);
            }
        }

        throw new InvalidOperationException("they never rest:\n" + string.Join('\n', Log.TakeLast(30)));
    }

    public string Since(int deeds) => string.Join('\n', Deeds.Skip(deeds).Where(IsMutation).Select(DeedText.Of));

    private bool Speak(AgentModel agent)
    {
        if (!Networks.TryGetValue(agent.Node, out var network) || agent.Act(network.Spec, Pods.Values) is not { } status)
        {
            return false;
        }

        Networks[agent.Node] = network with { Status = network.Status with { Agent = status } };
        See(new NodeNetworkSeen(Networks[agent.Node]));
        return true;
    }

    private void Carry(Deed deed)
    {
        Deeds.Add(deed);
        Log.Add($"{Now:mm:ss.f} {DeedText.Of(deed)}");
        if (deed is ReleaseRanges release && Agents.Values.SelectMany(agent => agent.Leases).FirstOrDefault(use => use.Interface == release.Interface && release.Ranges.Any(range => range.Contains(use.Address))) is { } taken)
        {
            Mistakes.Add($"{taken.Address} of pod {taken.PodName} is released");
        }

        switch (deed)
        {
            case CloudCall call when _driver.Carry(call) is { } ended:
                See(ended);
                break;
            case PublishNodeNetwork write:
                var before = Networks.GetValueOrDefault(write.Node) ?? new NodeNetwork { Metadata = new ObjectMeta { Name = write.Node } };
                Networks[write.Node] = before with { Spec = write.Spec, Status = write.Status with { Agent = before.Status.Agent } };
                See(new NodeNetworkSeen(Networks[write.Node]));
                break;
            case RemoveNodeNetwork remove:
                Networks.Remove(remove.Node);
                See(new NodeNetworkGone(remove.Node));
                break;
            case PublishNode node:
                Nodes[node.Node] = node;
                break;
            case PublishConfigurationStatus status:
                ClusterStatus = status.Status;
                break;
            case PublishClassStatus status:
                Classes[status.Class] = status.Status;
                break;
            case CreateReservation create:
                Reserve(create.Reservation);
                break;
            case PublishReservation status when Reservations.TryGetValue(status.Namespace + "/" + status.Name, out var known):
                Reserve(known with { Status = status.Status });
                break;
            case RemoveReservation remove:
                Reservations.Remove(remove.Namespace + "/" + remove.Name);
                See(new ReservationGone(remove.Namespace, remove.Name));
                break;
        }
    }

    public void Reserve(AddressReservation reservation)
    {
        Reservations[reservation.Metadata.Namespace + "/" + reservation.Metadata.Name] = reservation;
        See(new ReservationSeen(reservation));
    }
}
