using System.Net;
using Fairlead.Model.Problems;

namespace Fairlead.Controller.Configuration;

/// <summary>What settings may be; paths are those of the file, which options are called after.</summary>
public static class SettingsRules
{
    /// <param name="isWhole">Whether nothing more comes: what is needed must be there.</param>
    public static IReadOnlyList<Problem> Problems(ControllerSettings settings, bool isWhole)
    {
        var found = new List<Problem>();
        void Say(string path, string message) => found.Add(new Problem(path, message));

        if (settings is { Server: not null, Kubeconfig: not null })
        {
            Say("cluster.kubeconfig", "names the server too: leave out one of cluster.server and cluster.kubeconfig");
        }

        if (settings.Server is { } server && !IsUri(server, "http", "https", "unix"))
        {
            Say("cluster.server", $"'{server}' is no address of a server; write https://10.0.0.1:6443, http://10.0.0.1:6443 or unix:///run/store.sock");
        }

        if (settings.Endpoint is { } endpoint && !IsUri(endpoint, "http", "https"))
        {
            Say("cloud.endpoint", $"'{endpoint}' is no address of an API; write http://100.100.0.80");
        }

        if (settings.Network is { } network && network is not ("vpc" or "internet"))
        {
            Say("cloud.network", Nearest.Sentence("network", network, ["vpc", "internet"]));
        }

        if (settings.Lease is { } lease && lease.Split('/') is not [{ Length: > 0 }, { Length: > 0 }])
        {
            Say("lease", $"'{lease}' is no Lease; write its namespace and name, kube-system/fairlead-controller");
        }

        if (settings.Metrics is { } metrics && metrics != "off" && !(IPEndPoint.TryParse(metrics, out var place) && place.Port > 0))
        {
            Say("metrics", $"'{metrics}' is no address with a port; write {ControllerSettings.DefaultMetrics}, or off");
        }

        if (isWhole && string.IsNullOrEmpty(settings.Region))
        {
            Say("cloud.region", "is missing; write --region cn-hangzhou, say, or cloud.region in the file");
        }

        return found;
    }

    private static bool IsUri(string text, params string[] schemes) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && schemes.Contains(uri.Scheme);
}
