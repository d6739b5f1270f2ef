using Fairlead.Allocation.Deeds;
using Fairlead.Cloud;
using Fairlead.Controller.Tests.Allocation.World;
using Fairlead.Model.Addresses;
using Fairlead.Resources.Core;
using Fairlead.Resources.Network;
using Fairlead.Vpc.Cloud;

namespace Fairlead.Controller.Tests.Allocation;

/// <summary>Nodes and pods come and go at random, calls fail, answers are lost, controllers take over: what must hold, holds.</summary>
public sealed class RandomWorldTests
{
    /// <summary>FAIRLEAD_WORLDS says how many, where somebody wants more than a few.</summary>
    public static TheoryData<int> Seeds =>
        [.. Enumerable.Range(1, int.TryParse(Environment.GetEnvironmentVariable("FAIRLEAD_WORLDS"), out var worlds) ? worlds : 20)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void What_must_hold_holds(int seed)
    {
        var random = new Random(seed);
        var spec = Spec(random);
        using var world = new AllocationWorld(new CloudSettings { RouteEntryQuota = 50 }, Topologies.Of(random.Next(2) == 0 ? "ecs.g7.xlarge" : "ecs.g7.4xlarge", 4, random.Next(3) == 0 ? "172.16.0.0/26" : "172.16.0.0/22"));
        var invariants = new WorldInvariants(world);
        Worlds.Start(world, spec);
        world.Define("db", new PodNetworkClassSpec { Mode = random.Next(2) == 0 ? PodNetworkMode.SharedEni : PodNetworkMode.ExclusiveEni, FixedAddress = new FixedAddressPolicy { Enabled = true, ReleaseAfterSeconds = 900 } });
        world.Driver.Fault = Faults(random);
        for (var step = 0; step < 40; step++)
        {
            Change(world, random, spec);
            Run(world, invariants, random.Next(1, 90), seed);
        }

        world.Driver.Fault = null;
        foreach (var pod in world.Pods.Values.ToList())
        {
            world.Delete(pod.Metadata.Name);
        }

        Run(world, invariants, 4000, seed);
        Assert.True(invariants.Leftover() is null, $"seed {seed}: {invariants.Leftover()}");
        var (rest, calls, refused) = (world.Deeds.Count, world.Mutations, world.Refusals.Count(error => error.IsNoAddresses));
        Run(world, invariants, 1000, seed);
        // What the vSwitches do not have is asked for again now and then.
        Assert.True(world.Mutations - calls == world.Refusals.Count(error => error.IsNoAddresses) - refused, $"seed {seed}, {spec}\nat rest: {world.Since(rest)}\n{string.Join('\n', world.Log.TakeLast(30))}");
    }

    private static void Run(AllocationWorld world, WorldInvariants invariants, double seconds, int seed) => world.Run(seconds, () =>
    {
        if (invariants.Problem() is { } problem)
        {
            Assert.Fail($"seed {seed}, {world.Now:mm:ss.f}: {problem}\n{string.Join('\n', world.Log.TakeLast(25))}");
        }
    });

    private static ClusterNetworkSpec Spec(Random random) => new()
    {
        Mode = random.Next(4) == 0 ? PodNetworkMode.VpcRoute : PodNetworkMode.SharedEni,
        PodRanges = random.Next(2) == 0 ? [Cidr.Parse("10.244.0.0/16")] : [],
        Families = random.Next(3) == 0 ? AddressFamilies.Dual : AddressFamilies.Ipv4,
        Pool = new PoolSettings { Batch = random.Next(1, 12), MinFree = random.Next(0, 15), Prefixes = random.Next(4) == 0, ReclaimAfterSeconds = random.Next(20, 200), SpareAttached = random.Next(0, 2) },
        NodePools = random.Next(2) == 0 ? [new NodePool { Name = "all", Mode = PodNetworkMode.SharedEni, ExclusiveEnis = random.Next(0, 3) }] : [],
    };

    private static Func<CloudCall, bool, CloudException?> Faults(Random random) => (call, done) => random.Next(100) switch
    {
        < 3 when !done => new CloudException(CloudErrorKind.Throttled, "Call", "", "Throttling.User", "too fast"),
        < 5 when !done => new CloudException(CloudErrorKind.Unavailable, "Call", "", "ServiceUnavailable", "later"),
        < 8 => new CloudException(CloudErrorKind.Unavailable, "Call", "", "NoAnswer", "lost") { MayBeDone = true },
        _ => null,
    };

    private static void Change(AllocationWorld world, Random random, ClusterNetworkSpec spec)
    {
        var nodes = world.NodeObjects.Keys.ToList();
        switch (random.Next(10))
        {
            case 0 or 1 when Enumerable.Range(1, 4).Select(i => $"n{i}").Except(nodes).FirstOrDefault() is { } name:
                world.Join(name);
                break;
            case 2 when nodes.Count > 2 && random.Next(2) == 0:
                Lose(world, nodes[random.Next(nodes.Count)]);
                break;
            case 3 when random.Next(3) == 0:
                world.Restart(spec);
                break;
            case 7 when random.Next(4) == 0 && world.Networks.Values.SelectMany(network => network.Spec.Interfaces).FirstOrDefault() is { } eni:
                world.Vanished.Add(eni.Id);
                world.Emulated.Vanish(eni.Id);
                break;
            case 4 or 5 or 6 when nodes.Count > 0:
                Bind(world, random, nodes);
                break;
            default:
                foreach (var pod in world.Pods.Values.Where(_ => random.Next(3) == 0).ToList())
                {
                    world.Delete(pod.Metadata.Name);
                }

                break;
        }
    }

    private static void Lose(AllocationWorld world, string node)
    {
        foreach (var pod in world.Pods.Values.Where(pod => pod.Spec.NodeName == node).ToList())
        {
            world.Delete(pod.Metadata.Name);
        }

        world.Leave(node);
    }

    private static void Bind(AllocationWorld world, Random random, List<string> nodes)
    {
        var count = random.Next(1, 20);
        for (var i = 0; i < count; i++)
        {
            var kind = random.Next(8);
            var node = nodes[random.Next(nodes.Count)];
            if (kind == 0 && world.ClassObjects["db"].Spec.Mode is var mode && Enumerable.Range(0, 3).Select(n => $"db-{n}").FirstOrDefault(name => !world.Pods.ContainsKey("default/" + name)) is { } name)
            {
                world.Bind(name, node, pod => PodText.OfClass("db")(PodText.OfSet(mode == PodNetworkMode.ExclusiveEni ? PodText.Exclusive(pod) : pod)));
            }
            else
            {
                world.Bind($"p{world.Deeds.Count}-{i}", node, pod => kind == 1 ? PodText.Exclusive(pod) : pod);
            }
        }
    }
}
