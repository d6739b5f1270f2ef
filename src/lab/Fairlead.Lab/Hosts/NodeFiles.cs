using Fairlead.Lab.Clusters;
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

    private static string AgentYaml(LabNode node, LabTopology topology) => string.Concat(Lines(node, topology).Select(line => line + "\n"));

    // In a cluster, slices and ENIs are what the controller says.
    private static IEnumerable<string> Lines(LabNode node, LabTopology topology)
    {
        yield return $"nodeName: {node.Name}";
        if (topology.Cluster is { HasController: true })
        {
            yield return $"cluster: {{ server: \"{ClusterParts.StoreInside.OriginalString}\" }}";
        }
        else
        {
            yield return $"podSlices: {List(node.PodSlices)}";
        }

        yield return $"podRanges: {List(topology.PodRanges)}";
        yield return $"vpcCidrs: {List(topology.Vpc.Cidrs)}";
        yield return $"serviceRanges: {List(topology.ServiceRanges)}";
    }

    // An IPv6 range begins like a mapping to YAML: quoted, it is a text.
    private static string List(IEnumerable<Cidr> ranges) => $"[{string.Join(", ", ranges.Select(range => $"\"{range}\""))}]";
}
