using Fairlead.Agent.Tests.Nodes;
using Fairlead.Datapath.Tests.Kernel;
using Fairlead.Model.Addresses;
using Fairlead.Resources.Meta;
using Fairlead.Resources.Network;

namespace Fairlead.Agent.Tests.Cluster;

/// <summary>Addresses of the node's slices that belong to a pod's name: VPC-route mode.</summary>
public sealed class FixedSliceTests : IDisposable
{
    private const string Reserved = "10.244.1.3";

    private readonly ClusterNode _cluster = new(PodNetworkMode.VpcRoute);

    public void Dispose() => _cluster.Dispose();

    [Fact]
    public async Task A_reserved_address_is_the_pods_of_that_name_in_each_of_its_containers_and_nobody_elses()
    {
        Narrow();
        Keep("license-0", Reserved);
        _cluster.Node.Started();
        var others = Enumerable.Range(0, 5).Select(i => _cluster.Add($"other-{i}").Answer.Succeeded().V4).ToList();
        Assert.DoesNotContain(Reserved, others);
        Assert.Contains("no address is free", _cluster.Add("surplus").Answer.Failed(11).Message, StringComparison.Ordinal);
        Assert.Contains(_cluster.Node.Tables.Rows("addresses"), row => (string)row["address"]! == Reserved && (string)row["status"]! == "kept" && (string)row["owner"]! == "default/license-0");

        var (first, answer) = _cluster.Add("license-0");
        // Of the family that is not reserved it has any.
        Assert.Equal((Reserved, true), (answer.Succeeded().V4, Cidr.Parse("fd10:244:1::/64").Contains(InetAddress.Parse(answer.V6))));
        Assert.Equal("172.16.10.2", Probe.Tcp(_cluster.Outside, first.Netns, Reserved, 80));
        Assert.Equal(Reserved, Probe.Tcp(first.Netns, _cluster.Outside, "172.16.10.2", 9000));

        var waiting = Task.Run(() => _cluster.Attach("license-0", container: "second"), TestContext.Current.CancellationToken);
        Assert.NotSame(waiting, await Task.WhenAny(waiting, Task.Delay(300, TestContext.Current.CancellationToken)));
        _cluster.Del(first);
        var (second, again) = await waiting.WaitAsync(TestNode.Patience, TestContext.Current.CancellationToken);
        Assert.Equal(Reserved, again.Succeeded().V4);

        _cluster.Node.Restart();
        Assert.Contains("no address is free", _cluster.Attach("surplus", container: "surplus-2").Answer.Failed(11).Message, StringComparison.Ordinal);
        _cluster.Del(second);
        Assert.Contains("no address is free", _cluster.Attach("surplus", container: "surplus-3").Answer.Failed(11).Message, StringComparison.Ordinal);
        var (third, last) = _cluster.Attach("license-0", container: "third");
        Assert.Equal(Reserved, last.Succeeded().V4);
        Assert.Equal("172.16.10.2", Probe.Tcp(_cluster.Outside, third.Netns, Reserved, 80));
    }

    [Fact]
    public async Task One_that_another_pod_has_when_it_is_reserved_is_said_and_waited_for()
    {
        _cluster.Node.Started();
        var (other, had) = _cluster.Add("other");
        Keep("license-0", had.Succeeded().V4, had.V6);
        _cluster.Bind("license-0");
        var refused = Task.Run(() => _cluster.Attach("license-0").Answer, TestContext.Current.CancellationToken);
        Assert.NotSame(refused, await Task.WhenAny(refused, Task.Delay(300, TestContext.Current.CancellationToken)));
        _cluster.WaitFor(() => LeapOn(refused), "the refusal");
        Assert.Contains($"{had.V4}, which belongs to the pod's name, is still held by container other", (await refused).Failed(11).Message, StringComparison.Ordinal);
        Assert.Equal(had.V4, Probe.Tcp(other.Netns, _cluster.Outside, "172.16.10.2", 9000));
        _cluster.Del(other);
        var (_, answer) = _cluster.Attach("license-0", container: "later");
        Assert.Equal((had.V4, had.V6), (answer.Succeeded().V4, answer.V6));
    }

    [Fact]
    public async Task A_pod_of_a_set_whose_class_has_fixed_addresses_waits_until_something_is_said_of_its_name()
    {
        await _cluster.Client.CreateAsync(
            new PodNetworkClass { Metadata = new ObjectMeta { Name = "db" }, Spec = new PodNetworkClassSpec { Mode = PodNetworkMode.VpcRoute, FixedAddress = new FixedAddressPolicy { Enabled = true } } }, TestContext.Current.CancellationToken);
        _cluster.Node.Started();
        _cluster.Bind("db-0", pod => pod with
        {
            Metadata = pod.Metadata with
            {
                Annotations = new Dictionary<string, string> { [PodNetworkClass.Annotation] = "db" },
                OwnerReferences = [new OwnerReference("apps/v1", "StatefulSet", "db", "uid-db")],
            },
        });
        var waiting = Task.Run(() => _cluster.Attach("db-0"), TestContext.Current.CancellationToken);
        Assert.NotSame(waiting, await Task.WhenAny(waiting, Task.Delay(300, TestContext.Current.CancellationToken)));
        Keep("db-0");
        var (first, answer) = await waiting.WaitAsync(TestNode.Patience, TestContext.Current.CancellationToken);
        Keep("db-0", answer.Succeeded().V4, answer.V6);
        _cluster.Node.Restart();
        _cluster.Del(first);
        var (second, again) = _cluster.Attach("db-0", container: "second");
        Assert.Equal((answer.V4, answer.V6), (again.Succeeded().V4, again.V6));
        Assert.Equal("fd16::2", Probe.Tcp(_cluster.Outside, second.Netns, answer.V6, 80));
    }

    // Whoever waits looks at the clock when something is said.
    private bool LeapOn(Task waiting)
    {
        _cluster.Clock.Leap(TimeSpan.FromSeconds(31));
        _cluster.Say(spec => spec with { Zone = spec.Zone + "z" });
        return waiting.Wait(TimeSpan.FromMilliseconds(300));
    }

    // So few that all of them can be given.
    private void Narrow() => _cluster.Say(spec => spec with { PodSlices = [Cidr.Parse("10.244.1.0/29"), Cidr.Parse("fd10:244:1::/64")] });

    /// <summary>And waits until an agent that runs has heeded it.</summary>
    private void Keep(string pod, params string[] addresses)
    {
        _cluster.Say(spec => spec with { FixedAddresses = [new FixedAddress("default", pod, [.. addresses.Select(InetAddress.Parse)])] });
        var generation = _cluster.Generation;
        if (_cluster.Node.IsRunning)
        {
            _cluster.WaitFor(() => _cluster.Status?.ObservedGeneration == generation, "the heeded spec");
        }
    }
}
