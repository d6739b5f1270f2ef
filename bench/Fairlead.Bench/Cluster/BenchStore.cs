using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Fairlead.Kubernetes;
using Fairlead.Kubernetes.Store;
using Fairlead.Linux.Namespaces;
using Fairlead.Resources.Core;
using Fairlead.Resources.Meta;
using Fairlead.Resources.Network;

namespace Fairlead.Bench.Cluster;

/// <summary>
/// The store of a cluster of one node, in this process and listening inside the node's namespace. There is no controller: what it would
/// write about the node is written by whoever measures, once, so that what is measured is the node.
/// </summary>
public sealed class BenchStore : IDisposable
{
    private const string Namespace = "default";
    private const int Port = 6443;

    private readonly StoreServer _server;
    private readonly ClusterClient _client;
    private readonly string _node;

    private BenchStore(StoreServer server, ClusterClient client, string node)
    {
        _server = server;
        _client = client;
        _node = node;
    }

    /// <summary>What <c>agent.yaml</c> says of it.</summary>
    public static string Configuration { get; } = string.Create(CultureInfo.InvariantCulture, $"cluster: {{ server: \"http://127.0.0.1:{Port}\", metadata: none }}");

    /// <param name="netns">Its loopback is up.</param>
    /// <param name="spec">What the agent may use from the start.</param>
    public static BenchStore Start(NetworkNamespace netns, string node, NodeNetworkSpec spec)
    {
        var server = StoreServer.StartAsync(new StoreOptions { Listen = new IPEndPoint(IPAddress.Loopback, Port), Bind = end => netns.Inside(() => Listener(end)) }).GetAwaiter().GetResult();
        var connections = new SocketsHttpHandler { ConnectCallback = async (context, cancel) => await ConnectAsync(netns, context, cancel) };
        var client = new ClusterClient(new ClusterEndpoint { Server = server.Uri }, connections, TimeProvider.System);
        var store = new BenchStore(server, client, node);
        store.Create(new Fairlead.Resources.Core.Node { Metadata = new ObjectMeta { Name = node } });
        store.Create(new NodeNetwork { Metadata = new ObjectMeta { Name = node }, Spec = spec });
        return store;
    }

    /// <summary>A pod that is bound to the node, as it is before a runtime is asked to start it.</summary>
    /// <param name="resource">An extended resource that it asks for; empty for none.</param>
    public void AddPod(string name, string resource = "") => Create(new Pod
    {
        Metadata = new ObjectMeta { Name = name, Namespace = Namespace },
        Spec = new PodSpec
        {
            NodeName = _node,
            Containers = [new Container { Name = "app", Image = "app", Resources = Asking(resource) }],
        },
    });

    public void DeletePod(string name) => _client.DeleteAsync<Pod>(name, Namespace, graceSeconds: 0).GetAwaiter().GetResult();

    public void Dispose()
    {
        _client.Dispose();
        _server.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    private void Create<T>(T item)
        where T : class, IResource => _client.CreateAsync(item).GetAwaiter().GetResult();

    private static ContainerResources Asking(string resource)
    {
        var one = resource.Length == 0 ? new Dictionary<string, string>() : new Dictionary<string, string> { [resource] = "1" };
        return new ContainerResources { Requests = one, Limits = one };
    }

    private static Socket Listener(EndPoint end)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(end);
        return socket;
    }

    private static async Task<Stream> ConnectAsync(NetworkNamespace netns, SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        var socket = netns.Inside(() => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true });
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, context.DnsEndPoint.Port), cancel);
        return new NetworkStream(socket, ownsSocket: true);
    }
}
