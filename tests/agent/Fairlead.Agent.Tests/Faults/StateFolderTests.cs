using Fairlead.Agent.Tests.Calls;
using Fairlead.Agent.Tests.Nodes;
using Fairlead.Datapath.Tests.Kernel;

namespace Fairlead.Agent.Tests.Faults;

/// <summary>A state folder that cannot be written to: no address is given that is not on the disk, and pods can always go.</summary>
public sealed class StateFolderTests : IDisposable
{
    private readonly TestNode _node = new();
    private readonly SmallDisk _disk;

    public StateFolderTests() => _disk = new SmallDisk(_node.Node, _node.Paths.State);

    public void Dispose()
    {
        _disk.Dispose();
        _node.Dispose();
    }

    [Fact]
    public void On_a_full_disk_ADD_is_an_error_DEL_works_and_nothing_is_lost()
    {
        using var agent = new AgentProcess(_node, _disk.Within).Ready();
        var stays = _node.AddPod("stays", out var answer);
        var goes = _node.AddPod("goes", out _);
        var (late, answered) = FillUntilRefused();
        Assert.False(NodeWorld.HasLink(late.Netns, "eth0"));
        Assert.Equal(["stays/eth0", "goes/eth0", .. answered], _node.Tables.Attachments);
        _node.Straight(new CniCall("STATUS")).Failed(50);
        _node.Plugin(CniCall.Of("DEL", goes)).Succeeded();
        Assert.False(NodeWorld.HasLink(goes.Netns, "eth0"));
        _node.Tables.AssertNoneLost();
        Assert.Equal(answer.V4, Probe.Tcp(stays.Netns, _node.Outside, "172.16.10.2", 80));

        // Nobody calls ADD while STATUS says no: the agent finds out by itself.
        _disk.Free();
        Assert.True(_node.WaitFor(() => _node.Straight(new CniCall("STATUS")).Status == 0), agent.Log);
        _node.Plugin(CniCall.Of("ADD", late)).Succeeded();
        agent.Kill();
        using var next = new AgentProcess(_node, _disk.Within).Ready();
        Assert.Equal(["stays/eth0", .. answered, $"{late.Container}/eth0"], _node.Tables.Attachments);
    }

    [Fact]
    public void An_agent_that_is_killed_on_a_full_disk_is_followed_by_one_that_gives_no_address_twice()
    {
        using var agent = new AgentProcess(_node, _disk.Within).Ready();
        _node.AddPod("stays", out var answer);
        var (_, answered) = FillUntilRefused();
        agent.Kill();
        using var next = new AgentProcess(_node, _disk.Within);
        Assert.True(_node.WaitFor(() => Attachments().SequenceEqual(["stays/eth0", .. answered])), next.Log);
        _disk.Free();
        next.Ready();
        _node.AddPod("two", out var second);
        Assert.NotEqual(answer.V4, second.V4);
        _node.Tables.AssertNoneLost();
    }

    [Fact]
    public void On_a_file_system_that_has_become_read_only_pods_keep_an_agent()
    {
        TestPod pod;
        CniAnswer answer;
        using (var agent = new AgentProcess(_node, _disk.Within).Ready())
        {
            pod = _node.AddPod("one", out answer);
            agent.Kill();
        }

        _disk.Remount(_node.Node, "ro");
        using var next = new AgentProcess(_node, _disk.Within);
        Assert.True(_node.WaitFor(() => Attachments().SequenceEqual(["one/eth0"])), next.Log);
        _node.Plugin(CniCall.Of("ADD", _node.NewPod("two"))).Failed(5);
        Assert.Equal(answer.V4, Probe.Tcp(pod.Netns, _node.Outside, "172.16.10.2", 80));
        _node.Plugin(CniCall.Of("DEL", pod)).Succeeded();
        Assert.False(NodeWorld.HasLink(pod.Netns, "eth0"));
        _disk.Remount(_node.Node, "rw");
        next.Ready();
        Assert.Empty(_node.Tables.Attachments);
        _node.AddPod("three", out _);
    }

    [Fact]
    public void One_that_never_could_be_written_to_is_said_to_be_so()
    {
        _disk.Remount(_node.Node, "ro");
        using var agent = new AgentProcess(_node, _disk.Within);
        Assert.Equal(1, agent.ExitStatus());
        Assert.Contains(_node.Paths.State, agent.Log, StringComparison.Ordinal);
        Assert.Contains("Read-only", agent.Log, StringComparison.Ordinal);
    }

    /// <summary>The last page of the journal has room for a few more.</summary>
    /// <returns>The pod that was refused, and the attachments that were made before it.</returns>
    private (TestPod Refused, IReadOnlyList<string> Answered) FillUntilRefused()
    {
        _disk.Fill();
        var answered = new List<string>();
        while (answered.Count < 20)
        {
            var pod = _node.NewPod($"late-{answered.Count}");
            var answer = _node.Plugin(CniCall.Of("ADD", pod));
            if (answer.Status != 0)
            {
                Assert.Contains("journal", answer.Failed(5).Message, StringComparison.Ordinal);
                return (pod, answered);
            }

            answered.Add($"{pod.Container}/eth0");
        }

        throw new InvalidOperationException("a full disk takes whatever is written to it");
    }

    private IReadOnlyList<string> Attachments()
    {
        try
        {
            return _node.Tables.Attachments;
        }
        catch (AgentApi.ControlException)
        {
            return [];
        }
    }
}
