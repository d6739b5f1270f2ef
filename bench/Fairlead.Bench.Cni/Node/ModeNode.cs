using Fairlead.Bench.Cluster;
using Fairlead.Bench.Node;
using Fairlead.Bench.Plugins;
using Fairlead.Bench.Processes;
using Fairlead.Bench.World;
using Fairlead.Linux.Namespaces;
using Fairlead.Resources.Network;

namespace Fairlead.Bench.Cni.Node;

/// <summary>A node of a mode, in a namespace of its own: the agent of the build, and a store where the mode needs one.</summary>
internal sealed class ModeNode : IDisposable
{
    // Of the larger instance types: as many addresses as fit without waiting for one that rests.
    private const int Enis = 7;
    private const int AddressesPerEni = 30;

    private readonly NetworkNamespace _netns = VpcWorld.Create();
    private readonly BenchStore? _store;
    private readonly BenchAgent _agent;
    private readonly string _resource;
    private int _next;

    /// <param name="use">What its secondary ENIs are for; null for VPC-route mode, in which it has none and no store.</param>
    public ModeNode(string name, VpcWorld world, BenchFolders folders, InterfaceUse? use)
    {
        Name = name;
        world.Attach(_netns);
        _resource = use == InterfaceUse.Exclusive ? ResourceNames.Eni : "";
        var cluster = "podSlices: [\"10.244.0.0/19\"]\npodRanges: [\"10.244.0.0/16\"]\n";
        if (use is { } wanted)
        {
            List<Eni> enis = [.. Enumerable.Range(1, Enis).Select(number => world.AttachEni(_netns, number, wanted == InterfaceUse.Exclusive ? 1 : AddressesPerEni))];
            _store = BenchStore.Start(_netns, name, EniOffer.Of(wanted, enis));
            cluster = BenchStore.Configuration + "\n";
        }

        var setup = new AgentSetup($"/run/{name}/cni.sock", $"{folders.State}/{name}", $"nodeName: {name}\nvpcCidrs: [\"172.16.0.0/16\"]\n{cluster}");
        Plugin = PluginSet.Fairlead(folders, setup.Socket, setup.State);
        _agent = _netns.Inside(() => BenchAgent.Start(folders, setup, Plugin));
    }

    public string Name { get; }

    public CniPlugin Plugin { get; }

    /// <summary>Pods that a scheduler has bound to the node some time ago, as they are when their runtime starts them.</summary>
    public void Expect(int pods) => Enumerable.Range(1, pods).ToList().ForEach(i => _store?.AddPod(Id(i), _resource));

    /// <summary>Processor time of the agent so far.</summary>
    public TimeSpan Cpu => _agent.Program.Cpu;

    /// <summary>Pods that are there all the time: a node is not set up for its first pod and taken down after its last one each time.</summary>
    public void Keep(IEnumerable<PodNetns> pods)
    {
        foreach (var pod in pods)
        {
            Check(Plugin.Call("ADD", Id(++_next), pod.Path), "ADD");
        }
    }

    /// <summary>One pod comes and goes.</summary>
    public (TimeSpan Add, TimeSpan Delete) Life(PodNetns pod)
    {
        var id = Id(++_next);
        var add = Check(Plugin.Call("ADD", id, pod.Path), "ADD");
        return (add.Wall, Check(Plugin.Call("DEL", id, pod.Path), "DEL").Wall);
    }

    public void Dispose()
    {
        _agent.Dispose();
        _store?.Dispose();
        _netns.Dispose();
    }

    private string Id(int number) => $"{Name}-{number}";

    private ProcessRun Check(ProcessRun run, string verb) => run.Status == 0 ? run : throw new InvalidOperationException($"{Name} {verb} failed: {run.Output.Trim()}");
}
