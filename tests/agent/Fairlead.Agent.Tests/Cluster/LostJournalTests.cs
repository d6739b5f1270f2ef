using Fairlead.Agent.Tests.Nodes;
using Fairlead.Datapath.Tests.Kernel;
using Fairlead.Resources.Network;

namespace Fairlead.Agent.Tests.Cluster;

/// <summary>A node's memory is gone, and the kernel says which ENI its pods' addresses are of.</summary>
public sealed class LostJournalTests : IDisposable
{
    private readonly ClusterNode _cluster = new();

    public void Dispose() => _cluster.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Pods_on_shared_ENIs_stay_on_them_and_their_addresses_are_given_to_nobody_else(bool isTakenAway)
    {
        _cluster.Offer(_cluster.Plug(1, addresses: 2), _cluster.Plug(2, addresses: 2));
        _cluster.Node.Started();
        var pods = new[] { "one", "two", "three" }.Select(name => _cluster.Add(name)).ToList();
        pods.ForEach(pod => pod.Answer.Succeeded());
        _cluster.WaitFor(() => File.Exists(_cluster.Node.Paths.Cluster) && Leases().Count == 6, "the file and the leases");
        var leases = Leases();
        _cluster.Node.Stop();
        File.Delete(_cluster.Node.Paths.Journal);
        if (isTakenAway)
        {
            Run.In(_cluster.Node.Node, "ip link delete eni1").Succeeded();
        }

        _cluster.Node.Started();
        Assert.Equal(["one/eth0", "three/eth0", "two/eth0"], _cluster.Node.Tables.Attachments.Order(StringComparer.Ordinal));
        if (isTakenAway)
        {
            _cluster.Plug(1, addresses: 2);
        }

        foreach (var (pod, answer) in pods)
        {
            _cluster.WaitFor(() => Probe.Tcp(pod.Netns, _cluster.Outside, "172.16.10.2", 9000, expectSilence: true) == answer.V4, "the way out");
            Assert.Equal(answer.V6, Probe.Tcp(pod.Netns, _cluster.Outside, "fd16::2", 9000));
        }

        var (_, last) = _cluster.Add("four");
        Assert.DoesNotContain(last.Succeeded().V4, pods.Select(pod => pod.Answer.V4));
        _cluster.WaitFor(() => Leases() is { Count: 8 } now && leases.TrueForAll(now.Contains), "the same leases as before");
    }

    private List<(string Interface, string Address, string Container)> Leases() =>
        [.. (_cluster.Status?.Leases ?? []).Select(use => (use.Interface, $"{use.Address}", use.ContainerId)).Order()];
}
