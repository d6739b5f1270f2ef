using Fairlead.Migration.Terway.Terms;
using Fairlead.Yaml;

namespace Fairlead.Migration.Terway;

/// <summary>The <c>eni_conf</c> of some nodes, which is laid over the cluster's: what a node pool has is taken over, the rest named.</summary>
internal static class NodeConf
{
    private static readonly Dictionary<string, Func<EniSettings, string?>> Compared = new()
    {
        ["security_group"] = set => Text(set.SecurityGroups),
        ["security_groups"] = set => Text(set.SecurityGroups),
        ["vswitch_selection_policy"] = set => $"{set.Selection}",
        ["ip_stack"] = set => $"{set.Families}",
        ["service_cidr"] = set => Text(set.ServiceRanges),
        ["eni_tags"] = set => set.Cluster,
    };

    public static EniSettings Translate(YamlValue root, string name, Report report, EniSettings cluster)
    {
        var said = new List<Remark>();
        var own = EniConf.Translate(root, new Report(report.Place, said), cluster);
        report.TakenOver("(object)", $"the node pool {name}, whose nodes have the label terway-config: {name}");
        foreach (var remark in said.Where(remark => !IsOfTheCluster(remark.Key) && (remark.Key != "vswitches" || own.VSwitches.Count > 0)))
        {
            report.Say(remark.Fate, remark.Key, remark.Text);
        }

        foreach (var key in root.Keys.Where(key => root[key].IsPresent && IsOfTheCluster(key)))
        {
            if (Compared[key](own) is { Length: > 0 } text && text == Compared[key](cluster))
            {
                report.NotNeeded(key, "is as the cluster has it");
            }
            else
            {
                report.Say(EniConfTerms.Node, key);
            }
        }

        Removed(own, report, cluster);
        return own;
    }

    private static void Removed(EniSettings own, Report report, EniSettings cluster)
    {
        foreach (var key in own.Removed)
        {
            if (Compared.TryGetValue(key, out var text))
            {
                if (text(cluster) is { Length: > 0 })
                {
                    report.Say(EniConfTerms.Node, key);
                }
            }
            else if (key != "vswitches" && EniConfTerms.Node.Find(key) is not null)
            {
                report.TakenOver(key, "null: what the cluster has does not count for these nodes");
            }
        }

        if (cluster.VSwitches.Count > 0 && own.VSwitches.Count == 0 && (own.Zones is not null || own.Removed.Contains("vswitches")))
        {
            report.Say(Fate.ToFillIn, "vswitches", "none are left, with which Terway takes that of the instance: write it into nodePools[].vSwitches, else the cluster's count");
        }
    }

    private static bool IsOfTheCluster(string key) => EniConfTerms.Node.Find(key.Split('.', ',')[0]) is { Fate: not Fate.TakenOver };

    private static string Text<T>(IReadOnlyList<T>? list) => string.Join(' ', list ?? []);
}
