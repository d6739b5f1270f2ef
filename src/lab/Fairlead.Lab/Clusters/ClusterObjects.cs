using Fairlead.Kubernetes;
using Fairlead.Lab.Topology;
using Fairlead.Resources.Core;
using Fairlead.Resources.Meta;
using Fairlead.Resources.Network;
using Fairlead.Vpc.Topology;

namespace Fairlead.Lab.Clusters;

/// <summary>The objects that a cluster begins with: namespaces, and its configuration as the topology has it.</summary>
internal sealed class ClusterObjects(ClusterClient client, LabCluster cluster, IReadOnlyList<LabNode> nodes, VpcState vpc)
{
    private static readonly string[] Namespaces = ["default", "kube-system", "kube-node-lease"];

    public async Task WriteAsync(string vpcId)
    {
        foreach (var name in Namespaces)
        {
            await EnsureAsync(new Namespace { Metadata = new ObjectMeta { Name = name } }).ConfigureAwait(false);
        }

        await EnsureAsync(new ClusterNetwork
        {
            Metadata = new ObjectMeta { Name = ClusterNetwork.Name },
            Spec = cluster.Network with
            {
                Vpc = vpcId,
                VSwitches = cluster.Network.VSwitches.Count > 0 ? Ids(cluster.Network.VSwitches) : [.. nodes.Select(node => vpc.FindInterface(node.Name)!.VSwitch).Distinct()],
                SecurityGroups = [.. cluster.Network.SecurityGroups.Select(name => vpc.FindSecurityGroup(name)!.Id)],
                NodePools = [.. cluster.Network.NodePools.Select(pool => pool with { VSwitches = Ids(pool.VSwitches) })],
            },
        }).ConfigureAwait(false);
    }

    private IReadOnlyList<string> Ids(IReadOnlyList<string> names) => [.. names.Select(name => vpc.VSwitches.Values.First(vSwitch => vSwitch.Name == name).Id)];

    private async Task EnsureAsync<T>(T item)
        where T : class, IResource
    {
        try
        {
            await client.CreateAsync(item).ConfigureAwait(false);
        }
        catch (ClusterException error) when (error.Kind == ClusterErrorKind.AlreadyExists)
        {
            // A store of ours makes namespaces by itself.
        }
    }
}
