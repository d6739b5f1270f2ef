using Fairlead.Lab.Topology;
using Fairlead.Model.Problems;

namespace Fairlead.Lab.Tests.Topology;

/// <summary>A wrong topology is told all that is wrong with it. A case is a .yaml and the .txt that must be said.</summary>
public sealed class TopologyTests
{
    private static readonly string Cases = Path.Combine(AppContext.BaseDirectory, "Topology", "Wrong");

    public static TheoryData<string> Wrong => [.. Directory.GetFiles(Cases, "*.yaml").Select(file => Path.GetFileNameWithoutExtension(file)).Order()];

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Everything_wrong_is_told_at_once(string name)
    {
        var text = File.ReadAllText(Path.Combine(Cases, name + ".yaml"));
        var said = Assert.Throws<ProblemException>(() => TopologyReader.Read(text, name + ".yaml")).Message;
        var expected = Path.Combine(Cases, name + ".txt");
        File.WriteAllText(expected + ".said", said + "\n");
        Assert.Equal(File.Exists(expected) ? File.ReadAllText(expected).TrimEnd() : $"no {name}.txt; {expected}.said is what was said", said);
    }

    [Fact]
    public void The_default_is_the_world_of_the_walkthrough()
    {
        var topology = TopologyReader.Read(LabTopology.DefaultText, "default");
        Assert.Equal(["node-1", "node-2", "legacy-1", "legacy-2", "internet", "cloud-service"], topology.HostNames);
        Assert.Equal(["node-1", "node-2"], topology.Nodes.Select(node => node.Name));
        Assert.All(topology.Vpc.Instances, instance => Assert.Equal(topology.FindNode(instance.Name) is null, instance.SourceDestinationCheck));
    }
}
