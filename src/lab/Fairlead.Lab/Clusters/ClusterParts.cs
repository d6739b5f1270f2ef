using System.Net;
using System.Net.Sockets;
using Fairlead.Kubernetes;
using Fairlead.Lab.Hosts;
using Fairlead.Lab.Kubelets;
using Fairlead.Lab.Pods;
using Fairlead.Lab.Processes;
using Fairlead.Lab.Scheduling;
using Fairlead.Lab.Supervision;
using Fairlead.Lab.Topology;
using Fairlead.Linux.Namespaces;
using Fairlead.Vpc.Control;
using Fairlead.Vpc.Topology;

namespace Fairlead.Lab.Clusters;

/// <summary>
/// What makes a cluster of a lab's nodes: a store and a controller as programs of their own, at the lab's own loopback; a scheduler and
/// the nodes' kubelets in the supervisor; and relays by which hosts and the machine reach the store.
/// </summary>
/// <param name="outside">Listens on the machine for whoever uses kubectl.</param>
internal sealed class ClusterParts(LabTopology topology, RunningPods pods, Socket outside)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly IPEndPoint Listening = new(IPAddress.Loopback, LabPaths.StorePort);
    private static readonly IPEndPoint Inside = new(CloudAddresses.ClusterStore.ToIPAddress(), LabPaths.StorePort);

    private readonly Dictionary<string, NodeKubelet> _kubelets = [];
    private readonly Lock _lock = new();
    private readonly List<SocketRelay> _relays = [];
    private CloudAccess? _cloud;
    private SchedulerLoop? _scheduler;

    /// <summary>As hosts reach it.</summary>
    public static Uri StoreInside { get; } = new($"http://{Inside}");

    /// <summary>As kubectl reaches it from the machine.</summary>
    public Uri StoreOutside { get; } = new($"http://{outside.LocalEndPoint}");

    public LabProgram Store => field ??= new LabProgram("the cluster's store", LabPaths.StoreLog, StartStore, IsStoreReady);

    /// <summary>Null in a cluster without one.</summary>
    public LabProgram? Controller { get; private set; }

    /// <summary>By name.</summary>
    public IReadOnlyDictionary<string, LabProgram> Programs => new[] { ("store", Store), ("controller", Controller) }
        .Where(program => program.Item2 is not null).ToDictionary(program => program.Item1, program => program.Item2!);

    public ClusterClient Client => field ??= OpenInside();

    public SchedulerLoop Scheduler => _scheduler ?? throw new LabException("the cluster is not up yet");

    /// <summary>For programs in the lab's own namespace, where the store listens.</summary>
    public static ClusterClient OpenInside() => new(new ClusterEndpoint { Server = new Uri($"http://{Listening}"), UserAgent = "fairlead-lab" });

    public ClusterStatus Status() => new(
        $"{StoreOutside}".TrimEnd('/'), $"{StoreInside}".TrimEnd('/'),
        Programs.ToDictionary(program => program.Key, program => program.Value.IsRunning ? AgentState.Running : AgentState.Stopped));

    /// <summary>Store and controller; the nodes register themselves later.</summary>
    /// <param name="vpc">Where the ids of what the topology names are found.</param>
    /// <exception cref="LabException">A part did not come up.</exception>
    public void Start(NetworkNamespace fabric, CloudAccess cloud, VpcState vpc)
    {
        _cloud = cloud;
        Store.Start();
        _relays.Add(new SocketRelay(outside, ConnectAsync));
        _relays.Add(new SocketRelay(ListenIn(fabric), ConnectAsync));
        _relays.ForEach(relay => relay.Start());
        new ClusterObjects(Client, topology.Cluster!, topology.Nodes, vpc).WriteAsync(cloud.VpcId).WaitAsync(Patience).GetAwaiter().GetResult();
        _scheduler = new SchedulerLoop(Client);
        _scheduler.Start();
        if (topology.Cluster!.HasController)
        {
            Controller = new LabProgram("the cluster's controller", LabPaths.ControllerLog, StartController, () => true);
            Controller.Start();
        }
    }

    /// <summary>A node begins to run what is bound to it.</summary>
    /// <exception cref="LabException">The store does not take the node.</exception>
    public void StartKubelet(LabHost host, VpcState vpc)
    {
        var instance = vpc.FindInstance(host.Name)!;
        var eni = vpc.FindInterface(host.Name)!;
        var registration = new NodeRegistration(host.Node!, _cloud!.RegionId, vpc.VSwitches[eni.VSwitch].Zone, instance.Id, instance.Type, eni.Addresses);
        var kubelet = new NodeKubelet(Client, registration, host, pods);
        if (!kubelet.StartAsync().Wait(Patience))
        {
            kubelet.DisposeAsync().AsTask().Wait(Patience);
            throw new LabException($"the cluster's store did not take node {host.Name} in {Patience.TotalSeconds:0} s; does it run? fairlead lab store start");
        }

        lock (_lock)
        {
            _kubelets[host.Name] = kubelet;
        }
    }

    /// <summary>A node stops doing so; its pods go on.</summary>
    public void StopKubelet(string node)
    {
        NodeKubelet? kubelet;
        lock (_lock)
        {
            _kubelets.Remove(node, out kubelet);
        }

        kubelet?.DisposeAsync().AsTask().WaitAsync(Patience).GetAwaiter().GetResult();
    }

    private static HeldProcess StartStore() => HeldProcess.StartLogged(
        depth: 0, LabPaths.StoreLog, [], Installation.Dotnet, Installation.InsideLab.Program("fairlead"), "store", "serve", "--listen", $"{Listening}", "--state", LabPaths.StoreState);

    private HeldProcess StartController() => HeldProcess.StartLogged(
        depth: 0, LabPaths.ControllerLog,
        ["env", $"ALIBABA_CLOUD_ACCESS_KEY_ID={_cloud!.AccessKeyId}", $"ALIBABA_CLOUD_ACCESS_KEY_SECRET={_cloud.AccessKeySecret}"],
        Installation.Dotnet, Installation.InsideLab.Program("fairlead-controller"), "--server", $"http://{Listening}", "--region", _cloud.RegionId, "--endpoint", $"http://{CloudProgram.Inside}", "--metrics", "off");

    // A socket belongs to the namespace that its thread was in when it was made.
    private static Socket ListenIn(NetworkNamespace fabric)
    {
        var socket = fabric.Inside(() => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
        socket.Bind(Inside);
        socket.Listen(512);
        return socket;
    }

    private static async Task<Socket> ConnectAsync()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(Listening).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private bool IsStoreReady()
    {
        try
        {
            using var connection = ConnectAsync().GetAwaiter().GetResult();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
