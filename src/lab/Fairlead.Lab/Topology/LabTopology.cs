using System.Reflection;
using Fairlead.Model.Addresses;
using Fairlead.Vpc.Configuration;

namespace Fairlead.Lab.Topology;

/// <summary>What a lab is made of, complete and checked.</summary>
/// <param name="Vpc">What the fabric is told.</param>
/// <param name="Nodes">The hosts that run an agent, in the order of the file.</param>
/// <param name="PodRanges">Ranges of all pods; the nodes' slices lie in them.</param>
public sealed record LabTopology(VpcConfiguration Vpc, IReadOnlyList<LabNode> Nodes, IReadOnlyList<Cidr> PodRanges, IReadOnlyList<Cidr> ServiceRanges)
{
    /// <summary>Names of the hosts on which a DHCP client grabs every new NIC.</summary>
    public IReadOnlySet<string> HostileHosts { get; init; } = new HashSet<string>();

    /// <summary>Null where nodes have nothing but their agents.</summary>
    public LabCluster? Cluster { get; init; }

    /// <summary>Settings of the cloud that are not the usual ones, as a file of faults has them below <c>settings</c>.</summary>
    public IReadOnlyDictionary<string, string> CloudSettings { get; init; } = new Dictionary<string, string>();

    /// <summary>Two nodes and two other hosts, and nothing that is not done by hand, as YAML.</summary>
    public static string DefaultText { get; } = ReadOwn("default.yaml");

    /// <summary>The world of the walkthrough: the same hosts, as a cluster, as YAML.</summary>
    public static string WalkthroughText { get; } = ReadOwn("walkthrough.yaml");

    /// <summary>Names of everything that is plugged into the fabric: instances, then the hosts outside.</summary>
    public IEnumerable<string> HostNames => Vpc.Instances.Select(instance => instance.Name).Concat(Vpc.Outside.Select(host => host.Name));

    public LabNode? FindNode(string name) => Nodes.FirstOrDefault(node => node.Name == name);

    private static string ReadOwn(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Fairlead.Lab.Topology.{name}")!;
        return new StreamReader(stream).ReadToEnd();
    }
}

/// <summary>A host that is a node of the cluster.</summary>
/// <param name="PodSlices">The ranges of its own pods, of one family or both; empty where the controller gives them.</param>
public sealed record LabNode(string Name, IReadOnlyList<Cidr> PodSlices)
{
    /// <summary>What kubelets take where nobody says otherwise (KubeletConfiguration, maxPods).</summary>
    public const int UsualPods = 110;

    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    public int MostPods { get; init; } = UsualPods;
}
