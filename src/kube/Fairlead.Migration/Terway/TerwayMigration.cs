using Fairlead.Migration.Manifests;
using Fairlead.Model.Problems;
using Fairlead.Resources.Meta;
using Fairlead.Resources.Network;
using Fairlead.Yaml;

namespace Fairlead.Migration.Terway;

/// <summary>Translates what Terway is configured by, as far as it has a counterpart, and says of each key what became of it.</summary>
public sealed class TerwayMigration
{
    private const string MainConfig = "eni-config";
    private const string NodeConfigLabel = "terway-config";
    private const string ExclusiveLabel = "k8s.aliyun.com/exclusive-mode-eni-type";

    private static readonly string[] StateOfTerway = ["PodENI", "NetworkInterface", "NodeRuntime"];

    private readonly List<Remark> _remarks = [];
    private readonly List<(string? Name, EniSettings Settings)> _settings = [];
    private readonly List<(YamlFile File, YamlValue Root)> _networkings = [];
    private readonly List<NodePool> _pools = [];
    private AgentPart _agent = new();

    private TerwayMigration()
    {
    }

    /// <param name="files">Each an <c>eni-config</c> ConfigMap, PodNetworkings, Nodes or lists of them, a bare <c>eni_conf</c> or a CNI configuration.</param>
    /// <exception cref="ProblemException">A file is none of these, or has mistakes; with the place of each.</exception>
    public static MigrationResult Translate(IReadOnlyList<(string Text, string Source)> files, Given given)
    {
        var migration = new TerwayMigration();
        foreach (var (text, source) in files)
        {
            migration.Read(text, source);
        }

        return migration.Result(given);
    }

    private void Read(string text, string source)
    {
        if (text.TrimStart().StartsWith('{'))
        {
            // Said by the reader of JSON, which knows what it wants, and not by that of YAML, to which braces are something else.
            EmbeddedJson.Read(text, "", text, source, (1, 1));
        }

        var documents = ManifestFile.Documents(text, source);
        if (documents.Count == 0)
        {
            throw new ProblemException(source, [new Problem("(file)", "is empty")]);
        }

        foreach (var (file, root) in documents)
        {
            Object(file, root, text, source);
            file.Check();
        }
    }

    private void Object(YamlFile file, YamlValue root, string text, string source)
    {
        var name = root["metadata"]["name"].Text() ?? "";
        switch (root["kind"].Text())
        {
            case "ConfigMap":
                ConfigMap(root["data"], name, text, source);
                break;
            case "PodNetworking":
                _networkings.Add((file, root));
                break;
            case "Node":
                Node(root["metadata"]["labels"], $"Node/{name}");
                break;
            case { } kind when StateOfTerway.Contains(kind):
                new Report($"{kind}/{name}", _remarks).NoCounterpart("(object)", "is Terway's own state: its pods get other addresses when they are made anew");
                break;
            case null when root["plugins"].IsPresent || root["type"].IsPresent:
                _agent = CniConf.Translate(root, new Report(source, _remarks));
                break;
            case null when root.Keys.Intersect(EniConf.Keys).Any():
                _settings.Add((null, EniConf.Translate(root, new Report(source, _remarks))));
                break;
            default:
                root.Say("is nothing that Terway is configured by; give its ConfigMap eni-config, PodNetworkings, Nodes, the JSON of eni_conf or a CNI configuration");
                break;
        }
    }

    private void ConfigMap(YamlValue values, string name, string text, string source)
    {
        if (values.Keys.Count == 0)
        {
            values.Say("is missing or empty; eni_conf is wanted");
        }

        foreach (var key in values.Keys)
        {
            var report = new Report($"ConfigMap/{name}", _remarks);
            switch (key)
            {
                case "eni_conf":
                    var json = EmbeddedJson.Read(values[key].Text() ?? "", "data.eni_conf", text, source, values[key].Place);
                    _settings.Add((name, EniConf.Translate(json.Root, report)));
                    json.Check();
                    break;
                case "10-terway.conf" or "10-terway.conflist":
                    var conf = EmbeddedJson.Read(values[key].Text() ?? "", $"data.{key}", text, source, values[key].Place);
                    _agent = CniConf.Translate(conf.Root, new Report($"{key} in ConfigMap/{name}", _remarks));
                    conf.Check();
                    break;
                case "disable_network_policy":
                    var (fate, said) = CniConf.PolicySwitch(values[key].Text());
                    report.Say(fate, key, said);
                    break;
                case "in_cluster_loadbalance":
                    report.NoCounterpart(key, "addresses of load balancers are kube-proxy's: it answers them inside the cluster already");
                    break;
                case "felix_relay_service":
                    report.NotNeeded(key, "there is no Felix in it");
                    break;
                default:
                    report.Unknown(key, ["eni_conf", "10-terway.conf", "10-terway.conflist", "disable_network_policy", "in_cluster_loadbalance", "felix_relay_service"]);
                    break;
            }
        }
    }

    private void Node(YamlValue labels, string place)
    {
        var report = new Report(place, _remarks);
        if (labels[ExclusiveLabel].Text() == "eniOnly")
        {
            report.TakenOver(ExclusiveLabel, "a node pool with mode: exclusiveEni");
            if (_pools.All(pool => pool.Name != "exclusive"))
            {
                _pools.Add(Pool("exclusive", ExclusiveLabel, "eniOnly") with { Mode = PodNetworkMode.ExclusiveEni });
            }
        }

        if (labels["k8s.aliyun.com/ignore-by-terway"].Text() == "true")
        {
            report.OtherMeaning("k8s.aliyun.com/ignore-by-terway", "keep the agent's DaemonSet off the node: a node without an agent is left alone");
        }

        if (labels["k8s.aliyun.com/no-kube-proxy"].Text() == "true")
        {
            report.NoCounterpart("k8s.aliyun.com/no-kube-proxy", "services are kube-proxy's: it has to run");
        }
    }

    private MigrationResult Result(Given given)
    {
        // Without the one of the usual name, the first is the cluster's.
        var main = Math.Max(0, _settings.FindIndex(one => one.Name is null or MainConfig));
        var cluster = _settings.Count == 0 ? new EniSettings() : _settings[main].Settings;
        foreach (var (name, settings) in _settings.Where((_, i) => i != main))
        {
            _pools.Add(Pool(name ?? "", NodeConfigLabel, name ?? "") with
            {
                Trunk = settings.Over(cluster).Trunk == true,
                Pool = settings.Pool() is null ? null : settings.Over(cluster).Pool(),
                VSwitches = settings.VSwitches ?? [],
            });
        }

        if (cluster.Trunk == true)
        {
            _pools.Add(new NodePool { Name = "trunk", Mode = PodNetworkMode.SharedEni, Trunk = true });
        }

        List<PodNetworkClass> classes = [.. _networkings.Select(one => Class(one.File, one.Root, cluster))];
        var network = ClusterDraft.Of(cluster, _pools, given, _remarks);
        return new MigrationResult { Cluster = network, Classes = classes, Agent = _agent with { ServiceRanges = cluster.ServiceRanges ?? [] }, Remarks = [.. _remarks.OrderBy(remark => remark.Fate)] };
    }

    private PodNetworkClass Class(YamlFile file, YamlValue root, EniSettings cluster)
    {
        var translated = PodNetworking.Translate(root, cluster.Trunk == true, new Report($"PodNetworking/{root["metadata"]["name"].Text()}", _remarks));
        file.Check();
        return translated;
    }

    private static NodePool Pool(string name, string label, string value) => new()
    {
        Name = name,
        Mode = PodNetworkMode.SharedEni,
        NodeSelector = new LabelSelector { MatchLabels = new Dictionary<string, string> { [label] = value } },
    };
}
