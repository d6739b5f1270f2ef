using Fairlead.Agent.Tests.Nodes;
using Fairlead.Agent.Uninstall;

namespace Fairlead.Agent.Tests.Cluster;

/// <summary>Files that keep other programs of a node off pods' links.</summary>
public sealed class DropInTests : IDisposable
{
    private static readonly string[] Programs = ["etc/udev/rules.d", "etc/systemd/network", "etc/cloud/cloud.cfg.d"];

    private readonly ClusterNode _cluster = new();
    private readonly string _root = Directory.CreateTempSubdirectory("fl-root-").FullName;

    public void Dispose()
    {
        _cluster.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    [Fact]
    public void They_are_written_for_programs_that_are_there_once_and_go_with_us_unless_somebody_made_one_his_own()
    {
        Programs.ToList().ForEach(folder => Directory.CreateDirectory(Path.Combine(_root, folder)));
        _cluster.Node.Paths = _cluster.Node.Paths with { DropIns = _root };
        _cluster.Node.Started();
        _cluster.WaitFor(() => Files().Count == 4, "the files");
        Assert.DoesNotContain(Files(), file => file.Contains("NetworkManager", StringComparison.Ordinal));
        var rules = File.ReadAllText(Path.Combine(_root, "etc/udev/rules.d/70-fairlead-eni.rules"));
        Assert.Contains("NM_UNMANAGED", rules, StringComparison.Ordinal);
        var mine = Path.Combine(_root, "etc/systemd/network/05-fairlead-pods.network");
        File.WriteAllText(mine, "# mine\n");
        _cluster.Node.Restart();
        Assert.Equal("# mine\n", File.ReadAllText(mine));
        _cluster.Node.Stop();
        Assert.True(Uninstallation.Of(_cluster.Node.Node, _cluster.Node.Paths, TimeProvider.System, _ => { }).Run());
        Assert.Equal(mine, Assert.Single(Files()));
    }

    private List<string> Files() => [.. Directory.EnumerateFiles(_root, "*", SearchOption.AllDirectories)];
}
