using System.Collections.Concurrent;
using Fairlead.Agent.Tests.Calls;
using Fairlead.Agent.Tests.Nodes;
using Fairlead.Datapath.Tests.Kernel;
using Fairlead.Linux;

namespace Fairlead.Agent.Tests.Faults;

/// <summary>SIGKILL at any moment while pods come and go, again and again on one node.</summary>
public sealed class KillTests : IDisposable
{
    private const int Kills = 20;
    private const int AtOnce = 12;

    private readonly TestNode _node = new();
    private readonly ConcurrentDictionary<TestPod, CniAnswer> _running = new();
    private AgentProcess? _agent;
    private int _number;

    public void Dispose()
    {
        _agent?.Dispose();
        _node.Dispose();
    }

    [Fact]
    public void No_address_is_owned_twice_none_is_lost_and_what_runs_goes_on_running()
    {
        var random = new Random(20261125);
        _agent = new AgentProcess(_node).Ready();
        var witness = _node.AddPod("witness", out var answer);
        using var stream = new LongConnection(_node.Outside, witness.Netns, answer.V4, 8080);
        var answered = 0;
        for (var kill = 0; kill < Kills; kill++)
        {
            var calls = Enumerable.Range(0, AtOnce).Select(_ => Task.Factory.StartNew(Comes, TaskCreationOptions.LongRunning))
                .Concat(_running.Keys.Take(AtOnce / 2).Select(pod => Task.Factory.StartNew(() => Goes(pod), TaskCreationOptions.LongRunning))).ToArray();
            // From before the first call is there until after the last was answered, as far as chance allows.
            Thread.Sleep(random.Next(0, 250));
            _agent.Kill();
            _agent.Dispose();
            _agent = new AgentProcess(_node);
            Await(calls);
            _agent.Ready();
            Check(stream, _agent, kill);
            answered += _running.Count;
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{Kills} kills among {_number} pods, {answered / Kills} on the node on average");
    }

    [Fact]
    public void A_pod_whose_DEL_was_answered_stays_away_when_the_agent_is_killed_right_after()
    {
        for (var i = 0; i < 3; i++)
        {
            using var agent = new AgentProcess(_node).Ready();
            var pod = _node.AddPod($"gone-{i}", out _);
            _node.Plugin(CniCall.Of("DEL", pod)).Succeeded();
            agent.Kill();
            using var next = new AgentProcess(_node).Ready();
            Assert.Empty(_node.Tables.Attachments);
            Assert.False(NodeWorld.HasLink(pod.Netns, "eth0"));
            // Some runtimes attach another container to the same namespace.
            _node.Plugin(CniCall.Of("ADD", pod) with { Container = $"next-{i}" }).Succeeded();
            _node.Plugin(CniCall.Of("DEL", pod) with { Container = $"next-{i}" }).Succeeded();
        }
    }

    private static void Await(Task[] calls) => Assert.True(Task.WaitAll(calls, TimeSpan.FromMinutes(2)), "a call of the plug-in does not end");

    private void Comes()
    {
        var pod = _node.NewPod($"pod-{Interlocked.Increment(ref _number)}");
        var answer = _node.Plugin(CniCall.Of("ADD", pod));
        if (answer.Status == 0)
        {
            _running[pod] = answer;
            return;
        }

        // What a runtime does: DEL, or nothing at all where it was killed too; then the sandbox goes.
        if (_number % 2 == 0)
        {
            _node.Plugin(CniCall.Of("DEL", pod)).Succeeded();
        }

        pod.Dispose();
    }

    private void Goes(TestPod pod)
    {
        _running.TryRemove(pod, out _);
        _node.Plugin(CniCall.Of("DEL", pod)).Succeeded();
        pod.Dispose();
    }

    private void Check(LongConnection stream, AgentProcess agent, int kill)
    {
        Assert.True(stream.Echoes(), $"the open connection is dead:\n{agent.Log}");
        var expected = _running.Keys.Select(pod => $"{pod.Container}/eth0").Append("witness/eth0").Order(StringComparer.Ordinal).ToList();
        Assert.True(
            _node.WaitFor(() => _node.Tables.Attachments.Order(StringComparer.Ordinal).SequenceEqual(expected) && Links().SequenceEqual(expected)),
            $"expected {string.Join(' ', expected)}\nhas {string.Join(' ', _node.Tables.Attachments)}\nlinks {string.Join(' ', Links())}\n{agent.Log}");
        _node.Tables.AssertNoneLost();
        var addresses = _running.Values.SelectMany(answer => new[] { answer.V4, answer.V6 }).ToList();
        Assert.Equal(addresses.Count, addresses.Distinct().Count());
        // A port of its own each time: one that was just used may not be listened on again.
        foreach (var (at, (pod, answer)) in _running.Take(3).Index())
        {
            Assert.Equal("172.16.10.1", Probe.Tcp(_node.Node, pod.Netns, answer.V4, 1000 + kill));
            Assert.Equal(answer.V6, Probe.Tcp(pod.Netns, _node.Outside, "fd16::2", 1000 + (10 * kill) + at));
        }
    }

    /// <summary>Whose links are on the node, by their marks.</summary>
    private List<string> Links()
    {
        using var reader = KernelReader.Open(_node.Node);
        return [.. reader.Links().Where(link => link.Alias.StartsWith("fairlead:", StringComparison.Ordinal)).Select(link => link.Alias["fairlead:".Length..]).Order(StringComparer.Ordinal)];
    }
}
