using Fairlead.Agent.Tests.Calls;
using Fairlead.Agent.Tests.Nodes;
using Fairlead.Kubernetes;
using Fairlead.Kubernetes.Store;
using Fairlead.Model.Addresses;
using Fairlead.Resources.Core;
using Fairlead.Resources.Json;
using Fairlead.Resources.Meta;
using Fairlead.Resources.Network;

namespace Fairlead.Agent.Tests.Cluster;

/// <summary>
/// A node of a cluster: its store is in this process, and the test is its controller. The host beside the node is the VPC: it
/// answers on every ENI with the cloud's MAC, knows which address is on which, and drops what comes by another (rp_filter 1).
/// </summary>
internal sealed class ClusterNode : IDisposable
{
    public const string Name = "node-1";

    // What answers every ARP of a vSwitch.
    private const string CloudMac = "ee:ff:ff:ff:ff:ff";

    private readonly string _stateFile = Path.Combine(Path.GetTempPath(), $"fl-store-{Guid.NewGuid():n}.db");
    private StoreServer? _store;
    private NodeNetworkSpec _spec;

    public ClusterNode(PodNetworkMode mode = PodNetworkMode.SharedEni, int restSeconds = 30)
    {
        _store = StoreServer.StartAsync(new StoreOptions { StateFile = _stateFile }).GetAwaiter().GetResult();
        Client = new ClusterClient(new ClusterEndpoint { Server = _store.Uri });
        _spec = new NodeNetworkSpec { Term = 1, Mode = mode, RestSeconds = restSeconds, PodSlices = [Cidr.Parse("10.244.1.0/24"), Cidr.Parse("fd10:244:1::/64")] };
        Node = new TestNode($$"""
            nodeName: {{Name}}
            vpcCidrs: ["172.16.0.0/16", "fd16::/64"]
            podRanges: ["10.244.0.0/16", "fd10:244::/32"]
            fullReadEvery: 10m
            cluster: { server: "{{_store.Uri}}", metadata: none }

            """) { Clock = Clock };
        Wait(Client.CreateAsync(new NodeNetwork { Metadata = new ObjectMeta { Name = Name }, Spec = _spec }));
        Run.In(Outside, $"ip link set eth0 address {CloudMac}").Succeeded();
        Outside.WriteSysctl("net/ipv4/conf/eth0/rp_filter", "1");
    }

    public TestNode Node { get; }

    public Linux.Namespaces.NetworkNamespace Outside => Node.Outside;

    public LeapClock Clock { get; } = new();

    public ClusterClient Client { get; }

    public AgentStatus? Status => Wait(Client.GetAsync<NodeNetwork>(Name)).Status.Agent;

    /// <summary>Of the NodeNetwork's spec that the store has.</summary>
    public long Generation => Wait(Client.GetAsync<NodeNetwork>(Name)).Metadata.Generation;

    /// <summary>ENI of this number: its link comes, <c>eni1</c> with 172.16.20.1n and fd16:20::1n and further addresses.</summary>
    /// <param name="prefixes">That it has besides.</param>
    public NodeInterface Plug(int number, int addresses = 3, params string[] prefixes)
    {
        var eni = Describe(number, addresses);
        eni = eni with { Ranges = [.. eni.Ranges, .. prefixes.Select(prefix => new OfferedRange(Cidr.Parse(prefix), 1))] };
        Run.In(Node.Node, $"ip link add eni{number} address {eni.Mac} type veth peer name eni{number} address {CloudMac} netns /proc/{Environment.ProcessId}/fd/{Outside.Descriptor}").Succeeded();
        Run.In(Outside, $"ip link set eni{number} up").Succeeded();
        Outside.WriteSysctl($"net/ipv4/conf/eni{number}/rp_filter", "1");
        foreach (var range in eni.Ranges.Select(range => range.Range))
        {
            // The cloud asks for nobody's MAC: whatever is of the ENI goes to the ENI's, each address of a prefix too.
            var hop = range.IsSingleAddress ? range.Address : eni.Ranges.First(other => other.Range.IsV6 == range.IsV6).Range.Address;
            Run.In(Outside, $"ip neigh replace {hop} lladdr {eni.Mac} dev eni{number} nud permanent").Succeeded();
            Run.In(Outside, range.IsSingleAddress ? $"ip route add {range} dev eni{number}" : $"ip route add {range} via {hop} dev eni{number} onlink").Succeeded();
        }

        return eni;
    }

    public static NodeInterface Describe(int number, int addresses = 3) => new()
    {
        Id = $"eni-{number}",
        Mac = MacAddress.Parse($"00:16:3e:00:00:{number:x2}"),
        Use = InterfaceUse.Shared,
        VSwitch = "vsw-1",
        Subnet4 = Cidr.Parse("172.16.20.0/24"),
        Subnet6 = Cidr.Parse("fd16:20::/64"),
        Gateway4 = InetAddress.Parse("172.16.20.253"),
        Gateway6 = InetAddress.Parse("fe80::feff"),
        Generation = 1,
        Ranges =
        [
            .. Enumerable.Range(0, addresses).SelectMany(i => new[] { $"172.16.20.{number}{i}/32", $"fd16:20::{number}{i}/128" }).Select(text => new OfferedRange(Cidr.Parse(text), 1)),
        ],
    };

    public void Offer(params NodeInterface[] interfaces) => Say(spec => spec with { Interfaces = interfaces });

    public void Say(Func<NodeNetworkSpec, NodeNetworkSpec> change)
    {
        _spec = change(_spec);
        Wait(Client.PatchAsync<NodeNetwork>(Name, "", ResourcePatch.NodeNetworkSpec(_spec, "")));
    }

    /// <summary>A pod of the cluster that is bound to the node, and its attachment.</summary>
    public (TestPod Pod, CniAnswer Answer) Add(string name, CniCall? like = null)
    {
        Bind(name);
        return Attach(name, like);
    }

    public Pod Bind(string name, Func<Pod, Pod>? change = null)
    {
        var pod = new Pod
        {
            Metadata = new ObjectMeta { Name = name, Namespace = "default" },
            Spec = new PodSpec { NodeName = Name, Containers = [new Container { Name = "main", Image = "none" }] },
        };
        return Wait(Client.CreateAsync(change?.Invoke(pod) ?? pod));
    }

    /// <param name="container">Another sandbox of the same pod; its name where there is only one.</param>
    public (TestPod Pod, CniAnswer Answer) Attach(string name, CniCall? like = null, string? container = null)
    {
        var pod = Node.NewPod(container ?? name);
        var call = CniCall.Of("ADD", pod) with { Arguments = $"IgnoreUnknown=1;K8S_POD_NAMESPACE=default;K8S_POD_NAME={name}" };
        return (pod, Node.Straight(like is null ? call : call with { Configuration = like.Configuration }));
    }

    public void Del(TestPod pod) => Node.Straight(CniCall.Of("DEL", pod)).Succeeded();

    /// <summary>Nobody answers for the store any more; what it holds is on the disk.</summary>
    public void StopStore()
    {
        _store?.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _store = null;
    }

    public void WaitFor(Func<bool> condition, string what) => Assert.True(Node.WaitFor(condition), $"{what} does not come\n{Node.Log}");

    public void Dispose()
    {
        Node.Dispose();
        Client.Dispose();
        StopStore();
        foreach (var file in Directory.GetFiles(Path.GetTempPath(), Path.GetFileName(_stateFile) + "*"))
        {
            File.Delete(file);
        }
    }

    private static T Wait<T>(Task<T> task) => task.WaitAsync(TestNode.Patience).GetAwaiter().GetResult();
}
