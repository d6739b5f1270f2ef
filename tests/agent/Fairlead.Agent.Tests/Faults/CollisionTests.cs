using Fairlead.Agent.Tests.Calls;
using Fairlead.Agent.Tests.Nodes;
using Fairlead.Model.Pods;

namespace Fairlead.Agent.Tests.Faults;

/// <summary>What is in the way of an ADD, or goes away under it.</summary>
public sealed class CollisionTests : IDisposable
{
    private readonly TestNode _node = new TestNode().Started();

    public void Dispose() => _node.Dispose();

    [Fact]
    public void An_interface_of_that_name_in_the_pod_is_an_error_and_stays_as_it_is()
    {
        var pod = _node.NewPod("one");
        Run.In(pod.Netns, "ip link add eth0 address 02:00:00:00:00:0b type bridge").Succeeded();
        var before = new KernelText(pod.Netns).Lines;
        Assert.Contains("already exists", _node.Plugin(CniCall.Of("ADD", pod)).Failed(101).Message, StringComparison.Ordinal);
        Assert.Equal(before, new KernelText(pod.Netns).Lines);
        Assert.Empty(_node.Tables.Attachments);
        _node.Plugin(CniCall.Of("DEL", pod)).Succeeded();
        Assert.Equal(before, new KernelText(pod.Netns).Lines);
    }

    [Fact]
    public void A_foreign_link_with_the_host_ends_name_is_an_error_and_stays_as_it_is()
    {
        var pod = _node.NewPod("one");
        var name = new AttachmentId("one", "eth0").HostLinkName;
        Run.In(_node.Node, $"ip link add {name} address 02:00:00:00:00:0b type bridge").Succeeded();
        Assert.Contains("EEXIST", _node.Plugin(CniCall.Of("ADD", pod)).Failed(100).Message, StringComparison.Ordinal);
        Assert.True(NodeWorld.HasLink(_node.Node, name));
        Assert.True(_node.WaitFor(() => _node.Tables.Attachments.Count == 0), _node.Log);
        _node.Tables.AssertNoneLost();
        Run.In(_node.Node, $"ip link delete {name}").Succeeded();
        _node.Plugin(CniCall.Of("ADD", pod)).Succeeded();
    }

    [Fact]
    public void A_namespace_that_vanishes_in_the_middle_of_ADD_costs_no_address()
    {
        for (var i = 0; i < 8; i++)
        {
            var pod = _node.NewPod($"pod-{i}");
            var call = CniCall.Of("ADD", pod);
            var attaching = new Thread(() => _ = _node.Straight(call));
            attaching.Start();
            Thread.Sleep(i);
            pod.Dispose();
            attaching.Join();
        }

        Assert.True(_node.WaitFor(() => _node.Tables.Attachments.Count == 0), string.Join(' ', _node.Tables.Attachments) + "\n" + _node.Log);
        _node.Tables.AssertNoneLost();
        Assert.DoesNotContain(new KernelText(_node.Node).Lines, line => line.Contains("fairlead:", StringComparison.Ordinal));
    }

    [Fact]
    public void The_nodes_own_namespace_is_refused()
    {
        var call = new CniCall("ADD") { Container = "one", Interface = "eth1", Netns = $"/proc/{Environment.ProcessId}/fd/{_node.Node.Descriptor}" };
        _node.Straight(call).Failed(4);
        _node.Straight(call with { Netns = "/proc/self/status" }).Failed(4);
        _node.Straight(call with { Netns = "/run/netns/nobody" }).Failed(4);
    }
}
