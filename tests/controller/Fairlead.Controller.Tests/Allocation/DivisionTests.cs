using Fairlead.Allocation.Deeds;
using Fairlead.Cloud;
using Fairlead.Controller.Tests.Allocation.World;
using Fairlead.Resources.Network;

namespace Fairlead.Controller.Tests.Allocation;

/// <summary>How shared and exclusive ENIs divide an instance's places, where the shared ones came first.</summary>
public sealed class DivisionTests
{
    private static readonly ClusterNetworkSpec Shared = new() { Mode = PodNetworkMode.SharedEni, Pool = new PoolSettings { Batch = 1, MinFree = 0, ReclaimAfterSeconds = 3000 } };

    private static readonly ClusterNetworkSpec Divided = Shared with { NodePools = [new NodePool { Name = "all", Mode = PodNetworkMode.SharedEni, ExclusiveEnis = 1 }] };

    [Fact]
    public void A_shared_eni_of_too_many_goes_at_once_when_nobody_has_anything_of_it()
    {
        using var world = Full();
        var first = world.Agents["n1"].Leases.First().Interface;
        foreach (var use in world.Agents["n1"].Leases.Where(use => use.Interface != first).ToList())
        {
            world.Delete(use.PodName);
        }

        world.Configure(Divided);
        world.Bind("own", "n1", PodText.Exclusive);
        world.Run(60);
        Assert.Contains(world.Agents["n1"].Leases, use => use.PodName == "own");
        Assert.Equal(1, world.Nodes["n1"].Resources[ResourceNames.Eni]);
        Assert.Empty(world.Refusals);
        Assert.Empty(world.Mistakes);
    }

    [Fact]
    public void While_pods_have_all_shared_enis_no_exclusive_one_is_made_or_promised()
    {
        using var world = Full();
        var before = world.Deeds.Count;
        world.Configure(Divided);
        world.Bind("own", "n1", PodText.Exclusive);
        world.Run(300);
        Assert.Equal("", world.Since(before));
        Assert.NotEqual(1, world.Nodes.GetValueOrDefault("n1")?.Resources[ResourceNames.Eni]);

        var last = world.Agents["n1"].Leases.Last().Interface;
        foreach (var use in world.Agents["n1"].Leases.Where(use => use.Interface == last).ToList())
        {
            world.Delete(use.PodName);
        }

        world.Run(60);
        Assert.Contains(world.Agents["n1"].Leases, use => use.PodName == "own");
        Assert.Empty(world.Mistakes);
    }

    [Fact]
    public void One_that_another_controller_finds_beyond_them_goes_again()
    {
        using var world = Joined(6);
        world.Driver.Fault = (call, done) => call is CreateInterface && done ? new CloudException(CloudErrorKind.Unavailable, "Call", "", "NoAnswer", "lost") { MayBeDone = true } : null;
        world.Bind("p6", "n1");
        world.Turn();
        world.Delete("p6");
        world.Driver.Fault = null;
        Assert.Equal(2, world.Deeds.OfType<CreateInterface>().Count());

        world.Restart(Divided);
        world.Bind("own", "n1", PodText.Exclusive);
        world.Run(60);
        Assert.Contains(world.Agents["n1"].Leases, use => use.PodName == "own");
        Assert.Empty(world.Refusals);
    }

    // Two ENIs of six addresses are all that the instance can have, and pods have some of both.
    private static AllocationWorld Full()
    {
        var world = Joined(8);
        Assert.Equal(2, world.Agents["n1"].Leases.Select(use => use.Interface).Distinct().Count());
        return world;
    }

    private static AllocationWorld Joined(int pods)
    {
        var world = Worlds.Started(Shared, topology: Topologies.Of("ecs.g7.large", 1, "172.16.0.0/20"));
        world.Join("n1");
        for (var i = 0; i < pods; i++)
        {
            world.Bind($"p{i}", "n1");
        }

        world.Run(30);
        return world;
    }
}
