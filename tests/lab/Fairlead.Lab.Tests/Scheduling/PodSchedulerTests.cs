using Fairlead.Lab.Scheduling;
using Fairlead.Resources.Core;
using Fairlead.Resources.Meta;

namespace Fairlead.Lab.Tests.Scheduling;

/// <summary>Where pods are put, and in which words Kubernetes' scheduler says that they are not.</summary>
public sealed class PodSchedulerTests
{
    private const string Eni = "fairlead.io/eni";

    [Fact]
    public void The_node_with_fewer_pods_takes_the_next_and_the_first_by_name_where_they_are_even()
    {
        Node[] nodes = [Node("node-2"), Node("node-1")];
        Assert.Equal(new Placement.On("node-1"), PodScheduler.Choose(Pod("a"), nodes, []));
        Assert.Equal(new Placement.On("node-2"), PodScheduler.Choose(Pod("b"), nodes, [Pod("a", "node-1")]));
    }

    [Fact]
    public void Extended_resources_are_counted_over_all_containers_and_pods_that_have_ended_give_theirs_back()
    {
        Node[] nodes = [Node("node-1", (Eni, "2"))];
        var one = Pod("a", "node-1", (Eni, "1"));
        var two = Pod("b", "", (Eni, "1"), (Eni, "1"));
        Assert.Equal(new Placement.Nowhere($"0/1 nodes are available: 1 Insufficient {Eni}."), PodScheduler.Choose(two, nodes, [one]));
        Assert.Equal(new Placement.On("node-1"), PodScheduler.Choose(two, nodes, [one with { Status = new PodStatus { Phase = "Succeeded" } }]));
    }

    [Fact]
    public void What_a_node_does_not_offer_is_insufficient() => Assert.Equal(
        new Placement.Nowhere($"0/2 nodes are available: 2 Insufficient {Eni}."), PodScheduler.Choose(Pod("a", "", (Eni, "1")), [Node("node-1"), Node("node-2")], []));

    [Fact]
    public void Each_reason_is_told_with_its_count_in_the_order_of_the_texts()
    {
        Node[] nodes =
        [
            Node("node-1") with { Spec = new NodeSpec { Unschedulable = true } },
            Node("node-2", ("pods", "1")),
            Node("node-3") with { Metadata = new ObjectMeta { Name = "node-3" } },
            Node("node-4") with { Status = new NodeStatus { Conditions = [new Condition("Ready", Condition.Unknown, "", "")] } },
        ];
        var pod = Pod("a", "", (Eni, "1")) with { Spec = Pod("a", "", (Eni, "1")).Spec with { NodeSelector = new Dictionary<string, string> { ["pool"] = "shared" } } };
        Assert.Equal(
            new Placement.Nowhere(
                $"0/4 nodes are available: 1 Insufficient {Eni}, 1 Too many pods, 1 node(s) didn't match Pod's node affinity/selector, "
                + "1 node(s) had untolerated taint {node.kubernetes.io/not-ready: }, 1 node(s) were unschedulable."),
            PodScheduler.Choose(pod, nodes, [Pod("other", "node-2")]));
    }

    [Fact]
    public void Without_nodes_there_is_nothing_to_count() =>
        Assert.Equal(new Placement.Nowhere("no nodes available to schedule pods"), PodScheduler.Choose(Pod("a"), [], []));

    [Fact]
    public void A_host_port_is_given_once_a_node()
    {
        Node[] nodes = [Node("node-1"), Node("node-2")];
        Pod WithPort(string name, string node) => Pod(name, node) with { Spec = new PodSpec { NodeName = node, Containers = [new Container { Ports = [new ContainerPort { Number = 80, HostPort = 8080 }] }] } };
        Assert.Equal(new Placement.On("node-2"), PodScheduler.Choose(WithPort("b", ""), nodes, [WithPort("a", "node-1")]));
        Assert.Equal(
            new Placement.Nowhere("0/2 nodes are available: 2 node(s) didn't have free ports for the requested pod ports."),
            PodScheduler.Choose(WithPort("c", ""), nodes, [WithPort("a", "node-1"), WithPort("b", "node-2")]));
    }

    private static Node Node(string name, params (string Resource, string Count)[] allocatable) => new()
    {
        Metadata = new ObjectMeta { Name = name, Labels = new Dictionary<string, string> { ["pool"] = "shared" } },
        Status = new NodeStatus { Allocatable = allocatable.ToDictionary(resource => resource.Resource, resource => resource.Count) },
    };

    /// <param name="asks">One container each.</param>
    private static Pod Pod(string name, string node = "", params (string Resource, string Count)[] asks) => new()
    {
        Metadata = new ObjectMeta { Name = name, Namespace = "default" },
        Spec = new PodSpec
        {
            NodeName = node,
            Containers = [.. asks.Select(ask => new Container { Resources = new ContainerResources { Limits = new Dictionary<string, string> { [ask.Resource] = ask.Count } } })],
        },
    };
}
