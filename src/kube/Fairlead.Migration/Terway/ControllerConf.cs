using Fairlead.Migration.Terway.Terms;
using Fairlead.Resources.Network;
using Fairlead.Yaml;

namespace Fairlead.Migration.Terway;

/// <summary>What Terway's controller was told of its cluster; null: nothing.</summary>
internal sealed record ControllerSettings(string? Cluster = null, string? Vpc = null, AddressFamilies? Families = null);

/// <summary><c>ctrl-config.yaml</c>, <c>ctrl-secret.yaml</c> and the chart's values.</summary>
internal static class ControllerConf
{
    private static readonly string[] ChartRoots = ["terway", "terwayControlplane", "terwayMigrate"];

    public static bool IsChart(YamlValue root) => ChartRoots.Any(key => root[key].IsMapping);

    public static bool IsController(YamlValue root) => root.Keys.Any(key => ControllerTerms.Config.Find(key) is not null || ControllerTerms.Secret.Find(key) is not null);

    public static ControllerSettings Translate(YamlValue root, Report report)
    {
        if (!root.IsMapping)
        {
            root.Say("must be a mapping: clusterID: c0123, say");
        }

        foreach (var key in root.Keys)
        {
            report.Say(ControllerTerms.Secret.Find(key) is null ? ControllerTerms.Config : ControllerTerms.Secret, key);
        }

        var stack = root["ipStack"].Choice(("ipv4", AddressFamilies.Ipv4), ("dual", AddressFamilies.Dual), ("ipv6", AddressFamilies.Dual));
        return new ControllerSettings(Id(root["clusterID"]), Id(root["vpcID"]), stack);
    }

    /// <summary>Only keys: values are not looked at.</summary>
    public static void Secret(YamlValue root, Report report)
    {
        foreach (var key in root.Keys)
        {
            report.Say(ControllerTerms.Secret, key, "ctrl-secret.yaml: ");
        }
    }

    public static void Chart(YamlValue root, Report report)
    {
        foreach (var key in root.Keys)
        {
            if (FileTerms.Chart.Find(key) is null && root[key].IsMapping)
            {
                root[key].Keys.ToList().ForEach(below => report.Say(FileTerms.Chart, $"{key}.{below}"));
            }
            else
            {
                report.Say(FileTerms.Chart, key);
            }
        }

        Gates(root["featureGates"].Text() ?? "", report);
    }

    /// <param name="text"><c>A=true,B=false</c>.</param>
    public static void Gates(string text, Report report)
    {
        foreach (var gate in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            report.Say(ControllerTerms.FeatureGates, gate.Split('=')[0], "feature gate ");
        }
    }

    private static string? Id(YamlValue value) => value.Text() is { Length: > 0 } text ? text : null;
}
