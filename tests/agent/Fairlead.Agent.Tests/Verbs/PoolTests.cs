using System.Collections.Concurrent;
using Fairlead.Agent.Tests.Calls;
using Fairlead.Agent.Tests.Nodes;

namespace Fairlead.Agent.Tests.Verbs;

/// <summary>A node whose addresses are few.</summary>
public sealed class PoolTests : IDisposable
{
    private readonly TestNode _node = new TestNode(TestNode.Usual.Replace("10.244.1.0/24", "10.244.1.0/28", StringComparison.Ordinal) + "pool: { leastRest: 500ms }\n").Started();

    public void Dispose() => _node.Dispose();

    [Fact]
    public void A_full_node_says_so_and_its_pods_can_all_be_restarted_at_once()
    {
        var pods = Fill();
        var refused = _node.Plugin(CniCall.Of("ADD", _node.NewPod("one-too-many"))).Failed(11);
        Assert.Contains("no address is free", refused.Message, StringComparison.Ordinal);
        Assert.Contains("no address is free", _node.Plugin(new CniCall("STATUS")).Failed(50).Message, StringComparison.Ordinal);
        Assert.Equal(2, _node.Tables.Counter("attachments refused for want of an address"));

        AtOnce(pods, pod => _node.Straight(CniCall.Of("DEL", pod)).Succeeded());
        var answers = new ConcurrentBag<CniAnswer>();
        AtOnce([.. pods.Select((_, i) => _node.NewPod($"again-{i}"))], pod => answers.Add(_node.Straight(CniCall.Of("ADD", pod)).Succeeded()));
        Assert.Equal(pods.Count, answers.Select(answer => answer.V4).Distinct().Count());
        Assert.True(_node.Tables.Counter("addresses given before their full rest") >= pods.Count);
        _node.Tables.AssertNoneLost();
    }

    [Fact]
    public void The_lowest_address_is_not_the_first_and_one_that_was_freed_is_not_the_next()
    {
        // Whoever gives the lowest first gives the same three times.
        var given = Enumerable.Range(0, 3).Select(i =>
        {
            var pod = _node.NewPod($"pod-{i}");
            var answer = _node.Straight(CniCall.Of("ADD", pod)).Succeeded();
            _node.Straight(CniCall.Of("DEL", pod)).Succeeded();
            return answer.V4;
        }).ToList();
        Assert.Equal(3, given.Distinct().Count());
    }

    [Fact]
    public void Many_DELs_at_once_share_the_deletion_of_a_group()
    {
        var pods = Fill();
        var alone = Time(() => _node.Straight(CniCall.Of("DEL", pods[0])).Succeeded());
        var together = Time(() => AtOnce(pods[1..], pod => _node.Straight(CniCall.Of("DEL", pod)).Succeeded()));
        TestContext.Current.TestOutputHelper?.WriteLine($"one DEL {alone.TotalMilliseconds:0} ms, {pods.Count - 1} at once {together.TotalMilliseconds:0} ms");
        // How much quicker together is a figure of bench/cni; a busy machine may take ten times what each by itself would.
        Assert.InRange(together.TotalMilliseconds, 0, 10 * Math.Max(alone.TotalMilliseconds, 25) * pods.Count);
        Assert.All(pods, pod => Assert.False(NodeWorld.HasLink(pod.Netns, "eth0")));
    }

    private List<TestPod> Fill()
    {
        var pods = new List<TestPod>();
        while (true)
        {
            var pod = _node.NewPod($"pod-{pods.Count}");
            if (_node.Straight(CniCall.Of("ADD", pod)).Status != 0)
            {
                Assert.InRange(pods.Count, 10, 16);
                return pods;
            }

            pods.Add(pod);
        }
    }

    private static TimeSpan Time(Action action)
    {
        var since = TimeProvider.System.GetTimestamp();
        action();
        return TimeProvider.System.GetElapsedTime(since);
    }

    private static void AtOnce(IReadOnlyList<TestPod> pods, Action<TestPod> action)
    {
        var threads = pods.Select(pod => Task.Factory.StartNew(() => action(pod), TaskCreationOptions.LongRunning)).ToArray();
        Assert.True(Task.WaitAll(threads, TimeSpan.FromMinutes(1)));
    }
}
