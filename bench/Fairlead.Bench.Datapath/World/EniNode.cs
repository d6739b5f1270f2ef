using Fairlead.Bench.World;
using Fairlead.Bench.Cluster;
using Fairlead.Bench.Node;
using Fairlead.Bench.Plugins;
using Fairlead.Linux.Namespaces;
using Fairlead.Model.Addresses;
using Fairlead.Resources.Network;

namespace Fairlead.Bench.Datapath.World;

/// <summary>
/// A node whose pods have addresses of secondary ENIs, or such an ENI each: the agent and the plug-in of the build, and what a controller
/// would have written about the node. The last pod is measured.
/// </summary>
internal sealed class EniNode : IMeasuredNode
{
    private const int HostPort = 9000;

    private readonly List<PodNetns> _pods = [];
    private readonly BenchStore _store;
    private readonly BenchAgent _agent;

    /// <param name="use">What all its secondary ENIs are for.</param>
    /// <param name="addresses">Of each ENI: one pod has one.</param>
    /// <param name="hostPort">Whether the first pod has a hostPort, for which the node tracks connections.</param>
    public EniNode(string name, VpcWorld world, BenchFolders folders, InterfaceUse use, IReadOnlyList<int> addresses, bool hostPort = false)
    {
        Name = name;
        HasHostPort = hostPort;
        IsShared = use == InterfaceUse.Shared;
        world.Attach(Node);
        Enis = [.. addresses.Select((count, i) => world.AttachEni(Node, i + 1, count))];
        _store = BenchStore.Start(Node, name, EniOffer.Of(use, Enis));
        var pods = Enumerable.Range(0, addresses.Sum()).Select(i => $"{name}-{i}").ToList();
        pods.ForEach(pod => _store.AddPod(pod, use == InterfaceUse.Exclusive ? ResourceNames.Eni : ""));
        var setup = new AgentSetup($"/run/{name}/cni.sock", $"{folders.State}/{name}", $"nodeName: {name}\nvpcCidrs: [\"172.16.0.0/16\"]\n{BenchStore.Configuration}\n");
        var plugin = PluginSet.Fairlead(folders, setup.Socket, setup.State);
        _agent = Node.Inside(() => BenchAgent.Start(folders, setup, plugin));
        var first = hostPort ? PluginSet.Fairlead(folders, setup.Socket, setup.State, HostPort) : plugin;
        PodAddresses = [.. pods.Select((pod, i) => Add(i == 0 ? first : plugin, pod))];
        VpcWorld.TuneEnd(Pod);
    }

    public string Name { get; }

    public bool HasHostPort { get; }

    public bool IsShared { get; }

    public NetworkNamespace Node { get; } = VpcWorld.Create();

    public NetworkNamespace Pod => _pods[^1].Netns;

    public IReadOnlyList<Eni> Enis { get; }

    public InetAddress PodAddress => PodAddresses[^1];

    public IReadOnlyList<InetAddress> PodAddresses { get; }

    public void Dispose()
    {
        _agent.Dispose();
        _store.Dispose();
        _pods.ForEach(pod => pod.Dispose());
        Node.Dispose();
    }

    private InetAddress Add(CniPlugin plugin, string id)
    {
        var pod = PodNetns.Create(id);
        _pods.Add(pod);
        var answer = plugin.Add(pod);
        return answer.Status == 0
            ? CniPlugin.Address(answer)
            : throw new InvalidOperationException($"ADD of {id} failed: {answer.Output.Trim()}");
    }
}
