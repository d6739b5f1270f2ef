using Fairlead.Agent.Tests.Nodes;

namespace Fairlead.Agent.Tests.Settings;

/// <summary>A running agent keeps FORWARD open, or only says that it is not.</summary>
public sealed class ForwardPolicyTests : IDisposable
{
    private TestNode? _node;

    public void Dispose() => _node?.Dispose();

    [Fact]
    public void A_drop_by_nft_is_undone_when_the_kernel_tells_of_it()
    {
        var node = _node = new TestNode().Started();
        Run.In(node.Node, "iptables-nft -P FORWARD DROP").Succeeded();
        Assert.True(node.WaitFor(() => Policy("nft") == "ACCEPT"), node.Log);
        // The policy is in the kernel a moment before the read that follows has counted it.
        Assert.True(node.WaitFor(() => node.Tables.Counter("drift forward-policies altered") == 1));
    }

    [Fact]
    public void A_drop_by_legacy_iptables_is_undone_at_the_next_full_read()
    {
        var node = _node = new TestNode(TestNode.Usual.Replace("fullReadEvery: 10m", "fullReadEvery: 1s", StringComparison.Ordinal)).Started();
        Run.In(node.Node, "iptables-legacy -P FORWARD DROP").Succeeded();
        Assert.True(node.WaitFor(() => Policy("legacy") == "ACCEPT"), node.Log);
    }

    [Fact]
    public void Where_it_is_only_reported_it_stays()
    {
        var node = _node = new TestNode($"{TestNode.Usual}forwardPolicy: report\n");
        Run.In(node.Node, "iptables-nft -P FORWARD DROP").Succeeded();
        node.Started();
        Assert.Empty(node.Tables.Rows("forward-policies"));
        Assert.Equal("DROP", Policy("nft"));
    }

    private string Policy(string kind) => Run.In(_node!.Node, $"iptables-{kind} -S FORWARD").Succeeded().Output.Split('\n')[0].Split(' ')[^1];
}
