using System.Diagnostics;
using System.Text.Json.Nodes;
using Fairlead.Agent.Tests.Calls;
using Fairlead.Agent.Tests.Nodes;
using Fairlead.Datapath.Tests.Kernel;

namespace Fairlead.Agent.Tests.Verbs;

/// <summary>Calls as runtimes really make them: late, twice, with half of what the specification asks for.</summary>
public sealed class RuntimeHabitsTests : IDisposable
{
    private readonly TestNode _node = new TestNode().Started();

    public void Dispose() => _node.Dispose();

    [Fact]
    public void DEL_succeeds_for_the_unknown_the_repeated_the_late_and_the_netns_less()
    {
        var pod = _node.AddPod("one", out _);
        _node.Plugin(new CniCall("DEL") { Container = "nobody", Interface = "eth0" }).Succeeded();
        _node.Plugin(CniCall.Of("DEL", pod)).Succeeded();
        _node.Plugin(CniCall.Of("DEL", pod)).Succeeded();
        _node.Plugin(CniCall.Of("DEL", pod) with { Netns = "" }).Succeeded();
        pod.Dispose();
        _node.Plugin(CniCall.Of("DEL", pod) with { Netns = "/run/netns/was-here" }).Succeeded();
        var two = _node.AddPod("two", out _);
        _node.Plugin(CniCall.Of("DEL", two) with { Netns = "" }).Succeeded();
        Assert.False(NodeWorld.HasLink(two.Netns, "eth0"));
        Assert.Empty(_node.Tables.Attachments);
    }

    [Fact]
    public void A_late_DEL_of_the_old_sandbox_never_touches_the_new_one()
    {
        var old = _node.AddPod("sandbox-1", out _);
        var present = _node.AddPod("sandbox-2", out var answer);
        _node.Plugin(CniCall.Of("DEL", old) with { Netns = present.Path }).Succeeded();
        Assert.Equal(["sandbox-2/eth0"], _node.Tables.Attachments);
        _node.Plugin(CniCall.Of("DEL", old) with { Netns = present.Path }).Succeeded();
        Assert.Equal(answer.V4, Probe.Tcp(present.Netns, _node.Outside, "172.16.10.2", 80));
    }

    [Fact]
    public void ADD_with_the_id_of_a_sandbox_that_went_without_DEL_succeeds()
    {
        _node.AddPod("same", out var first).Dispose();
        var again = _node.AddPod("same", out var second);
        Assert.NotEqual(first.V4, second.V4);
        Assert.Equal(second.V4, Probe.Tcp(again.Netns, _node.Outside, "172.16.10.2", 80));
        _node.Tables.AssertNoneLost();
    }

    [Fact]
    public void ADD_of_what_is_there_is_an_error_and_changes_nothing()
    {
        var pod = _node.AddPod("one", out var answer);
        _node.Plugin(CniCall.Of("ADD", pod)).Failed(101);
        var other = _node.NewPod("one");
        _node.Plugin(CniCall.Of("ADD", other)).Failed(101);
        Assert.Equal(answer.V4, Probe.Tcp(pod.Netns, _node.Outside, "172.16.10.2", 80));
        Assert.False(NodeWorld.HasLink(other.Netns, "eth0"));
    }

    [Fact]
    public void A_deletion_left_while_no_agent_was_there_is_taken_up_and_a_new_pod_of_the_same_id_stays()
    {
        var old = _node.AddPod("one", out _);
        _node.Stop();
        _node.Plugin(CniCall.Of("DEL", old)).Succeeded();
        Assert.Single(Directory.GetFiles(_node.Paths.Deletions));
        _node.Started();
        Assert.Empty(Directory.GetFiles(_node.Paths.Deletions));
        Assert.Empty(_node.Tables.Attachments);
        Assert.False(NodeWorld.HasLink(old.Netns, "eth0"));

        // One that is left although an agent is there: it did not answer in time. ADD comes before the agent has looked.
        var second = _node.AddPod("one", out _);
        File.WriteAllBytes(Path.Combine(_node.Paths.Deletions, "one@eth0.del"), CniCall.Of("DEL", second).Message(_node.Input(new CniCall("DEL"))));
        second.Dispose();
        var third = _node.AddPod("one", out _);
        Thread.Sleep(1500);
        Assert.Equal(["one/eth0"], _node.Tables.Attachments);
        Assert.True(NodeWorld.HasLink(third.Netns, "eth0"));
        Assert.Empty(Directory.GetFiles(_node.Paths.Deletions));
    }

    [Fact]
    public void What_is_no_deletion_is_dropped_with_a_word()
    {
        File.WriteAllText(Path.Combine(_node.Paths.Deletions, "odd@eth0.del"), "no call");
        Assert.True(_node.WaitFor(() => Directory.GetFiles(_node.Paths.Deletions).Length == 0));
        Assert.Contains("odd@eth0.del is dropped", _node.Log, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pod_that_went_without_DEL_is_collected_for_two_of_the_runtimes_never_call_GC()
    {
        _node.AddPod("gone", out _).Dispose();
        _node.AddPod("stays", out _);
        Assert.True(_node.WaitFor(() => _node.Tables.Attachments.SequenceEqual(["stays/eth0"])));
        _node.Tables.AssertNoneLost();
    }

    [Fact]
    public void GC_deletes_what_is_on_no_list_and_gone_only_and_no_list_is_an_error()
    {
        var listed = _node.AddPod("listed", out _);
        var alive = _node.AddPod("alive", out var answer);
        var call = new CniCall("GC");
        Assert.Contains("valid-attachments", _node.Plugin(call).Failed(7).Message, StringComparison.Ordinal);
        _node.Plugin(call.With("cni.dev/valid-attachments", new JsonArray(new JsonObject { ["containerID"] = "listed", ["ifname"] = "eth0" }))).Succeeded();
        Assert.Equal(answer.V4, Probe.Tcp(alive.Netns, _node.Outside, "172.16.10.2", 80));
        alive.Dispose();
        Assert.True(_node.WaitFor(() => !NodeWorld.HasLink(_node.Node, (string)answer.Body!["interfaces"]![0]!["name"]!)));
        _node.Plugin(call.With("cni.dev/valid-attachments", new JsonArray(new JsonObject { ["containerID"] = "listed", ["ifname"] = "eth0" }))).Succeeded();
        Assert.Equal(["listed/eth0"], _node.Tables.Attachments);
        Assert.True(NodeWorld.HasLink(listed.Netns, "eth0"));
    }

    [Fact]
    public void CHECK_says_what_is_otherwise_and_puts_nothing_right()
    {
        var pod = _node.AddPod("one", out var answer);
        var check = CniCall.Of("CHECK", pod).With("prevResult", answer.Body);
        _node.Plugin(check).Succeeded();
        _node.Plugin(CniCall.Of("CHECK", pod)).Failed(7);
        _node.Plugin(check with { Container = "nobody" }).Failed(3);
        var other = _node.AddPod("two", out var foreign);
        _node.Plugin(CniCall.Of("CHECK", pod).With("prevResult", foreign.Body)).Failed(102);
        Assert.Contains("another namespace", _node.Plugin(check with { Netns = other.Path }).Failed(102).Message, StringComparison.Ordinal);
        Run.In(pod.Netns, "ip link set eth0 mtu 1300").Succeeded();
        Assert.True(_node.WaitFor(() => _node.Plugin(check).Status == 0), "drift is repaired by the reconciler, not by CHECK");
    }

    [Fact]
    public void Annotations_and_what_a_kubelet_sends_are_understood()
    {
        var pod = _node.NewPod("one");
        var call = CniCall.Of("ADD", pod) with
        {
            Arguments = "K8S_POD_INFRA_CONTAINER_ID=one;K8S_POD_UID=u-1;IgnoreUnknown=1;K8S_POD_NAMESPACE=shop;SOMETHING=else;K8S_POD_NAME=web-0",
        };
        _node.Plugin(call.With("runtimeConfig", new JsonObject { ["io.kubernetes.cri.pod-annotations"] = new JsonObject { ["a/b"] = "c" }, ["portMappings"] = null })).Succeeded();
        Assert.Equal("shop/web-0", (string)_node.Tables.Rows("attachments")[0]["pod"]!);
        Assert.Equal("u-1", (string)_node.Tables.Rows("addresses")[0]["uid"]!);
        _node.Plugin((call with { Arguments = "SOMETHING=else" }).With("name", "fairlead")).Failed(4);
    }

    [Fact]
    public void The_first_packet_goes_within_5_ms_of_ADD_in_both_families_and_directions()
    {
        // With a bound ten times as wide, for a busy machine; a lost first packet or a neighbour asked for costs a second.
        foreach (var v6 in new[] { false, true })
        {
            foreach (var inwards in new[] { false, true })
            {
                var pod = _node.NewPod($"pod-{v6}-{inwards}");
                var answer = _node.Straight(CniCall.Of("ADD", pod)).Succeeded();
                var since = Stopwatch.GetTimestamp();
                var (client, server, to) = inwards ? (_node.Node, pod.Netns, v6 ? answer.V6 : answer.V4) : (pod.Netns, _node.Node, v6 ? "fd16::1" : "172.16.10.1");
                Assert.NotNull(Probe.Udp(client, server, to, 5000));
                var elapsed = Stopwatch.GetElapsedTime(since);
                Assert.True(elapsed < TimeSpan.FromMilliseconds(50), $"{elapsed.TotalMilliseconds:0.0} ms, IPv{(v6 ? 6 : 4)} {(inwards ? "to" : "from")} the pod");
                TestContext.Current.TestOutputHelper?.WriteLine($"there and back after {elapsed.TotalMilliseconds:0.0} ms, IPv{(v6 ? 6 : 4)} {(inwards ? "to" : "from")} the pod");
            }
        }
    }
}
