using Fairlead.Agent.Log;
using Fairlead.Agent.Tests.Calls;
using Fairlead.Agent.Tests.Nodes;
using Fairlead.Agent.Uninstall;

namespace Fairlead.Agent.Tests.Uninstall;

/// <summary>A node from which Fairlead was taken off is the node that it was, as programs that we did not write see it.</summary>
public sealed class UninstallTests : IDisposable
{
    private const string Forwarding = "net/ipv4/ip_forward";
    private const string Filter = "net/ipv4/conf/eth0/rp_filter";

    private readonly TestNode _node = new();
    private readonly List<LogLine> _lines = [];

    public UninstallTests()
    {
        _node.Node.WriteSysctl(Forwarding, "0");
        _node.Node.WriteSysctl(Filter, "2");
    }

    private string Said => string.Join('\n', _lines);

    public void Dispose() => _node.Dispose();

    [Fact]
    public void The_node_is_as_it_was()
    {
        Run.In(_node.Node, "iptables-nft -P FORWARD DROP").Succeeded();
        Run.In(_node.Node, "ip route add 192.0.2.0/24 dev lo proto static").Succeeded();
        InstallConflist("fairlead-cni");
        var before = Look();
        _node.Started();
        var pod = _node.AddPod("a", out _);
        _node.Plugin(CniCall.Of("DEL", pod)).Succeeded();
        Assert.NotEqual(before, Look());
        Assert.Contains("-P FORWARD ACCEPT", Run.In(_node.Node, "iptables-nft -S FORWARD").Output, StringComparison.Ordinal);
        _node.Stop();

        Assert.True(Uninstall(), Said);

        Assert.Equal(before, Look());
        Assert.Equal("0", _node.Node.ReadSysctl(Forwarding));
        Assert.Equal("2", _node.Node.ReadSysctl(Filter));
        Assert.False(File.Exists(Paths.Conflist), Said);
        Assert.False(File.Exists(Paths.Journal));
        Assert.Matches(@"kernel: [1-9]\d* objects of ours taken away", Said);
        Assert.Contains("net/ipv4/ip_forward is 0 again, as it was found (it was 1)", Said, StringComparison.Ordinal);
        Assert.True(Uninstall(), "a second time there is nothing to do");
    }

    [Fact]
    public void What_somebody_has_changed_since_stays_as_he_wants_it()
    {
        _node.Started().Stop();
        _node.Node.WriteSysctl(Filter, "1");
        InstallConflist("somebody-elses");
        Assert.True(Uninstall(), Said);
        Assert.Equal("1", _node.Node.ReadSysctl(Filter));
        Assert.Contains("somebody has changed it since it was set to 0", Said, StringComparison.Ordinal);
        Assert.True(File.Exists(Paths.Conflist));
    }

    [Fact]
    public void While_a_pod_is_attached_nothing_is_touched()
    {
        _node.Started();
        _node.AddPod("a", out _);
        _node.Stop();
        var before = Look();
        var refusal = Assert.Throws<IOException>(() => Uninstall());
        Assert.Contains("1 pods are attached on this node: container a", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before, Look());
    }

    [Fact]
    public void While_an_agent_runs_nothing_is_touched()
    {
        _node.Started();
        var before = Look();
        Assert.Contains("another agent is running", Assert.Throws<IOException>(() => Uninstall()).Message, StringComparison.Ordinal);
        Assert.Equal(before, Look());
    }

    [Fact]
    public void Where_the_journal_is_lost_pods_that_it_does_not_know_are_not_cut_off()
    {
        _node.Started();
        _node.AddPod("a", out _);
        _node.Stop();
        File.Delete(Paths.Journal);
        var before = Look();
        Assert.Contains("1 pods are attached on this node: container a", Assert.Throws<IOException>(() => Uninstall()).Message, StringComparison.Ordinal);
        Assert.Equal(before, Look());
    }

    private Configuration.AgentPaths Paths => _node.Paths with { Conflist = Path.Combine(_node.Folder, "10-fairlead.conflist") };

    private bool Uninstall() => Uninstallation.Of(_node.Node, Paths, TimeProvider.System, _lines.Add).Run();

    private void InstallConflist(string type) =>
        File.WriteAllText(Paths.Conflist, $$"""{"cniVersion":"1.0.0","name":"x","plugins":[{"type":"{{type}}"}]}""");

    private string Look() => string.Join('\n', new[]
    {
        "ip -details link", "ip route show table all", "ip -6 route show table all", "ip rule", "ip neigh show nud permanent", "nft --stateless list ruleset",
    }.Select(command => Run.In(_node.Node, command).Succeeded().Output));
}
