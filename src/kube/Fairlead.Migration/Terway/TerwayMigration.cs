using Fairlead.Migration.Manifests;
using Fairlead.Migration.Terway.Terms;
using Fairlead.Model.Problems;
using Fairlead.Resources.Network;
using Fairlead.Yaml;

namespace Fairlead.Migration.Terway;

/// <summary>Translates what Terway is configured by, as far as it has a counterpart, and says of each key what became of it.</summary>
public sealed class TerwayMigration
{
    private readonly Findings _findings = new();
    private readonly Mistakes _mistakes = new();

    private TerwayMigration()
    {
    }

    /// <param name="files">Each of objects as <c>kubectl</c> prints them, a bare <c>eni_conf</c>, a CNI configuration, or what Terway's controller or chart is told.</param>
    /// <exception cref="ProblemException">A file is none of these, or has mistakes; all of them, with the place of each.</exception>
    public static MigrationResult Translate(IReadOnlyList<(string Text, string Source)> files, Given given)
    {
        var migration = new TerwayMigration();
        foreach (var (text, source) in files)
        {
            migration._mistakes.Try(() => migration.Read(text, source));
        }

        return migration.Result(given);
    }

    private void Read(string text, string source)
    {
        if (text.TrimStart().StartsWith('{'))
        {
            // Said by the reader of JSON, which knows what it wants, and not by that of YAML, to which braces are something else.
            EmbeddedText.Json(text, "", text, source, (1, 1));
        }

        var documents = ManifestFile.Documents(text, source);
        if (documents.Count == 0)
        {
            throw new ProblemException(source, [new Problem("(file)", "is empty")]);
        }

        foreach (var (file, root) in documents)
        {
            Document(file, root, text, source);
            _mistakes.Try(() => file.Check());
        }
    }

    private void Document(YamlFile file, YamlValue root, string text, string source)
    {
        var name = root["metadata"]["name"].Text() ?? "";
        switch (root["kind"].Text())
        {
            case "ConfigMap":
                new ConfigMaps(_findings, _mistakes, text, source).ConfigMap(root["data"], name);
                break;
            case "Secret":
                new ConfigMaps(_findings, _mistakes, text, source).Secret(root, name);
                break;
            case "PodNetworking":
                _findings.Networkings.Add((file, root));
                break;
            case "Namespace":
                ClusterObjects.Marks(root["metadata"], ObjectTerms.Namespaces, _findings.At($"Namespace/{name}"));
                break;
            case { } kind when ClusterObjects.OfKind(root, kind) is { } term:
                _findings.At($"{ClusterObjects.FullName(root, kind)}/{name}").Say(term.Fate, "(object)", term.Plain);
                break;
            case "Node":
                var report = _findings.At($"Node/{name}");
                ClusterObjects.Marks(root["metadata"], ObjectTerms.Nodes, report);
                _findings.Pools.Node(root["metadata"]["labels"], report);
                break;
            case { } kind when ClusterObjects.MakesPods(root):
                ClusterObjects.Pods(root, _findings.At($"{kind}/{root["metadata"]["namespace"].Text() ?? "default"}/{name}"));
                break;
            case null when root["plugins"].IsPresent || root["type"].IsPresent:
                _findings.Cni(root, source);
                break;
            case null when root.Keys.Any(key => EniConfTerms.Cluster.Find(key) is not null):
                _findings.Add(new EniFinding(null, file, root, source));
                break;
            case null when ControllerConf.IsChart(root):
                ControllerConf.Chart(root, _findings.At(source));
                break;
            case null when ControllerConf.IsController(root):
                _findings.Controller = ControllerConf.Translate(root, _findings.At(source));
                break;
            default:
                root.Say("is nothing that Terway is configured by; give its ConfigMaps, Secrets, PodNetworkings, Nodes, what makes pods, the JSON of eni_conf, a CNI configuration, ctrl-config.yaml or the chart's values");
                break;
        }
    }

    private MigrationResult Result(Given given)
    {
        // Without the one of the usual name, the first is the cluster's.
        var main = _findings.Enis.FirstOrDefault(one => one.IsMain) ?? _findings.Enis.FirstOrDefault();
        if (main is { IsMain: false })
        {
            _findings.At(main.Place).Say(Fate.ToFillIn, "(object)", $"counts as the cluster's, for {EniFinding.Main} was not given: give that too if this is of some nodes only");
        }

        var cluster = main is null ? new EniSettings() : Checked(main, one => EniConf.Translate(one.Root, _findings.At(one.Place), new EniSettings()));
        List<(string, EniSettings)> configs =
        [
            .. _findings.Enis.Where(one => one != main && !one.IsMain).Select(one => (one.Name!, Checked(one, found => NodeConf.Translate(found.Root, found.Name!, _findings.At(found.Place), cluster)))),
        ];
        List<PodNetworkClass> classes = [.. _findings.Networkings.Select(one => Class(one.File, one.Root, cluster))];
        _mistakes.Check();
        var network = ClusterDraft.Of(cluster, _findings.Controller, _findings.Pools.All(configs, cluster), given, _findings.Remarks);
        return new MigrationResult
        {
            Cluster = network,
            Classes = classes,
            Agent = _findings.Agent with { ServiceRanges = cluster.ServiceRanges ?? [] },
            Remarks = [.. _findings.Remarks.OrderBy(remark => remark.Fate)],
        };
    }

    private EniSettings Checked(EniFinding found, Func<EniFinding, EniSettings> read)
    {
        var settings = read(found);
        _mistakes.Try(() => found.File.Check());
        return settings;
    }

    private PodNetworkClass Class(YamlFile file, YamlValue root, EniSettings cluster)
    {
        var made = PodNetworking.Translate(root, cluster.Trunk == true, _findings.At($"PodNetworking/{root["metadata"]["name"].Text()}"));
        _mistakes.Try(() => file.Check());
        return made;
    }
}
