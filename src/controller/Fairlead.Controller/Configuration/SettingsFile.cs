using Fairlead.Model.Problems;
using Fairlead.Yaml;

namespace Fairlead.Controller.Configuration;

/// <summary>controller.yaml.</summary>
public static class SettingsFile
{
    /// <exception cref="ProblemException">All that is wrong in it.</exception>
    public static ControllerSettings Read(string text, string source)
    {
        var file = new YamlFile(text, source);
        var root = file.Root;
        root.Allow("cluster", "cloud", "lease", "metrics");
        var (cluster, cloud) = (root["cluster"], root["cloud"]);
        cluster.Allow("server", "kubeconfig", "tokenFile", "certificateAuthority");
        cloud.Allow("region", "endpoint", "network", "keys");
        var settings = new ControllerSettings
        {
            Server = cluster["server"].Text(),
            Kubeconfig = cluster["kubeconfig"].Text(),
            TokenFile = cluster["tokenFile"].Text(),
            AuthorityFile = cluster["certificateAuthority"].Text(),
            Region = cloud["region"].Text(),
            Endpoint = cloud["endpoint"].Text(),
            Network = cloud["network"].Text(),
            Keys = cloud["keys"].Text(),
            Lease = root["lease"].Text(),
            Metrics = root["metrics"].Text(),
        };
        file.Check(SettingsRules.Problems(settings, isWhole: false).Select(problem => Placed(problem, root)));
        return settings;
    }

    private static Problem Placed(Problem problem, YamlValue root)
    {
        var (line, column) = root.Find(problem.Path).Place;
        return problem with { Line = line, Column = column };
    }
}
