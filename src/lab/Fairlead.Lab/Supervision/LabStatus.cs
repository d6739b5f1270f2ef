using Fairlead.Model.Addresses;
using Fairlead.Model.Pods;
using Fairlead.Model.Problems;
using Fairlead.Vpc.Control;

namespace Fairlead.Lab.Supervision;

public enum HostRole
{
    /// <summary>A host of the VPC with an agent.</summary>
    Node,

    /// <summary>A host of the VPC that knows nothing of pods.</summary>
    Host,

    /// <summary>On the internet, or a service of the cloud.</summary>
    Outside,
}

public enum AgentState
{
    Running,
    Stopped,
}

/// <summary>A lab at one moment. Process ids are those that the lab's own processes see.</summary>
/// <param name="Trouble">What the kernel refused when the cloud last changed; null where packets meet all that the API says.</param>
/// <param name="Cloud">How programs reach the lab's OpenAPI, with the keys to it.</param>
public sealed record LabStatus(
    string Name, DateTimeOffset Since, IReadOnlyList<HostStatus> Hosts, IReadOnlyList<PodStatus> Pods, IReadOnlyList<RouteStatus> Routes, CloudAccess? Cloud = null, string? Trouble = null)
{
    /// <summary>Null where the lab is no cluster.</summary>
    public ClusterStatus? Cluster { get; init; }

    public HostStatus? FindHost(string name) => Hosts.FirstOrDefault(host => host.Name == name);

    public PodStatus? FindPod(string name) => Pods.FirstOrDefault(pod => pod.Name == name);

    /// <summary>First process of a host or pod.</summary>
    /// <exception cref="LabException">There is neither of that name; says which are near.</exception>
    public int PidOf(string place) => FindHost(place)?.Pid ?? FindPod(place) switch
    {
        { Pid: > 0 } pod => pod.Pid,
        { } pod => throw new LabException($"pod {place} is {pod.Phase}{(pod.Message is { } message ? $": {message}" : "")}"),
        null => throw new LabException(Nearest.Sentence("host or pod", place, Hosts.Select(host => host.Name).Concat(Pods.Select(pod => pod.Name)))),
    };
}

/// <param name="VSwitch">Null for hosts outside.</param>
/// <param name="Agent">Null for what is no node.</param>
public sealed record HostStatus(
    string Name, HostRole Role, int Pid, IReadOnlyList<InetAddress> Addresses, IReadOnlyList<Cidr> PodSlices, string? VSwitch = null, AgentState? Agent = null)
{
    /// <summary>What the cloud has attached besides the NIC that the host was born with.</summary>
    public IReadOnlyList<NicStatus> Nics { get; init; } = [];
}

/// <param name="InterfaceName">What it is called in its host, or was when it appeared where it is not there; null for a member ENI, whose packets are not carried.</param>
/// <param name="Eni">Its id.</param>
public sealed record NicStatus(string? InterfaceName, string Eni, MacAddress Mac, IReadOnlyList<InetAddress> Addresses, IReadOnlyList<Cidr> Prefixes)
{
    public override string ToString() =>
        $"{InterfaceName ?? "not carried"}  {Eni}  {Addresses[0]}{(Addresses.Count > 1 ? $" and {Addresses.Count - 1} more" : "")}{string.Concat(Prefixes.Select(prefix => $" {prefix}"))}";
}

public sealed record PodStatus(
    string Name, string Node, int Pid, string ContainerId, IReadOnlyList<InetAddress> Addresses,
    IReadOnlyDictionary<string, string> Labels, IReadOnlyDictionary<string, string> Annotations, IReadOnlyList<HostPort> Ports)
{
    /// <summary><c>Running</c>; in a cluster <c>Pending</c> and <c>Terminating</c> too.</summary>
    public string Phase { get; init; } = "Running";

    /// <summary>What holds a pod back; null where nothing does or nobody knows.</summary>
    public string? Message { get; init; }
}

/// <summary>How the cluster's store is reached, and which of the cluster's programs run.</summary>
/// <param name="Server">From the machine, for kubectl.</param>
/// <param name="InsideServer">From hosts of the VPC.</param>
/// <param name="Programs">By name: <c>store</c>, <c>controller</c>.</param>
public sealed record ClusterStatus(string Server, string InsideServer, IReadOnlyDictionary<string, AgentState> Programs);

/// <param name="NextHop">Name of an instance where it leads to one's primary ENI, else of an ENI.</param>
public sealed record RouteStatus(Cidr Destination, string NextHop);
