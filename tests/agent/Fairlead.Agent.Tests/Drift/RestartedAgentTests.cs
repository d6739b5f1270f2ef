using Fairlead.Agent.Tests.Nodes;

namespace Fairlead.Agent.Tests.Drift;

/// <summary>An agent hears of pods that were attached by the one before it as it hears of its own.</summary>
public sealed class RestartedAgentTests : IDisposable
{
    private readonly DamagedNode _lab = new();

    public RestartedAgentTests() => _lab.Node.Restart();

    public void Dispose() => _lab.Dispose();

    [Fact]
    public void What_is_damaged_in_and_on_them_is_repaired()
    {
        foreach (var damage in new[] { "ip address delete V4/32 dev eth0", "ip link set eth0 down", "ip route delete default", "ip neigh delete fe80::1 dev eth0" })
        {
            Repair(damage, () => Run.In(_lab.Pod.Netns, _lab.Fill(damage)).Succeeded());
        }

        foreach (var damage in new[] { "ip neigh delete V4 dev LINK", "ip route delete V4/32", "ip link set LINK alias foreign", "ip link set LINK name stolen" })
        {
            Repair(damage, () => Run.In(_lab.Node.Node, _lab.Fill(damage)).Succeeded());
        }
    }

    [Fact]
    public void What_happened_while_none_was_there_is_repaired_before_the_first_answer()
    {
        var before = _lab.Text();
        _lab.Node.Stop();
        foreach (var damage in new[] { "nft flush ruleset", "ip route delete V4/32", "ip neigh delete V6 dev LINK", "ip link set LINK down", "ip link set LINK group 0" })
        {
            Run.In(_lab.Node.Node, _lab.Fill(damage)).Succeeded();
        }

        Run.In(_lab.Pod.Netns, "ip link set eth0 down").Succeeded();
        _lab.Node.Started();
        Assert.Equal(before, _lab.Text());
    }

    private void Repair(string damage, Action destroy)
    {
        var before = _lab.Text();
        destroy();
        Assert.True(_lab.Node.WaitFor(() => _lab.Text().SequenceEqual(before)), damage);
    }
}
