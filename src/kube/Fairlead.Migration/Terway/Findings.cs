using Fairlead.Yaml;

namespace Fairlead.Migration.Terway;

/// <summary>What stood in the files, until all of them are read: the cluster's may come after a node's.</summary>
internal sealed class Findings
{
    private readonly List<EniFinding> _enis = [];
    private bool _hasCni;

    public List<Remark> Remarks { get; } = [];

    public IReadOnlyList<EniFinding> Enis => _enis;

    public List<(YamlFile File, YamlValue Root)> Networkings { get; } = [];

    public NodePools Pools { get; } = new();

    public AgentPart Agent { get; private set; } = new();

    public ControllerSettings Controller { get; set; } = new();

    public Report At(string place) => new(place, Remarks);

    /// <exception cref="Model.Problems.ProblemException">There is one already.</exception>
    public void Add(EniFinding found)
    {
        if (_enis.Any(one => one.Name == found.Name || (one.IsMain && found.IsMain)))
        {
            found.Root.Say(found.IsMain ? "is the cluster's configuration once more: give one" : $"is the configuration of the nodes of {found.Name} once more: give one");
            found.File.Check();
        }

        _enis.Add(found);
    }

    public void Cni(YamlValue root, string place)
    {
        if (_hasCni)
        {
            root.Say("is one more CNI configuration: one counts, so give that");
        }

        (_hasCni, Agent) = (true, CniConf.Translate(root, At(place)));
    }
}

/// <param name="Name">Of its ConfigMap; null for a bare file.</param>
internal sealed record EniFinding(string? Name, YamlFile File, YamlValue Root, string Place)
{
    public const string Main = "eni-config";

    public bool IsMain => Name is null or Main;
}
