using Fairlead.Model.Pods;

namespace Fairlead.Datapath.Tests.Kernel;

/// <summary>The agent dies and another takes over what is in the kernel.</summary>
public sealed class KilledAgentTests : IDisposable
{
    private readonly LabNode _lab = new();

    public void Dispose() => _lab.Dispose();

    [Fact]
    public void Its_successor_adopts_everything_and_changes_nothing()
    {
        var pod = _lab.AddPod("a", 5, new HostPort(Transport.Tcp, 8080, 80, null));
        using var stream = new LongConnection(_lab.Outside, pod, "172.16.10.1", 8080, 80);
        Assert.True(stream.Echoes());
        var before = _lab.World();
        _lab.Kill();
        Assert.Equal(before, _lab.World());
        Assert.Equal(0, _lab.Drift.Total);
        Assert.True(stream.Echoes());
    }

    [Fact]
    public void What_its_successor_does_not_wish_goes()
    {
        _lab.AddPod("a", 5);
        var before = _lab.World();
        _lab.AddPod("b", 6, new HostPort(Transport.Udp, 53, 53, null));
        _lab.ForgetPod("b");
        _lab.Kill();
        Assert.Equal(before, _lab.World());
        Assert.True(_lab.Drift.Surplus > 0);
    }

    [Fact]
    public void The_same_attachment_with_another_index_replaces_its_old_link()
    {
        var pod = _lab.AddPod("a", 5);
        _lab.ChangePod("a", pod => pod with { HostIndex = 4711 });
        _lab.Apply(_lab.Options);
        // What was on the old link went with it: a watcher would have told.
        _lab.Refresh();
        Assert.Equal("10.244.1.5", Probe.Tcp(pod, _lab.Outside, "172.16.10.2", 80));
    }
}
