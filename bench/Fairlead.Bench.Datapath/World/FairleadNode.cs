using Fairlead.Bench.World;
using Fairlead.Bench.Node;
using Fairlead.Bench.Plugins;
using Fairlead.Bench.Processes;
using Fairlead.Linux.Namespaces;
using Fairlead.Model.Addresses;

namespace Fairlead.Bench.Datapath.World;

/// <summary>A node with the agent of the build, whose pods came by the plug-in of the build. The last of them is measured.</summary>
internal sealed class FairleadNode : IMeasuredNode
{
    private readonly List<PodNetns> _pods = [];
    private readonly BenchAgent _agent;

    /// <param name="slice">Of the eight that the pod range has; every node needs its own.</param>
    public FairleadNode(string name, VpcWorld world, BenchFolders folders, int slice, int pods, bool masquerade)
    {
        Name = name;
        Masquerades = masquerade;
        Nic = world.Attach(Node);
        var range = Cidr.Parse($"10.244.{slice * 32}.0/19");
        world.RouteTo(range, Nic);
        var setup = new AgentSetup($"/run/{name}/cni.sock", $"{folders.State}/{name}", Configuration(name, range, masquerade));
        var plugin = PluginSet.Fairlead(folders, setup.Socket, setup.State);
        _agent = Node.Inside(() => BenchAgent.Start(folders, setup, plugin));
        PodAddresses = [.. Enumerable.Range(0, pods).Select(i => Add(plugin, $"{name}-{i}"))];
        VpcWorld.TuneEnd(Pod);
    }

    public string Name { get; }

    public bool Masquerades { get; }

    public NetworkNamespace Node { get; } = VpcWorld.Create();

    public Nic Nic { get; }

    public NetworkNamespace Pod => _pods[^1].Netns;

    public InetAddress PodAddress => PodAddresses[^1];

    public IReadOnlyList<InetAddress> PodAddresses { get; }

    public void Dispose()
    {
        _agent.Dispose();
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

    private static string Configuration(string name, Cidr slice, bool masquerade) => $$"""
        nodeName: {{name}}
        podSlices: ["{{slice}}"]
        podRanges: ["10.244.0.0/16"]
        vpcCidrs: ["172.16.0.0/16"]
        masquerade: { enabled: {{(masquerade ? "true" : "false")}} }
        """;
}
