using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Fairlead.AgentApi;
using Fairlead.Lab.Hosts;
using Fairlead.Lab.Pods;
using Fairlead.Lab.Processes;
using Fairlead.Lab.Topology;
using Fairlead.Linux;
using Fairlead.Linux.Namespaces;
using Fairlead.Linux.Sockets;
using Fairlead.Model.Addresses;
using Fairlead.Model.Problems;
using Fairlead.Vpc.Configuration;
using Fairlead.Vpc.Control;
using Fairlead.Vpc.Topology;

namespace Fairlead.Lab.Supervision;

/// <summary>Runs a lab: the fabric, the hosts, their agents and pods. It lives in the lab's own namespaces, and everything in them dies with it.</summary>
/// <param name="api">The socket of the OpenAPI, for the fabric's program; nobody else is to inherit it.</param>
internal sealed partial class LabSupervisor(string name, LabTopology topology, string peers, InheritedDescriptor api)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly DateTimeOffset _since = DateTimeOffset.UtcNow;
    private readonly VpcClient _fabric = new(LabPaths.Fabric);
    private readonly ConcurrentDictionary<string, LabHost> _hosts = [];
    private readonly ConcurrentDictionary<string, PodSandbox> _pods = [];

    // A name belongs to one call at a time: two that run the same pod must not both make it.
    private readonly ConcurrentDictionary<string, bool> _busy = [];

    private HeldProcess? _fabricProgram;

    /// <summary>Brings everything up, saying what it is about.</summary>
    /// <exception cref="LabException">A part did not come up.</exception>
    public void Start(Action<string> say)
    {
        say("the VPC's fabric");
        StartFabric();
        say($"{topology.HostNames.Count()} hosts");
        Parallel.ForEach(topology.HostNames, StartHost);
        var agents = _hosts.Values.Where(host => host.Agent is not null).ToList();
        say($"{agents.Count} agents");
        Parallel.ForEach(agents, host => host.Agent!.Start());
    }

    public LabStatus Status()
    {
        var snapshot = _fabric.Snapshot();
        var vpc = snapshot.State;
        return new LabStatus(
            name,
            _since,
            [.. topology.HostNames.Select(host => Describe(_hosts[host], vpc))],
            [.. _pods.Values.OrderBy(pod => pod.Request.Name, StringComparer.Ordinal).Select(Describe)],
            [.. vpc.Routes.Select(route => new RouteStatus(route.Destination, NextHopName(vpc, route)))],
            _fabric.Access(),
            snapshot.Trouble);
    }

    /// <summary>Why nothing works any more and what to do, where the fabric's program has ended; null while it runs.</summary>
    public string? Ended => _fabricProgram is not { IsRunning: false } ? null
        : $"the program of the lab's VPC, fairlead-vpc, has ended, and no packet goes anywhere any more; fairlead lab down --name {name} ends the lab, fairlead lab up makes it anew";

    /// <exception cref="LabException">The name is taken, there is no such node, or the plug-in refused.</exception>
    public PodStatus RunPod(PodRequest request)
    {
        var node = FindNode(request.Node);
        if (!PodName().IsMatch(request.Name))
        {
            throw new LabException($"'{request.Name}' is no name for a pod: small letters, digits, hyphens and dots, 63 at most, a letter or digit first");
        }

        return Alone(request.Name, () =>
        {
            if (_pods.ContainsKey(request.Name) || _hosts.ContainsKey(request.Name))
            {
                throw new LabException($"there is a {(_pods.ContainsKey(request.Name) ? "pod" : "host")} {request.Name} already");
            }

            var pod = _pods[request.Name] = PodSandbox.Start(request, node);
            return Describe(pod);
        });
    }

    /// <exception cref="LabException">There is no such pod, or the plug-in refused.</exception>
    public void DeletePod(string pod) => Alone(pod, () =>
    {
        FindPod(pod).Stop();
        return _pods.TryRemove(pod, out _);
    });

    /// <exception cref="ControlException">The cloud's no.</exception>
    public void Change(VpcOperation operation) => _fabric.Submit(operation);

    public VpcSnapshot Vpc() => _fabric.Snapshot();

    /// <exception cref="LabException">There is no such node.</exception>
    public NodeAgentProcess AgentOf(string node) => FindNode(node).Agent!;

    /// <summary>Network namespace of a host or a pod.</summary>
    /// <exception cref="LabException">There is neither of that name.</exception>
    public NetworkNamespace NetnsOf(string place) =>
        _hosts.TryGetValue(place, out var host) ? host.Netns
        : _pods.TryGetValue(place, out var pod) ? pod.Netns
        : throw new LabException(Nearest.Sentence("host or pod", place, topology.HostNames.Concat(_pods.Keys)));

    private void StartFabric()
    {
        var process = HeldProcess.StartLogged(
            depth: 0, LabPaths.FabricLog, [], Installation.Dotnet, Installation.InsideLab.Program("fairlead-vpc"), "--control", LabPaths.Fabric,
            "--listen-descriptor", api.Number.ToString(CultureInfo.InvariantCulture));
        _fabricProgram = process;
        RefuseCallersAfter(process);
        api.Dispose();
        var since = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                _fabric.Submit(new Configure(topology.Vpc));
                return;
            }
            catch (ControlException error)
            {
                if (error.InnerException is null || !process.IsRunning || Stopwatch.GetElapsedTime(since) > Patience)
                {
                    throw new LabException($"the VPC's fabric does not come up: {(process.IsRunning ? error.Message : File.ReadAllText(LabPaths.FabricLog).Trim())}", error);
                }
            }

            Thread.Sleep(20);
        }
    }

    // Processes on the way have the socket open too: without this, callers would connect and wait for an answer in vain.
    private void RefuseCallersAfter(HeldProcess process)
    {
        var listener = new Socket(api.Keep());
        process.WhenEnded(() => listener.Shutdown(SocketShutdown.Both));
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

    private T Alone<T>(string pod, Func<T> work)
    {
        if (!_busy.TryAdd(pod, true))
        {
            throw new LabException($"pod {pod} is being started or deleted by somebody else");
        }

        try
        {
            return work();
        }
        finally
        {
            _busy.TryRemove(pod, out _);
        }
    }

    private LabHost FindNode(string node) => topology.FindNode(node) is null
        ? throw new LabException(Nearest.Sentence("node", node, topology.Nodes.Select(known => known.Name)))
        : _hosts[node];

    private PodSandbox FindPod(string pod) =>
        _pods.GetValueOrDefault(pod) ?? throw new LabException(Nearest.Sentence("pod", pod, _pods.Keys));

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

    // As Kubernetes has them, and as long as the name of a host may be (HOST_NAME_MAX, 64).
    [GeneratedRegex(@"\A[a-z0-9][a-z0-9.-]{0,62}\z")]
    private static partial Regex PodName();

    private static string NextHopName(VpcState vpc, RouteEntry route) =>
        vpc.Instances.Values.FirstOrDefault(instance => instance.PrimaryInterface == route.NextHop)?.Name ?? route.NextHop;
}
