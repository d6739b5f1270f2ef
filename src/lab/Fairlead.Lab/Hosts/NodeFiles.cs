using Fairlead.Lab.Processes;
using Fairlead.Lab.Topology;
using Fairlead.Model.Addresses;

namespace Fairlead.Lab.Hosts;

/// <summary>What an installation leaves on a node: configuration, conflist, plug-in.</summary>
internal static class NodeFiles
{
    public const string Conflist = "/etc/cni/net.d/10-fairlead.conflist";

    public static void Install(int pid, LabNode node, LabTopology topology)
    {
        File.WriteAllText(LabPaths.Of(pid, "/etc/fairlead/agent.yaml"), AgentYaml(node, topology));
        File.Copy(Installation.InsideLab.Script("10-fairlead.conflist"), LabPaths.Of(pid, Conflist), overwrite: true);
        File.Copy(Installation.InsideLab.Plugin, LabPaths.Of(pid, "/opt/cni/bin/fairlead-cni"), overwrite: true);
    }

    private static string AgentYaml(LabNode node, LabTopology topology) => $"""
        nodeName: {node.Name}
        podSlices: {List(node.PodSlices)}
        podRanges: {List(topology.PodRanges)}
        vpcCidrs: {List(topology.Vpc.Cidrs)}

        """;

    // An IPv6 range begins like a mapping to YAML: quoted, it is a text.
    private static string List(IEnumerable<Cidr> ranges) => $"[{string.Join(", ", ranges.Select(range => $"\"{range}\""))}]";
}
