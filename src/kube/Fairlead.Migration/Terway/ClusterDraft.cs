using Fairlead.Resources.Meta;
using Fairlead.Resources.Network;

namespace Fairlead.Migration.Terway;

/// <summary>The cluster's configuration, from what was set and what was not.</summary>
internal static class ClusterDraft
{
    private const string Place = "ClusterNetwork/default";

    public static ClusterNetwork Of(EniSettings set, ControllerSettings control, IReadOnlyList<NodePool> pools, Given given, List<Remark> remarks)
    {
        given = given with { Vpc = given.Vpc ?? control.Vpc };
        var cluster = given.Cluster ?? set.Cluster ?? control.Cluster ?? "";
        SayWhatIsMissing(cluster, set, given, new Report(Place, remarks));
        return new ClusterNetwork
        {
            Metadata = new ObjectMeta { Name = ClusterNetwork.Name },
            Spec = new ClusterNetworkSpec
            {
                Cluster = cluster,
                Vpc = given.Vpc ?? "",
                Mode = PodNetworkMode.SharedEni,
                Families = set.Families ?? control.Families ?? AddressFamilies.Ipv4,
                VSwitches = set.VSwitches,
                VSwitchSelection = set.Selection ?? VSwitchSelection.MostFree,
                SecurityGroups = set.SecurityGroups ?? [],
                Pool = set.Pool() ?? new PoolSettings(),
                NodePools = pools,
            },
        };
    }

    private static void SayWhatIsMissing(string cluster, EniSettings set, Given given, Report report)
    {
        if (cluster.Length == 0)
        {
            report.Say(Fate.ToFillIn, "spec.cluster", "a name of your own for the tags of what is made, or --cluster NAME");
        }

        if (string.IsNullOrEmpty(given.Vpc))
        {
            report.Say(Fate.ToFillIn, "spec.vpc", "--vpc ID, or give ctrl-config.yaml too; a node's metadata says it: curl http://100.100.100.200/latest/meta-data/vpc-id");
        }

        report.Say(Fate.ToFillIn, "agent.yaml: cluster.server", "where the cluster's API server is, with tokenFile and authorityFile: docs/guide/agent-configuration.md");
        if (set.VSwitches.Count == 0)
        {
            report.Say(Fate.ToFillIn, "spec.vSwitches", "the vSwitches that ENIs are made in: no eni_conf names any");
        }

        if (set.Selection is null)
        {
            report.OtherMeaning("vswitch_selection_policy", "is not set, which is random in Terway: vSwitchSelection: mostFree, which spreads them too");
        }
    }
}
