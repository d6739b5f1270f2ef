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

    private const string DefaultResource = "Fairlead.Lab.Topology.walkthrough.yaml";

    /// <summary>The world of the walkthrough, as YAML.</summary>
    public static string DefaultText { get; } = ReadDefault();

    /// <summary>Names of everything that is plugged into the fabric: instances, then the hosts outside.</summary>
    public IEnumerable<string> HostNames => Vpc.Instances.Select(instance => instance.Name).Concat(Vpc.Outside.Select(host => host.Name));

    public LabNode? FindNode(string name) => Nodes.FirstOrDefault(node => node.Name == name);

    private static string ReadDefault()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(DefaultResource)!;
        return new StreamReader(stream).ReadToEnd();
    }
}

/// <summary>A host that is a node of the cluster.</summary>
/// <param name="PodSlices">The ranges of its own pods, of one family or both.</param>
public sealed record LabNode(string Name, IReadOnlyList<Cidr> PodSlices);
