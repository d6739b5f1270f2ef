using Fairlead.Agent.Tests.Calls;
using Fairlead.Agent.Tests.Nodes;
using Fairlead.Datapath.Tests.Kernel;

namespace Fairlead.Agent.Tests.Enis;

/// <summary>Pods with ENIs that end in other ways than by DEL, and agents that are killed meanwhile.</summary>
public sealed class LostPodTests : IDisposable
{
    private readonly EniNode _world = new();

    private TestNode Node => _world.Node;

    public void Dispose() => _world.Dispose();

    [Fact]
    public void A_namespace_that_is_deleted_before_DEL_is_let_go_of_and_the_eni_made_anew_is_given_again()
    {
        _world.Started();
        var (pod, answer) = _world.Add("one");
        answer.Succeeded();
        pod.Dispose();
        // The pair goes with the namespace, which nothing of ours may keep: in a lab, the ENI's other end too.
        _world.WaitFor(() => !NodeWorld.HasLink(Node.Outside, "vsw1"), "the namespace's end");
        _world.WaitFor(() => Node.Tables.Attachments.Count == 0, "the pod being collected");
        Node.Straight(new CniCall("DEL") { Container = "one", Netns = "", Interface = "eth0" }).Succeeded();
        _world.Plug(1);
        _world.WaitFor(() => _world.IsClean(1), "the new ENI being clean");
        var (next, again) = _world.Add("two");
        Assert.Equal(EniNode.V4Of(1), again.Succeeded().V4);
        Assert.Equal(again.V4, Probe.Tcp(next.Netns, Node.Outside, "172.16.10.2", 80));
    }

    [Fact]
    public void A_pod_that_went_while_no_agent_was_there_gives_its_eni_back()
    {
        _world.Started(enis: 2);
        var (stays, answer) = _world.Add("stays");
        var (goes, other) = _world.Add("goes");
        var number = other.Succeeded().V4 == EniNode.V4Of(1) ? 1 : 2;
        Node.Stop();
        goes.Dispose();
        _world.WaitFor(() => !NodeWorld.HasLink(Node.Outside, $"vsw{number}"), "the namespace's end");
        _world.Plug(number);
        Node.Started();
        _world.WaitFor(() => _world.IsClean(number), "the ENI being clean");
        Assert.Equal(["stays/eth0"], Node.Tables.Attachments);
        Assert.Equal(answer.Succeeded().V4, Probe.Tcp(stays.Netns, Node.Outside, "172.16.10.2", 80));
    }

    [Fact]
    public void An_agent_that_is_started_again_changes_nothing_of_a_pod()
    {
        _world.Started();
        var (pod, answer) = _world.Add("one");
        var before = (Run.In(pod.Netns, "ip -4 -d address").Succeeded().Output, Run.In(pod.Netns, "ip route").Succeeded().Output);
        using var stream = new LongConnection(Node.Outside, pod.Netns, answer.Succeeded().V4, 8080);
        Node.Restart();
        Assert.True(stream.Echoes());
        Assert.Equal(before.Item1.Split((char)10), Run.In(pod.Netns, "ip -4 -d address").Succeeded().Output.Split((char)10));
        Assert.Equal(before.Item2, Run.In(pod.Netns, "ip route").Succeeded().Output);
        Assert.Equal(0, Node.Tables.Drift());
        Assert.Contains(OwnerTables.Exist ? "owner" : "fairlead", Run.In(pod.Netns, "nft list ruleset").Succeeded().Output, StringComparison.Ordinal);
        _world.Del(pod);
        _world.WaitFor(() => _world.IsClean(1), "the ENI being clean");
    }

    [Fact]
    public void An_agent_whose_journal_was_lost_finds_the_pod_and_its_eni_again()
    {
        _world.Started();
        var (pod, answer) = _world.Add("one");
        pod.Populate();
        Node.Stop();
        File.Delete(Node.Paths.Journal);
        Node.Started();
        Assert.Equal(["one/eth0"], Node.Tables.Attachments);
        Assert.Equal(answer.Succeeded().V4, Probe.Tcp(pod.Netns, Node.Outside, "172.16.10.2", 80));
        _world.WaitFor(() => _world.Status is { Leases.Count: 2 } status && status.Leases.All(lease => lease.Interface == "eni-1"), "the lease in the status");
        _world.Del(pod);
        _world.WaitFor(() => _world.IsClean(1), "the ENI being clean");
    }
}
