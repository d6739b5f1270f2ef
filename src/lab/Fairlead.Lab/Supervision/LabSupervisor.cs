using System.Collections.Concurrent;
using System.Net.Sockets;
using Fairlead.AgentApi;
using Fairlead.Lab.Clusters;
using Fairlead.Lab.Hosts;
using Fairlead.Lab.Pods;
using Fairlead.Lab.Processes;
using Fairlead.Lab.Topology;
using Fairlead.Linux;
using Fairlead.Linux.Namespaces;
using Fairlead.Linux.Sockets;
using Fairlead.Model.Addresses;
using Fairlead.Model.Problems;
using Fairlead.Vpc.Control;
using Fairlead.Vpc.Topology;

namespace Fairlead.Lab.Supervision;

/// <summary>Runs a lab: the fabric, the hosts, their agents and pods. It lives in the lab's own namespaces, and everything in them dies with it.</summary>
/// <param name="api">The socket of the OpenAPI, for the cloud's program.</param>
/// <param name="kube">The socket for kubectl; null where the lab is no cluster.</param>
internal sealed class LabSupervisor(string name, LabTopology topology, string peers, InheritedDescriptor api, Socket? kube)
{
    private readonly DateTimeOffset _since = DateTimeOffset.UtcNow;
    private readonly VpcClient _fabric = new(LabPaths.Fabric);
    private readonly ConcurrentDictionary<string, LabHost> _hosts = [];
    private readonly RunningPods _pods = new();
    private readonly CloudProgram _cloud = new(topology, api);
    private ClusterParts? _cluster;
    private ClusterPods? _clusterPods;

    /// <summary>Brings everything up, saying what it is about.</summary>
    /// <exception cref="LabException">A part did not come up.</exception>
    public void Start(Action<string> say)
    {
        say("the VPC's fabric");
        _cloud.Start();
        say($"{topology.HostNames.Count()} hosts");
        Parallel.ForEach(topology.HostNames, StartHost);
        StartCluster(say);
        var nodes = _hosts.Values.Where(host => host.Agent is not null).ToList();
        say($"{nodes.Count} agents");
        Parallel.ForEach(nodes, StartNode);
    }

    public LabStatus Status()
    {
        var snapshot = _fabric.Snapshot();
        var vpc = snapshot.State;
        return new LabStatus(
            name,
            _since,
            [.. topology.HostNames.Select(host => Describe(_hosts[host], vpc))],
            _clusterPods?.List() ?? [.. _pods.All.Select(Describe)],
            [.. vpc.Routes.Select(route => new RouteStatus(route.Destination, NextHopName(vpc, route)))],
            _fabric.Access(),
            snapshot.Trouble)
        {
            Cluster = _cluster?.Status(),
        };
    }

    /// <summary>Why nothing works any more and what to do, where the fabric's program has ended; null while it runs.</summary>
    public string? Ended => !_cloud.Program.HasEnded ? null
        : $"the program of the lab's VPC, fairlead-vpc, has ended: packets go on, and nothing can be changed; fairlead lab cloud start --name {name} starts it again, fairlead lab down --name {name} ends the lab";

    /// <exception cref="LabException">The name is taken, there is no such node, or the plug-in refused.</exception>
    public PodStatus RunPod(PodRequest request)
    {
        RunningPods.Check(request.Name);
        CheckPlace(request);
        return _hosts.ContainsKey(request.Name)
            ? throw new LabException($"there is a host {request.Name} already")
            : _clusterPods?.Run(request) ?? Describe(_pods.Start(request, FindNode(request.Node)));
    }

    // Without a scheduler somebody must say where.
    private void CheckPlace(PodRequest request)
    {
        if (_clusterPods is null && (request.Node.Length == 0 || request.Resources.Count > 0 || request.NodeSelector.Count > 0))
        {
            throw new LabException($"this lab is no cluster: {(request.Node.Length == 0 ? "say where the pod is to run, with --node" : "nobody gives its pods ENIs or chooses nodes for them")}");
        }

        if (request.Node.Length > 0)
        {
            FindNode(request.Node);
        }
    }

    /// <exception cref="LabException">There is no such pod, or the plug-in refused.</exception>
    public void DeletePod(string pod)
    {
        if (_clusterPods is { } cluster)
        {
            cluster.Delete(pod);
            return;
        }

        _pods.Stop(pod);
    }

    /// <exception cref="ControlException">The cloud's no.</exception>
    public void Change(VpcOperation operation) => _fabric.Submit(operation);

    public VpcSnapshot Vpc() => _fabric.Snapshot();

    /// <exception cref="LabException">There is no such node.</exception>
    public NodeAgentProcess AgentOf(string node) => FindNode(node).Agent!;

    /// <summary>Switches a node off: nobody is told.</summary>
    /// <exception cref="LabException">There is no such node.</exception>
    public void StopNode(string node)
    {
        var host = FindNode(node);
        _cluster?.StopKubelet(node);
        if (host.Agent!.IsRunning)
        {
            host.Agent.Kill();
        }

        _pods.Kill(node);
        host.Unplug(_fabric);
    }

    /// <exception cref="LabException">There is no such node, or it runs.</exception>
    public void StartNode(string node)
    {
        var host = FindNode(node);
        host.Plug(_fabric);
        StartNode(host);
    }

    /// <param name="program"><c>cloud</c>, and in a cluster <c>store</c> or <c>controller</c>.</param>
    /// <exception cref="LabException">The lab has no such program.</exception>
    public LabProgram ProgramOf(string program)
    {
        Dictionary<string, LabProgram> programs = new(_cluster?.Programs ?? new Dictionary<string, LabProgram>()) { ["cloud"] = _cloud.Program };
        return programs.TryGetValue(program, out var found) ? found : throw new LabException(Nearest.Sentence("program", program, programs.Keys));
    }

    /// <summary>Network namespace of a host or a pod.</summary>
    /// <exception cref="LabException">There is neither of that name.</exception>
    public NetworkNamespace NetnsOf(string place) =>
        _hosts.TryGetValue(place, out var host) ? host.Netns
        : _pods.TryFind(place)?.Netns ?? throw new LabException(Nearest.Sentence("host or pod", place, topology.HostNames.Concat(_pods.Names)));

    private void StartCluster(Action<string> say)
    {
        if (topology.Cluster is null)
        {
            return;
        }

        say("the cluster's store and controller");
        _cluster = new ClusterParts(topology, _pods, kube!);
        _cluster.Start(_cloud.OpenNetns(), _fabric.Access()!, _fabric.Snapshot().State);
        _clusterPods = new ClusterPods(_cluster.Client, _cluster.Scheduler, _pods);
    }

    private void StartNode(LabHost node)
    {
        node.Agent!.Start();
        _cluster?.StartKubelet(node, _fabric.Snapshot().State);
    }

    private void StartHost(string host)
    {
        var node = topology.FindNode(host);
        var started = _hosts[host] = LabHost.Start(host, node, peers);
        started.Plug(_fabric);
        if (topology.HostileHosts.Contains(host))
        {
            started.SufferDhcp(_fabric);
        }

        if (node is not null)
        {
            NodeFiles.Install(started.Pid, node, topology);
        }
    }

    private LabHost FindNode(string node) => topology.FindNode(node) is null
        ? throw new LabException(Nearest.Sentence("node", node, topology.Nodes.Select(known => known.Name)))
        : _hosts[node];

    private static HostStatus Describe(LabHost host, VpcState vpc)
    {
        var eni = vpc.FindInterface(host.Name);
        return new HostStatus(
            host.Name,
            eni is null ? HostRole.Outside : host.Node is null ? HostRole.Host : HostRole.Node,
            host.Pid,
            [.. host.Nic!.Addresses.Select(address => address.Address)],
            host.Node?.PodSlices ?? [],
            eni is null ? null : vpc.VSwitches[eni.VSwitch].Name,
            host.Agent is null ? null : host.Agent.IsRunning ? AgentState.Running : AgentState.Stopped)
        {
            Nics = eni is null ? [] : Describe(host, [.. vpc.Interfaces.Values.Where(other => other.Instance == eni.Instance && other.Type != InterfaceType.Primary)], vpc),
        };
    }

    private static IReadOnlyList<NicStatus> Describe(LabHost host, IReadOnlyList<NetworkInterface> enis, VpcState vpc)
    {
        if (enis.Count == 0)
        {
            return [];
        }

        using var reader = KernelReader.Open(host.Netns);
        var names = reader.Links().ToLookup(link => link.Mac, link => link.Name);
        return [.. enis.Select(eni => Describe(eni, names[eni.Mac].FirstOrDefault(), vpc))];
    }

    private static NicStatus Describe(NetworkInterface eni, string? name, VpcState vpc) =>
        new(vpc.Attachments.GetValueOrDefault(eni.Id) is { } attachment ? name ?? attachment.InterfaceName : null, eni.Id, eni.Mac, eni.Addresses, eni.Prefixes);

    private static PodStatus Describe(PodSandbox pod) => new(
        pod.Request.Name, pod.Request.Node, pod.Pid, pod.ContainerId, pod.Addresses, pod.Request.Labels, pod.Request.Annotations, pod.Request.Ports);

    private static string NextHopName(VpcState vpc, RouteEntry route) =>
        vpc.Instances.Values.FirstOrDefault(instance => instance.PrimaryInterface == route.NextHop)?.Name ?? route.NextHop;
}
