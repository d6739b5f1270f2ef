using Fairlead.Agent.Tests.Nodes;
using Fairlead.Datapath.Tests.Kernel;

namespace Fairlead.Agent.Tests.Verbs;

/// <summary>Who sees a pod as itself and who as its node, as the configuration says, changed while pods run.</summary>
public sealed class MasqueradeTests : IDisposable
{
    private const string Node = "172.16.10.1";
    private const string World = "198.51.100.1";
    private const string CloudService = "100.100.2.136";

    private readonly TestNode _node = new TestNode().Started();
    private int _port = 7000;

    public void Dispose() => _node.Dispose();

    [Fact]
    public void The_VPC_its_further_CIDRs_and_exceptions_see_the_pod_everybody_else_its_node()
    {
        Run.In(_node.Outside, $"ip address add {CloudService}/32 dev lo").Succeeded();
        var pod = _node.AddPod("one", out var answer);
        using var stream = new LongConnection(pod.Netns, _node.Outside, "172.16.10.2", 9000);
        Assert.Equal(answer.V4, Seen(pod, "172.16.10.2"));
        Assert.Equal(Node, Seen(pod, World));
        Assert.Equal(Node, Seen(pod, CloudService));
        Assert.Equal("fd16::1", Seen(pod, "2001:db8::1"));

        Becomes(pod, "masquerade: { except: [198.51.100.0/24] }", World, answer.V4);
        Assert.Equal(Node, Seen(pod, CloudService));
        Becomes(pod, "", World, Node);
        File.WriteAllText(_node.Paths.Configuration, TestNode.Usual.Replace("\"172.16.0.0/16\"", "\"172.16.0.0/16\", \"198.51.100.0/24\"", StringComparison.Ordinal));
        Assert.True(_node.WaitFor(() => Seen(pod, World) == answer.V4), _node.Log);
        Becomes(pod, "masquerade: { enabled: false }", CloudService, answer.V4);
        // Without masquerade and hostPorts nothing of ours tracks connections.
        Assert.DoesNotContain(new KernelText(_node.Node).Lines, line => line.Contains("hook postrouting", StringComparison.Ordinal));
        Assert.True(stream.Echoes());
    }

    private void Becomes(TestPod pod, string configuration, string to, string seen)
    {
        File.WriteAllText(_node.Paths.Configuration, TestNode.Usual + configuration + "\n");
        Assert.True(_node.WaitFor(() => Seen(pod, to) == seen), _node.Log);
    }

    // A port of its own each time: one that was just used may not be listened on again.
    private string? Seen(TestPod pod, string to) => Probe.Tcp(pod.Netns, _node.Outside, to, ++_port);
}
