using Fairlead.Resources.Meta;
using Fairlead.Resources.Network;
using Fairlead.Yaml;

namespace Fairlead.Migration.Terway;

/// <summary>The pools of a cluster, from labels of its nodes and from what some of them are told otherwise. The first that matches a node counts.</summary>
internal sealed class NodePools
{
    public const string ExclusiveLabel = "k8s.aliyun.com/exclusive-mode-eni-type";
    private const string ConfigLabel = "terway-config";
    private const string Exclusive = "eniOnly";

    private readonly HashSet<string> _exclusiveConfigs = [];
    private readonly Dictionary<string, Report> _named = [];
    private bool _hasExclusive;

    public void Node(YamlValue labels, Report report)
    {
        var config = labels[ConfigLabel].Text();
        if (config is not null)
        {
            _named.TryAdd(config, report);
        }

        if (labels[ExclusiveLabel].Text() == Exclusive)
        {
            _hasExclusive = true;
            _exclusiveConfigs.Add(config ?? "");
        }
    }

    /// <param name="configs">Settings of ConfigMaps that nodes name.</param>
    public IReadOnlyList<NodePool> All(IReadOnlyList<(string Name, EniSettings Settings)> configs, EniSettings cluster)
    {
        foreach (var (name, report) in _named.Where(one => configs.All(config => config.Name != one.Key)))
        {
            report.Say(Fate.ToFillIn, ConfigLabel, $"give the ConfigMap {name} too: its nodes have the cluster's settings so far");
        }

        var pools = new List<NodePool>();
        foreach (var (name, settings) in configs.Where(config => _exclusiveConfigs.Contains(config.Name)))
        {
            pools.Add(Of(Free($"exclusive-{name}", configs), settings, cluster, PodNetworkMode.ExclusiveEni, (ExclusiveLabel, Exclusive), (ConfigLabel, name)));
        }

        if (_hasExclusive)
        {
            pools.Add(Of(Free("exclusive", configs), new EniSettings(), new EniSettings(), PodNetworkMode.ExclusiveEni, (ExclusiveLabel, Exclusive)));
        }

        pools.AddRange(configs.Select(config => Of(config.Name, config.Settings, cluster, PodNetworkMode.SharedEni, (ConfigLabel, config.Name))));
        if (cluster.Trunk == true)
        {
            pools.Add(new NodePool { Name = Free("trunk", configs), Mode = PodNetworkMode.SharedEni, Trunk = true });
        }

        return pools;
    }

    private static NodePool Of(string name, EniSettings own, EniSettings cluster, PodNetworkMode mode, params (string Key, string Value)[] labels) => new()
    {
        Name = name,
        Mode = mode,
        NodeSelector = new LabelSelector { MatchLabels = labels.ToDictionary(label => label.Key, label => label.Value) },
        Trunk = mode == PodNetworkMode.SharedEni && own.Over(cluster).Trunk == true,
        Pool = own.ChangesPool ? own.Over(cluster).Pool() ?? new PoolSettings() : null,
        VSwitches = own.VSwitches,
    };

    // A pool of a ConfigMap has the ConfigMap's name.
    private static string Free(string name, IReadOnlyList<(string Name, EniSettings Settings)> taken) =>
        taken.Any(one => one.Name == name) ? Free($"{name}-nodes", taken) : name;
}
