using Fairlead.Lab.Drawing;
using Fairlead.Lab.Supervision;
using Fairlead.Lab.Topology;
using Fairlead.Model.Addresses;
using Fairlead.Vpc.Configuration;
using Fairlead.Vpc.Topology;

namespace Fairlead.Lab.Tests.Drawing;

/// <summary>The walkthrough's world with a few pods, drawn both ways, as it was approved.</summary>
public sealed class DrawingTests
{
    private static readonly string Approved = Path.Combine(AppContext.BaseDirectory, "Drawing");

    [Fact]
    public void The_tree_is_the_approved_one() => Equal("walkthrough.txt", TopologyTree.Draw(Lab, Vpc));

    [Fact]
    public void The_drawing_is_the_approved_one() => Equal("walkthrough.svg", TopologySvg.Draw(Lab, Vpc));

    private static LabTopology World { get; } = TopologyReader.Read(LabTopology.DefaultText, "default");

    private static VpcState Vpc { get; } = ConfigurationReader.Read(World.Vpc, DateTimeOffset.UnixEpoch);

    private static LabStatus Lab { get; } = new(
        "lab",
        DateTimeOffset.UnixEpoch,
        [
            .. World.Vpc.Instances.Select(instance => new HostStatus(
                instance.Name, World.FindNode(instance.Name) is null ? HostRole.Host : HostRole.Node, 1,
                [instance.Address, instance.Address6!.Value], World.FindNode(instance.Name)?.PodSlices ?? [], instance.VSwitch,
                instance.Name switch { "node-1" => AgentState.Running, "node-2" => AgentState.Stopped, _ => null })),
            .. World.Vpc.Outside.Select(host => new HostStatus(host.Name, HostRole.Outside, 1, host.Addresses, [])),
        ],
        [Pod("pod-a", "node-1", "10.244.1.2", "fd10:244:0:1::2"), Pod("pod-b", "node-1", "10.244.1.3", "fd10:244:0:1::3"), Pod("pod-c", "node-2", "10.244.2.2", "fd10:244:0:2::2")],
        [new RouteStatus(Cidr.Parse("10.244.1.0/24"), "node-1"), new RouteStatus(Cidr.Parse("10.244.2.0/24"), "node-2")]);

    private static PodStatus Pod(string name, string node, params string[] addresses) =>
        new(name, node, 1, name, [.. addresses.Select(InetAddress.Parse)], new Dictionary<string, string>(), new Dictionary<string, string>(), []);

    private static void Equal(string file, string drawn)
    {
        var approved = Path.Combine(Approved, file);
        Directory.CreateDirectory(Approved);
        File.WriteAllText(approved + ".drawn", drawn);
        Assert.Equal(File.Exists(approved) ? File.ReadAllText(approved) : $"no {file}; {approved}.drawn is what was drawn", drawn);
    }
}
