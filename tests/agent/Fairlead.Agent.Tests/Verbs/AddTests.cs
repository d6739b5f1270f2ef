using Fairlead.Agent.Tests.Calls;
using Fairlead.Agent.Tests.Nodes;
using Fairlead.Datapath.Tests.Kernel;

namespace Fairlead.Agent.Tests.Verbs;

/// <summary>A pod comes, is there, and goes.</summary>
public sealed class AddTests : IDisposable
{
    private readonly TestNode _node = new TestNode().Started();

    public void Dispose() => _node.Dispose();

    [Fact]
    public void A_pod_reaches_and_is_reached_in_both_families_and_goes_without_a_trace()
    {
        var before = new KernelText(_node.Node);
        var pod = _node.AddPod("one", out var answer);
        Assert.Equal(answer.V4, Probe.Tcp(pod.Netns, _node.Outside, "172.16.10.2", 80));
        Assert.Equal(answer.V6, Probe.Tcp(pod.Netns, _node.Outside, "fd16::2", 80));
        Assert.Equal("172.16.10.2", Probe.Tcp(_node.Outside, pod.Netns, answer.V4, 80));
        Assert.Equal("fd16::2", Probe.Tcp(_node.Outside, pod.Netns, answer.V6, 80));
        Assert.Equal("172.16.10.1", Probe.Tcp(_node.Node, pod.Netns, answer.V4, 80));
        _node.Plugin(CniCall.Of("DEL", pod)).Succeeded();
        Assert.False(NodeWorld.HasLink(pod.Netns, "eth0"));
        Assert.Equal(before.Lines, new KernelText(_node.Node).Lines);
        _node.Tables.AssertNoneLost();
    }

    [Fact]
    public void The_result_names_both_ends_the_addresses_and_the_ways()
    {
        var pod = _node.AddPod("two", out var answer);
        var interfaces = answer.Body!["interfaces"]!.AsArray();
        Assert.Equal("1.1.0", (string)answer.Body["cniVersion"]!);
        Assert.True(NodeWorld.HasLink(_node.Node, (string)interfaces[0]!["name"]!));
        Assert.Equal("eth0", (string)interfaces[1]!["name"]!);
        Assert.Equal(pod.Path, (string)interfaces[1]!["sandbox"]!);
        Assert.Equal(1500, (int)interfaces[1]!["mtu"]!);
        Assert.All(answer.Body["ips"]!.AsArray(), ip => Assert.Equal(1, (int)ip!["interface"]!));
        Assert.Equal(["0.0.0.0/0", "::/0"], answer.Body["routes"]!.AsArray().Select(route => (string)route!["dst"]!));
    }
}
