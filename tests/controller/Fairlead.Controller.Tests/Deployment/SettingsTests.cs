using Fairlead.Controller.Configuration;
using Fairlead.Controller.Running;
using Fairlead.Model.Problems;
using Fairlead.Resources.Network;

namespace Fairlead.Controller.Tests.Deployment;

public sealed class SettingsTests
{
    [Fact]
    public void All_mistakes_of_a_file_come_at_once_and_with_their_place()
    {
        var error = Assert.Throws<ProblemException>(() => SettingsFile.Read("cluster:\n  server: nowhere\n  kubeconfig: x\ncloud:\n  netwrk: vpc\n  network: intranet\nlease: me\nmetrics: 80\n", "c.yaml"));
        Assert.Equal(
            [
                "line 2, column 11: cluster.server: 'nowhere' is no address of a server; write https://10.0.0.1:6443, http://10.0.0.1:6443 or unix:///run/store.sock",
                "line 3, column 15: cluster.kubeconfig: names the server too: leave out one of cluster.server and cluster.kubeconfig",
                "line 5, column 3: cloud.netwrk: no key 'netwrk'; did you mean network?",
                "line 6, column 12: cloud.network: no network 'intranet'; did you mean internet?",
                "line 7, column 8: lease: 'me' is no Lease; write its namespace and name, kube-system/fairlead-controller",
                "line 8, column 10: metrics: '80' is no address with a port; write 127.0.0.1:9464, or off",
            ],
            error.Problems.Select(problem => problem.ToString()));
    }

    [Fact]
    public void Options_count_before_the_file_and_name_one_server()
    {
        var file = new ControllerSettings { Kubeconfig = "k", Region = "a", Metrics = "off" };
        var settings = new ControllerSettings { Server = "http://x", Region = "b" }.Over(file);
        Assert.Equal(("http://x", null, "b", "off"), (settings.Server, settings.Kubeconfig, settings.Region, settings.Metrics));
    }

    [Fact]
    public void A_kubeconfig_names_server_and_user()
    {
        const string text = """
            {"apiVersion":"v1","kind":"Config","current-context":"c",
             "clusters":[{"name":"k","cluster":{"server":"https://10.0.0.1:6443","certificate-authority":"ca.crt"}}],
             "users":[{"name":"u","user":{"tokenFile":"/run/token"}}],
             "contexts":[{"name":"c","context":{"cluster":"k","user":"u"}}]}
            """;
        var endpoint = KubeconfigFile.Read(text, "kc", "/etc/k");
        Assert.Equal(("https://10.0.0.1:6443/", "/etc/k/ca.crt", "/run/token"), (endpoint.Server.ToString(), endpoint.AuthorityFile, endpoint.TokenFile));
        Assert.Contains("no user 'v'", Assert.Throws<ProblemException>(() => KubeconfigFile.Read(text.Replace("\"user\":\"u\"", "\"user\":\"v\""), "kc", "/")).Message, StringComparison.Ordinal);
        Assert.Contains("asks a program", Assert.Throws<ProblemException>(() => KubeconfigFile.Read(text.Replace("\"tokenFile\":\"/run/token\"", "\"exec\":{}"), "kc", "/")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_leaked_is_printed()
    {
        var network = new ClusterNetwork
        {
            Spec = new ClusterNetworkSpec { Cluster = "c", Collection = new CollectionSettings { DryRun = true } },
            Status = new ClusterNetworkStatus { Leaked = [new LeakedResource("interface", "eni-1", "no node", DateTimeOffset.UnixEpoch), new LeakedResource("route", "rte-12", "no slice", DateTimeOffset.UnixEpoch)] },
        };
        Assert.Equal(
            ["2 of cluster 'c' without an owner, only named: spec.collection.dryRun is true", "interface  eni-1   since 1970-01-01 00:00:00  no node", "route      rte-12  since 1970-01-01 00:00:00  no slice"],
            LeakReport.Lines(network));
        Assert.Equal(["nothing of cluster 'c' is without an owner"], LeakReport.Lines(network with { Status = new ClusterNetworkStatus() }));
    }
}
