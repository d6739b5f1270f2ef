using Fairlead.Agent.Tests.Calls;
using Fairlead.Agent.Tests.Nodes;

namespace Fairlead.Agent.Tests.AgentFile;

/// <summary>agent.yaml as people write it, while the agent runs on it.</summary>
public sealed class AgentFileTests : IDisposable
{
    private TestNode _node = new();

    public void Dispose() => _node.Dispose();

    [Fact]
    public void Everything_that_is_wrong_is_said_at_once_with_its_place_and_a_good_file_is_taken_up()
    {
        Write("""
            podSlice: ["10.244.1.0/24"]
            podSlices: ["10.244.1.0/33"]
            podRanges: ["10.244.1.5/16"]
            mtu: seven
            forwardPolicy: perhaps
            pool: { rest: 5 }
            """);
        _node.Begin();
        Assert.True(_node.WaitFor(() => _node.Log.Contains("podSlice", StringComparison.Ordinal)));
        foreach (var said in new[] { "line 1, column 1: podSlice", "line 2, column 13: podSlices[0]", "10.244.0.0/16", "line 4, column 6: mtu", "line 5, column 16", "set, report", "line 6, column 15: pool.rest", "500ms" })
        {
            Assert.True(_node.Log.Contains(said, StringComparison.Ordinal), $"{said} is not said:\n{_node.Log}");
        }

        Assert.Contains("mtu", _node.Straight(new CniCall("STATUS")).Failed(50).Message, StringComparison.Ordinal);
        Write(TestNode.Usual);
        Assert.True(_node.IsReady(TestNode.Patience), _node.Log);
        _node.AddPod("one", out _);
    }

    [Fact]
    public void A_change_is_taken_up_a_mistake_and_a_missing_file_change_nothing()
    {
        _node.Started();
        var pod = _node.AddPod("one", out _);
        Assert.True(IsMetadataClosed());
        Write(TestNode.Usual + "metadata: { openToPods: true }\n");
        Assert.True(_node.WaitFor(() => !IsMetadataClosed()), _node.Log);
        var open = new KernelText(_node.Node).Lines;

        Write("podSlices: nonsense\n");
        Assert.True(_node.WaitFor(() => _node.Log.Contains("podSlices", StringComparison.Ordinal)));
        File.Delete(_node.Paths.Configuration);
        Assert.True(_node.WaitFor(() => _node.Log.Contains("Could not find", StringComparison.Ordinal)), _node.Log);
        Assert.Equal(open, new KernelText(_node.Node).Lines);
        _node.AddPod("two", out _);
        _node.Plugin(CniCall.Of("DEL", pod)).Succeeded();
        Write(TestNode.Usual);
        Assert.True(_node.WaitFor(IsMetadataClosed));
    }

    [Fact]
    public void Another_MTU_is_that_of_the_pods_that_are_there_too()
    {
        _node.Started();
        var pod = _node.AddPod("one", out _);
        Write(TestNode.Usual + "mtu: 1400\n");
        Assert.True(_node.WaitFor(() => new KernelText(pod.Netns).Lines.Any(line => line.Contains("eth0", StringComparison.Ordinal) && line.Contains(" 1400 ", StringComparison.Ordinal))), _node.Log);
        Assert.Equal(1400, (int)_node.Plugin(CniCall.Of("ADD", _node.NewPod("two"))).Succeeded().Body!["interfaces"]![1]!["mtu"]!);
    }

    [Fact]
    public void A_node_without_an_uplink_waits_for_one_and_says_so()
    {
        Run.In(_node.Node, "ip route delete default").Succeeded();
        Run.In(_node.Node, "ip -6 route delete default").Succeeded();
        _node.Begin();
        Assert.True(_node.WaitFor(() => _node.Log.Contains("there is no default route", StringComparison.Ordinal)));
        Assert.Contains("there is no default route", _node.Straight(new CniCall("STATUS")).Failed(50).Message, StringComparison.Ordinal);
        Run.In(_node.Node, "ip route add default via 172.16.10.2 dev eth0").Succeeded();
        Assert.True(_node.IsReady(TestNode.Patience), _node.Log);
        _node.AddPod("one", out _);
    }

    [Fact]
    public void After_a_reboot_the_pods_of_before_are_gone_and_their_ids_and_addresses_free()
    {
        _node.Started();
        _node.AddPod("one", out _);
        _node.AddPod("two", out _);
        _node.Stop();
        using var before = _node;
        _node = new TestNode(TestNode.Usual, before.Paths.State).Started();
        Assert.Empty(_node.Tables.Attachments);
        _node.Tables.AssertNoneLost();
        _node.AddPod("one", out _);
        _node.Plugin(new CniCall("DEL") { Container = "two", Interface = "eth0" }).Succeeded();
        Assert.Equal(["one/eth0"], _node.Tables.Attachments);
        _node.Stop();
    }

    private bool IsMetadataClosed() => new KernelText(_node.Node).Lines.Any(line => line.Contains("metadata", StringComparison.Ordinal));

    private void Write(string text) => File.WriteAllText(_node.Paths.Configuration, text);
}
