using Fairlead.Migration.Terway.Terms;
using Fairlead.Yaml;

namespace Fairlead.Migration.Terway;

/// <summary>Objects that are not Terway's and bear something of it: nodes, namespaces, pods and what makes pods.</summary>
internal static class ClusterObjects
{
    private const string TerwayGroup = "network.alibabacloud.com";
    private const string GateOption = "-feature-gates=";

    // Of these, other values mean that Terway does nothing.
    private static readonly Dictionary<string, string> Meant = new()
    {
        [NodePools.ExclusiveLabel] = "eniOnly",
        ["k8s.aliyun.com/ignore-by-terway"] = "true",
        ["k8s.aliyun.com/no-kube-proxy"] = "true",
        ["alibabacloud.com/lingjun-worker"] = "true",
        ["type"] = "virtual-kubelet",
    };

    public static bool MakesPods(YamlValue root) => Template(root).IsMapping;

    /// <summary>What is said of objects of this kind, whatever is in them.</summary>
    public static Term? OfKind(YamlValue root, string kind)
    {
        var group = Group(root);
        return ObjectTerms.Kinds.Find(group.Length == 0 ? kind : $"{group}/{kind}")
            ?? ObjectTerms.Kinds.Find($"{group}/*")
            ?? (group.Length == 0 && kind != "Node" ? ObjectTerms.Kinds.Find($"{TerwayGroup}/{kind}") : null);
    }

    /// <summary><c>Node.network.alibabacloud.com</c>: more than one group has a Node.</summary>
    public static string FullName(YamlValue root, string kind) => Group(root) is { Length: > 0 } group ? $"{kind}.{group}" : kind;

    public static void Marks(YamlValue metadata, TermTable table, Report report)
    {
        foreach (var marks in new[] { metadata["annotations"], metadata["labels"] })
        {
            foreach (var key in marks.Keys.Where(key => table.Find(key) is not null && (!Meant.TryGetValue(key, out var value) || marks[key].Text() == value)))
            {
                report.Say(table, key);
            }
        }
    }

    public static void Pods(YamlValue root, Report report)
    {
        var template = Template(root);
        Marks(template["metadata"], ObjectTerms.Pods, report);
        var isTerway = root["metadata"]["name"].Text()?.StartsWith("terway", StringComparison.Ordinal) == true;
        List<YamlValue> containers = [.. template["spec"]["initContainers"].Items, .. template["spec"]["containers"].Items];
        foreach (var resource in containers.SelectMany(one => one["resources"]["limits"].Keys.Concat(one["resources"]["requests"].Keys)).Distinct().Where(name => ObjectTerms.Pods.Find(name) is not null))
        {
            report.Say(ObjectTerms.Pods, resource);
        }

        foreach (var variable in containers.Where(_ => isTerway).SelectMany(one => one["env"].Items).Select(one => one["name"].Text() ?? "").Distinct())
        {
            report.Say(FileTerms.Environment, variable, "env ");
        }

        foreach (var word in containers.SelectMany(one => one["command"].Items.Concat(one["args"].Items)).Select(one => one.Text() ?? "").Where(word => isTerway && word.TrimStart('-').StartsWith(GateOption[1..], StringComparison.Ordinal)))
        {
            ControllerConf.Gates(word[(word.IndexOf('=', StringComparison.Ordinal) + 1)..], report);
        }
    }

    private static string Group(YamlValue root) => root["apiVersion"].Text()?.Split('/') is [var group, _] ? group : "";

    private static YamlValue Template(YamlValue root) => root["kind"].Text() switch
    {
        "Pod" => root,
        "CronJob" => root["spec"]["jobTemplate"]["spec"]["template"],
        _ => root["spec"]["template"],
    };
}
