using System.Net;
using System.Net.Sockets;
using Fairlead.Agent.Tests.Calls;
using Fairlead.Agent.Tests.Nodes;
using Fairlead.Datapath.Tests.Kernel;
using Fairlead.Kubernetes;
using Fairlead.Kubernetes.Store;
using Fairlead.Linux;
using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel.Observed;
using Fairlead.Resources.Json;
using Fairlead.Resources.Meta;
using Fairlead.Resources.Network;

namespace Fairlead.Agent.Tests.Enis;

/// <summary>
/// A node whose pods get ENIs of their own. The test is its controller and its cloud: an ENI is a veth whose other end is at the host
/// beside the node, which answers as the vSwitch's gateway and has routes to the ENIs' addresses.
/// </summary>
internal sealed class EniNode : IDisposable
{
    private const string Name = "node-1";

    private readonly StoreServer _store;
    private readonly ClusterClient _client;
    private NodeNetworkSpec _spec = new() { Term = 1, Mode = PodNetworkMode.ExclusiveEni };

    /// <param name="storeInNode">Whether the store answers in the node's namespace, for an agent that is a process of its own.</param>
    public EniNode(bool storeInNode = false)
    {
        Node = new TestNode("");
        _store = StoreServer.StartAsync(storeInNode ? new StoreOptions { Bind = Listen } : new StoreOptions()).GetAwaiter().GetResult();
        _client = new ClusterClient(
            new ClusterEndpoint { Server = _store.Uri }, storeInNode ? new SocketsHttpHandler { ConnectCallback = ConnectAsync } : null, TimeProvider.System);
        Wait(_client.CreateAsync(new NodeNetwork { Metadata = new ObjectMeta { Name = Name }, Spec = _spec }));
        File.WriteAllText(Node.Paths.Configuration, $$"""
            nodeName: {{Name}}
            vpcCidrs: ["172.16.0.0/16", "fd16::/64"]
            serviceRanges: ["10.96.0.0/16"]
            fullReadEvery: 10m
            cluster: { server: "{{_store.Uri}}", metadata: none }

            """);
    }

    public TestNode Node { get; }

    public AgentStatus? Status => Wait(_client.GetAsync<NodeNetwork>(Name)).Status.Agent;

    public static MacAddress MacOf(int number) => MacAddress.Parse($"00:16:3e:00:00:{number:x2}");

    public static string V4Of(int number) => $"172.16.20.{number}";

    public static NodeInterface Describe(int number) => new()
    {
        Id = $"eni-{number}",
        Mac = MacOf(number),
        Use = InterfaceUse.Exclusive,
        Subnet4 = Cidr.Parse("172.16.20.0/24"),
        Subnet6 = Cidr.Parse("fd16:20::/64"),
        Gateway4 = InetAddress.Parse("172.16.20.253"),
        Gateway6 = InetAddress.Parse("fd16:20::fd"),
        Generation = 1,
        Ranges = [new OfferedRange(Cidr.Parse($"{V4Of(number)}/32"), 1), new OfferedRange(Cidr.Parse($"fd16:20::{number}/128"), 1)],
    };

    /// <summary>The cloud attaches the ENI: a link comes.</summary>
    public NodeInterface Plug(int number)
    {
        Run.In(Node.Node, $"ip link add eth{number} address {MacOf(number)} type veth peer name vsw{number} address ee:ff:ff:ff:ff:ff netns /proc/{Environment.ProcessId}/fd/{Node.Outside.Descriptor}").Succeeded();
        foreach (var command in new[]
        {
            $"ip link set vsw{number} up", $"ip address add 172.16.20.253/32 dev vsw{number}", $"ip address add fd16:20::fd/128 dev vsw{number}",
            $"ip route replace {V4Of(number)}/32 dev vsw{number} src 172.16.10.2", $"ip route replace fd16:20::{number}/128 dev vsw{number} src fd16::2",
        })
        {
            // A worker of the kernel makes an IPv6 address one that can be a source, on a busy machine some time later.
            WaitFor(() => Run.In(Node.Outside, command).Status == 0, command);
        }

        return Describe(number);
    }

    public void Offer(params NodeInterface[] interfaces) => Say(spec => spec with { Interfaces = interfaces });

    public void Say(Func<NodeNetworkSpec, NodeNetworkSpec> change)
    {
        _spec = change(_spec);
        Wait(_client.PatchAsync<NodeNetwork>(Name, "", ResourcePatch.NodeNetworkSpec(_spec, "")));
    }

    /// <summary>So many ENIs, there and offered, and an agent that knows them.</summary>
    public EniNode Started(int enis = 1)
    {
        Offer([.. Enumerable.Range(1, enis).Select(Plug)]);
        Node.Started();
        WaitFor(() => Enumerable.Range(1, enis).All(number => IsClean(number)), "the ENIs being clean");
        return this;
    }

    public (TestPod Pod, CniAnswer Answer) Add(string name, CniCall? like = null)
    {
        var pod = Node.NewPod(name);
        return (pod, Node.Straight(CniCall.Of("ADD", pod) with { Configuration = like?.Configuration ?? [] }));
    }

    public void Del(TestPod pod) => Node.Straight(CniCall.Of("DEL", pod)).Succeeded();

    /// <summary>The ENI among the links of the node; null while it is not there.</summary>
    public ObservedLink? Home(int number)
    {
        using var reader = KernelReader.Open(Node.Node);
        return reader.Links().FirstOrDefault(link => link.Mac == MacOf(number));
    }

    public IReadOnlyList<string> AddressesAtHome(int number)
    {
        using var reader = KernelReader.Open(Node.Node);
        return Home(number) is { } link ? [.. reader.Addresses().Where(address => address.LinkIndex == link.Index).Select(address => $"{address.Address}")] : [];
    }

    /// <summary>In the node's namespace, down, with nothing on it, and known so by the agent.</summary>
    public bool IsClean(int number) =>
        Home(number) is { IsUp: false, Alias: "" } && AddressesAtHome(number).Count == 0 && Node.Tables.Rows("enis").Any(row => (string)row["key"]! == $"{MacOf(number)}" && (string)row["status"]! == "Done");

    public void WaitFor(Func<bool> condition, string what)
    {
        if (!Node.WaitFor(condition))
        {
            Assert.Fail($"waited in vain for {what}\n{Run.In(Node.Node, "ip -br link").Output}\n{Node.Log}");
        }
    }

    public void Dispose()
    {
        Node.Dispose();
        _client.Dispose();
        _store.DisposeAsync().AsTask().Wait(TimeSpan.FromSeconds(10));
    }

    private Socket Listen(EndPoint where)
    {
        var socket = Probe.Open(Node.Node, AddressFamily.InterNetwork, SocketType.Stream);
        socket.Bind(where);
        return socket;
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        var socket = Probe.Open(Node.Node, AddressFamily.InterNetwork, SocketType.Stream);
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, context.DnsEndPoint.Port), cancel);
        return new NetworkStream(socket, ownsSocket: true);
    }

    private static T Wait<T>(Task<T> task) => task.WaitAsync(TimeSpan.FromSeconds(20)).GetAwaiter().GetResult();
}
