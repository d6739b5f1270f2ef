using Fairlead.Agent.Tests.Calls;
using Fairlead.Agent.Tests.Nodes;
using Fairlead.Model.Addresses;
using Fairlead.Resources.Meta;
using Fairlead.Resources.Network;

namespace Fairlead.Agent.Tests.Cluster;

/// <summary>What agent and controller say to each other through the store, and what happens while there is none.</summary>
public sealed class HandshakeTests : IDisposable
{
    private readonly ClusterNode _cluster = new(restSeconds: 1);

    public void Dispose() => _cluster.Dispose();

    [Fact]
    public void Leases_and_links_are_told_and_what_is_to_go_is_given_to_nobody_and_told_when_it_is_free()
    {
        var eni = _cluster.Plug(1, addresses: 2);
        _cluster.Offer(eni);
        _cluster.Node.Started();
        var (one, a) = _cluster.Add("one");
        a.Succeeded();
        _cluster.WaitFor(() => _cluster.Status is { Leases.Count: 2 } status && status.Seen.Contains(eni.Mac), "the lease");
        var use = _cluster.Status!.Leases[0];
        Assert.Equal(("eni-1", "one", "default", "one"), (use.Interface, use.ContainerId, use.PodNamespace, use.PodName));

        var going = eni.Ranges.Select(range => range with { Retiring = true }).ToList();
        _cluster.Offer(eni with { Ranges = going });
        _cluster.WaitFor(() => _cluster.Status!.Retired.Count == 2, "what was free");
        Assert.DoesNotContain(_cluster.Status!.Retired, retired => retired.Range!.Value.Address.ToString() == a.V4);
        _cluster.Del(one);
        _cluster.WaitFor(() => _cluster.Status!.Retired.Count == 4, "the rest of it, once it has rested");
        Assert.All(_cluster.Status!.Retired, retired => Assert.Equal(("eni-1", 1L), (retired.Interface, retired.Generation)));
        Assert.Empty(_cluster.Status!.Leases);
    }

    [Fact]
    public async Task An_ADD_waits_for_what_the_next_spec_brings_and_says_why_when_it_brings_nothing()
    {
        _cluster.Node.Begin();
        Assert.True(_cluster.Node.IsReady(TestNode.Patience), _cluster.Node.Log);
        _cluster.Bind("one");
        var waiting = Task.Run(() => _cluster.Attach("one").Answer);
        await Task.Delay(300);
        Assert.False(waiting.IsCompleted);
        _cluster.Offer(_cluster.Plug(1, addresses: 1));
        Assert.Equal("172.16.20.10", (await waiting.WaitAsync(TestNode.Patience)).Succeeded().V4);

        _cluster.Bind("two");
        var refused = Task.Run(() => _cluster.Attach("two").Answer);
        await Task.Delay(300);
        Assert.False(refused.IsCompleted);
        var why = new Condition("AddressesAvailable", Condition.False, "VSwitchFull", "vSwitch vsw-1 has no address left");
        await _cluster.Client.PatchStatusAsync<NodeNetwork>(ClusterNode.Name, "", Resources.Json.ResourcePatch.NodeNetworkStatus(new NodeNetworkStatus { Conditions = [why] }));
        await Task.Delay(200);
        _cluster.Clock.Leap(TimeSpan.FromSeconds(31));
        _cluster.Say(spec => spec with { Zone = "z" });
        var message = (await refused.WaitAsync(TestNode.Patience)).Failed(11).Message;
        Assert.Contains("vSwitch vsw-1 has no address left", message, StringComparison.Ordinal);
        Assert.Contains("in use", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deletion_that_was_left_for_a_pod_whose_ADD_still_waits_holds_nobody_up()
    {
        _cluster.Node.Started();
        _cluster.Bind("one");
        var waiting = Task.Run(() => _cluster.Attach("one"));
        await Task.Delay(300);
        var del = new CniCall("DEL") { Container = "one", Interface = "eth0" };
        var file = Path.Combine(_cluster.Node.Paths.Deletions, "one@eth0.del");
        File.WriteAllBytes(file, del.Message(_cluster.Node.Input(del)));
        // So many rounds of the agent, and an ADD of another pod.
        var other = Task.Run(() => _cluster.Add("two"));
        await Task.Delay(2500);
        _cluster.Offer(_cluster.Plug(1, addresses: 2));
        (await waiting.WaitAsync(TestNode.Patience)).Answer.Succeeded();
        (await other.WaitAsync(TestNode.Patience)).Answer.Succeeded();
        _cluster.WaitFor(() => _cluster.Node.Tables.Attachments is ["two/eth0"] && !File.Exists(file), "the deletion");
    }

    [Fact]
    public void An_agent_that_is_started_without_its_store_keeps_what_pods_have_and_serves_from_what_it_heard()
    {
        _cluster.Offer(_cluster.Plug(1, addresses: 2));
        _cluster.Node.Started();
        var (one, a) = _cluster.Add("one");
        a.Succeeded();
        _cluster.WaitFor(() => File.Exists(_cluster.Node.Paths.Cluster), "the file");
        _cluster.StopStore();
        _cluster.Node.Restart();
        Assert.Equal(0, _cluster.Node.Tables.Drift());
        // A runtime's own pod, which no store knows anyway.
        var answer = _cluster.Node.AddPod("two", out var b);
        Assert.NotEqual(a.V4, b.V4);
        Assert.StartsWith("172.16.20.1", b.V4, StringComparison.Ordinal);
        Assert.Equal(b.V4, Datapath.Tests.Kernel.Probe.Tcp(answer.Netns, _cluster.Outside, "172.16.10.2", 9000));
        Assert.Equal(a.V4, Datapath.Tests.Kernel.Probe.Tcp(one.Netns, _cluster.Outside, "172.16.10.2", 9000));
        Assert.Contains("cannot be asked", _cluster.Attach("unseen").Answer.Failed(11).Message, StringComparison.Ordinal);
    }
}
