using Fairlead.Model.Addresses;
using Fairlead.Resources.Network;

namespace Fairlead.Resources.Validation;

internal static class ClusterNetworkRules
{
    public static void Check(ClusterNetwork written, ClusterNetwork? before, IReadOnlyList<NodeNetwork> nodes, ProblemList found)
    {
        if (written.Metadata.Name != ClusterNetwork.Name)
        {
            found.Add("metadata.name", $"'{written.Metadata.Name}' would never count: the cluster's configuration is the one named '{ClusterNetwork.Name}'");
        }

        var spec = written.Spec;
        PodRangeRules.Check(spec, found);
        found.Range("spec.routeQuota", spec.RouteQuota, 1, 10_000, " entries");
        found.Names("spec.vSwitches", spec.VSwitches);
        found.Names("spec.securityGroups", spec.SecurityGroups, ClassRules.MostSecurityGroups);
        found.Range("spec.collection.afterSeconds", spec.Collection.AfterSeconds, 30, 604_800, " seconds");
        PoolRules.Check("spec.pool", spec.Pool, found);
        PoolRules.Check(spec.NodePools, found);
        if (spec.Mode == PodNetworkMode.MemberEni)
        {
            found.Add("spec.mode", "memberEni needs a trunk, which nodes of a pool have: give it to a pool, spec.nodePools[].mode, with trunk: true");
        }

        if (before is not null)
        {
            Fixed("spec.cluster", before.Spec.Cluster, spec.Cluster, "what was made in the cloud bears the old name and would never be collected", found);
            Fixed("spec.vpc", before.Spec.Vpc, spec.Vpc, "what was made is in the old VPC", found);
            PodRangeRules.CheckLoss(before.Spec, spec, nodes, found);
        }
    }

    private static void Fixed(string path, string before, string written, string reason, ProblemList found)
    {
        if (before.Length > 0 && before != written)
        {
            found.Add(path, $"'{before}' cannot become '{written}': {reason}");
        }
    }
}
