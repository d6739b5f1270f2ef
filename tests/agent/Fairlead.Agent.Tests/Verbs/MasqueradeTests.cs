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

    [Theory]
    [InlineData("")]
    [InlineData("masquerade")]
    public void The_metadata_service_is_closed_under_an_address_that_others_translate_too(string proxysOwn)
    {
        // As kube-proxy has a service whose endpoint somebody wrote himself; and with --masquerade-all.
        Run.In(_node.Outside, "ip address add 100.100.100.200/32 dev lo").Succeeded();
        Run.In(_node.Node, "nft add table ip proxy").Succeeded();
        Run.In(_node.Node, "nft add chain ip proxy services { type nat hook prerouting priority -100; }").Succeeded();
        Run.In(_node.Node, "nft add rule ip proxy services ip daddr 10.96.0.9 dnat to 100.100.100.200").Succeeded();
        Run.In(_node.Node, "nft add rule ip proxy services ip daddr 10.96.0.10 dnat to 198.51.100.1").Succeeded();
        if (proxysOwn.Length > 0)
        {
            Run.In(_node.Node, "nft add chain ip proxy masquerading { type nat hook postrouting priority 100; }").Succeeded();
            Run.In(_node.Node, $"nft add rule ip proxy masquerading ip saddr 10.244.0.0/16 {proxysOwn}").Succeeded();
        }

        var pod = _node.AddPod("one", out _);
        Assert.Equal(Node, Seen(pod, "10.96.0.10"));
        Assert.Null(Probe.Tcp(pod.Netns, _node.Outside, "10.96.0.9", 80, expectSilence: true));
        Assert.Equal(Node, Probe.Tcp(_node.Node, _node.Outside, "100.100.100.200", 80));
        File.WriteAllText(_node.Paths.Configuration, TestNode.Usual + "metadata: { openToPods: true }\n");
        Assert.True(_node.WaitFor(() => Seen(pod, "10.96.0.9") == Node), _node.Log);
    }

    [Fact]
    public void It_is_closed_so_where_nothing_of_ours_translates()
    {
        Run.In(_node.Outside, "ip address add 100.100.100.200/32 dev lo").Succeeded();
        Run.In(_node.Node, "nft add table ip proxy").Succeeded();
        Run.In(_node.Node, "nft add chain ip proxy services { type nat hook prerouting priority -100; }").Succeeded();
        Run.In(_node.Node, "nft add rule ip proxy services ip daddr 10.96.0.9 dnat to 100.100.100.200").Succeeded();
        var pod = _node.AddPod("one", out var answer);
        Becomes(pod, "masquerade: { enabled: false }", World, answer.V4);
        Assert.Null(Probe.Tcp(pod.Netns, _node.Outside, "10.96.0.9", 80, expectSilence: true));
    }

    private void Becomes(TestPod pod, string configuration, string to, string seen)
    {
        File.WriteAllText(_node.Paths.Configuration, TestNode.Usual + configuration + "\n");
        Assert.True(_node.WaitFor(() => Seen(pod, to) == seen), _node.Log);
    }

    // A port of its own each time: one that was just used may not be listened on again.
    private string? Seen(TestPod pod, string to) => Probe.Tcp(pod.Netns, _node.Outside, to, ++_port);
}
