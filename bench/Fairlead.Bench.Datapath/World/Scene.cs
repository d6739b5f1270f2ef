using Fairlead.Bench.World;
using Fairlead.Bench.Datapath.Checks;
using Fairlead.Bench.Datapath.Load;
using Fairlead.Bench.Node;
using Fairlead.Resources.Network;

namespace Fairlead.Bench.Datapath.World;

/// <summary>All cases of a run, at the same time, around one virtual machine.</summary>
internal sealed class Scene : IDisposable
{
    public const string Nic = "nic";
    public const string NicAgain = "nic-again";
    public const string Routed = "routed";
    public const string Few = "few";
    public const string Full = "full";
    public const string Untracked = "untracked";
    public const string Tracked = "tracked";
    public const string RulesAndChains = "rules";
    public const string ManyRules = "rules-full";
    public const string FewRules = "rules-few";
    public const string DenseRules = "rules-dense";
    public const string Shared = "shared";
    public const string SharedDense = "shared-dense";
    public const string SharedHostPort = "shared-hostport";
    public const string Exclusive = "exclusive";

    public const int FewPods = 3;
    public const int FullPods = 250;
    public const int RulesPods = 110;

    /// <summary>What seven secondary ENIs have of addresses, thirty each: an ecs.g7.4xlarge.</summary>
    public const int DensePods = 210;

    private readonly List<IMeasuredNode> _nodes = [];
    private readonly List<(string, string)> _proofs = [];
    private readonly VpcWorld _world = new();

    private Scene()
    {
    }

    /// <summary>What was shown about each guarded node before anything was timed.</summary>
    public IReadOnlyList<(string Name, string Value)> Proofs => _proofs;

    /// <param name="wanted">Names of cases.</param>
    /// <exception cref="InvalidOperationException">A node does not come up, or is not what its case says.</exception>
    public static Scene Build(BenchFolders folders, PeerPrograms peers, IReadOnlySet<string> wanted)
    {
        var scene = new Scene();
        try
        {
            foreach (var name in wanted.Order(StringComparer.Ordinal))
            {
                scene.Add(name, folders, peers);
            }

            return scene;
        }
        catch
        {
            scene.Dispose();
            throw;
        }
    }

    public IReadOnlyList<LoadCase> Cases() => [.. _nodes.Select(node => new LoadCase(node.Name, node.Pod, _world.Vm, VpcWorld.VmAddress))];

    public void Dispose()
    {
        _nodes.ForEach(node => node.Dispose());
        _world.Dispose();
    }

    private void Add(string name, BenchFolders folders, PeerPrograms peers)
    {
        IMeasuredNode node = name switch
        {
            Nic or NicAgain => new NicPod(name, _world),
            Routed => new RoutedNode(name, _world, slice: 0),
            Tracked => new TrackedNode(name, _world, peers, slice: 1),
            RulesAndChains => new RulesAndChainsNode(name, _world, peers, slice: 2, RulesPods),
            ManyRules => new RulesAndChainsNode(name, _world, peers, slice: 3, FullPods),
            FewRules => new RulesAndChainsNode(name, _world, peers, slice: 4, FewPods),
            DenseRules => new RulesAndChainsNode(name, _world, peers, slice: 5, DensePods),
            Shared => new EniNode(name, _world, folders, InterfaceUse.Shared, [2, 1]),
            SharedHostPort => new EniNode(name, _world, folders, InterfaceUse.Shared, [2, 1], hostPort: true),
            SharedDense => new EniNode(name, _world, folders, InterfaceUse.Shared, [.. Enumerable.Repeat(30, DensePods / 30)]),
            Exclusive => new EniNode(name, _world, folders, InterfaceUse.Exclusive, [1]),
            Few => new FairleadNode(name, _world, folders, slice: 0, FewPods, masquerade: true),
            Full => new FairleadNode(name, _world, folders, slice: 1, FullPods, masquerade: true),
            Untracked => new FairleadNode(name, _world, folders, slice: 2, FewPods, masquerade: false),
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, "no such case"),
        };
        _nodes.Add(node);
        if (NodeChecks.Prove(node, _world) is { } proof)
        {
            _proofs.Add(($"checked, {name}", proof));
        }
    }
}
