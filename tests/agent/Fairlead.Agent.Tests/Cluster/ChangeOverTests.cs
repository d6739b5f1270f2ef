using Fairlead.Agent.Tests.Nodes;
using Fairlead.Datapath.Tests.Kernel;
using Fairlead.Resources.Core;
using Fairlead.Resources.Meta;
using Fairlead.Resources.Network;

namespace Fairlead.Agent.Tests.Cluster;

/// <summary>From a node whose primary ENI serves all pods to one with secondary ones and back, with connections open.</summary>
public sealed class ChangeOverTests : IDisposable
{
    private readonly ClusterNode _cluster = new(PodNetworkMode.VpcRoute);

    public void Dispose() => _cluster.Dispose();

    [Fact]
    public async Task Connections_survive_the_change_both_ways()
    {
        await _cluster.Client.CreateAsync(
            new PodNetworkClass { Metadata = new ObjectMeta { Name = "shared" }, Spec = new PodNetworkClassSpec { Mode = PodNetworkMode.SharedEni } }, TestContext.Current.CancellationToken);
        _cluster.Offer(_cluster.Plug(1) with { Class = "shared" });
        _cluster.Node.Started();
        var (plain, answer) = _cluster.Add("plain");
        Assert.StartsWith("10.244.1.", answer.Succeeded().V4, StringComparison.Ordinal);
        using var outward = new LongConnection(plain.Netns, _cluster.Outside, "172.16.10.2", 9000);
        using var inward = new LongConnection(_cluster.Outside, plain.Netns, answer.V4, 9001);
        using var fromNode = new LongConnection(_cluster.Node.Node, plain.Netns, answer.V4, 9002);
        Assert.Equal("", Rules());

        using (var traffic = new Traffic(outward, inward, fromNode))
        {
            _cluster.Bind("special", pod => pod with { Metadata = pod.Metadata with { Annotations = new Dictionary<string, string> { [PodNetworkClass.Annotation] = "shared" } } });
            var (special, first) = _cluster.Attach("special");
            Assert.StartsWith("172.16.20.1", first.Succeeded().V4, StringComparison.Ordinal);
            Assert.Contains("lookup 61700", Rules(), StringComparison.Ordinal);
            Assert.DoesNotContain(answer.V4, Run.In(_cluster.Node.Node, "ip route show table main").Succeeded().Output, StringComparison.Ordinal);
            using var ofEni = new LongConnection(special.Netns, _cluster.Outside, "172.16.10.2", 9003);
            Assert.True(ofEni.Echoes());
            Assert.Equal(answer.V4, Probe.Tcp(plain.Netns, special.Netns, first.V4, 80));
            Assert.True(traffic.Turns() > 0);
            _cluster.Del(special);
            Assert.Contains("lookup 61700", Rules(), StringComparison.Ordinal);
            _cluster.WaitFor(() => { _cluster.Clock.Leap(TimeSpan.FromSeconds(31)); return Rules().Length == 0; }, "the end of the rules");
            Assert.Contains(answer.V4, Run.In(_cluster.Node.Node, "ip route show table main").Succeeded().Output, StringComparison.Ordinal);
            Assert.True(traffic.Turns() > 0);
            Assert.Empty(traffic.Failures);
        }

        Assert.Equal("", Run.In(_cluster.Node.Node, "ip route show table 61700").Output);
    }

    [Fact]
    public async Task An_agent_that_was_killed_between_two_steps_goes_on_from_there_with_connections_open()
    {
        await _cluster.Client.CreateAsync(
            new PodNetworkClass { Metadata = new ObjectMeta { Name = "shared" }, Spec = new PodNetworkClassSpec { Mode = PodNetworkMode.SharedEni } }, TestContext.Current.CancellationToken);
        _cluster.Offer(_cluster.Plug(1) with { Class = "shared" });
        _cluster.Node.Started();
        var (plain, answer) = _cluster.Add("plain");
        using var outward = new LongConnection(plain.Netns, _cluster.Outside, "172.16.10.2", 9000);
        using var inward = new LongConnection(_cluster.Outside, plain.Netns, answer.Succeeded().V4, 9001);
        using var traffic = new Traffic(outward, inward);
        _cluster.Bind("special", pod => pod with { Metadata = pod.Metadata with { Annotations = new Dictionary<string, string> { [PodNetworkClass.Annotation] = "shared" } } });
        var (special, first) = _cluster.Attach("special");
        first.Succeeded();
        foreach (var before in new Action[] { PutIntoMain, WithoutRules })
        {
            _cluster.Node.Stop();
            before();
            _cluster.Node.Started();
            Assert.Contains("lookup 61701", Rules(), StringComparison.Ordinal);
            Assert.DoesNotContain(answer.V4, Run.In(_cluster.Node.Node, "ip route show table main").Succeeded().Output, StringComparison.Ordinal);
            Assert.Equal(first.V4, Probe.Tcp(special.Netns, _cluster.Outside, "172.16.10.2", 9002));
            Assert.True(traffic.Turns() > 0);
        }

        _cluster.Del(special);
        _cluster.Node.Stop();
        PutIntoMain();
        _cluster.Node.Started();
        _cluster.WaitFor(() => Rules().Length == 0 && Run.In(_cluster.Node.Node, "ip route show table 61700").Output.Length == 0, "the end of rules and pod table");
        Assert.Contains(answer.V4, Run.In(_cluster.Node.Node, "ip route show table main").Succeeded().Output, StringComparison.Ordinal);
        Assert.True(traffic.Turns() > 0);
        Assert.Empty(traffic.Failures);
    }

    // As between the last two steps: routes to pods in both tables, the rules stand.
    private void PutIntoMain()
    {
        foreach (var route in Run.In(_cluster.Node.Node, "ip route show table 61700").Succeeded().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            Run.In(_cluster.Node.Node, $"ip route replace {route.Trim()} table main").Succeeded();
        }
    }

    // As after the first one.
    private void WithoutRules()
    {
        PutIntoMain();
        Run.In(_cluster.Node.Node, "ip rule del priority 3850").Succeeded();
        Run.In(_cluster.Node.Node, "ip rule del priority 3851").Succeeded();
    }

    private string Rules() => string.Join('\n', Run.In(_cluster.Node.Node, "ip rule show").Succeeded().Output.Split('\n').Where(line => line.Contains("6170", StringComparison.Ordinal)));

    /// <summary>Connections that are used without a pause.</summary>
    private sealed class Traffic : IDisposable
    {
        private readonly Thread _thread;
        private long _turns;
        private volatile bool _stopping;

        public Traffic(params LongConnection[] connections)
        {
            _thread = new Thread(() =>
            {
                while (!_stopping)
                {
                    for (var i = 0; i < connections.Length; i++)
                    {
                        if (!connections[i].Echoes())
                        {
                            Failures.Enqueue(i);
                        }
                    }

                    Interlocked.Increment(ref _turns);
                }
            });
            _thread.Start();
        }

        public System.Collections.Concurrent.ConcurrentQueue<int> Failures { get; } = new();

        /// <summary>Turns since it was asked last, after one more has begun and ended.</summary>
        public long Turns()
        {
            var now = Interlocked.Exchange(ref _turns, 0);
            SpinWait.SpinUntil(() => Interlocked.Read(ref _turns) > 0, TimeSpan.FromSeconds(10));
            return now + Interlocked.Read(ref _turns);
        }

        public void Dispose()
        {
            _stopping = true;
            _thread.Join();
        }
    }
}
