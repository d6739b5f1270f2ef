using Fairlead.Allocation.Deeds;
using Fairlead.Controller.Tests.Allocation.World;
using Fairlead.Resources.Network;
using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Cloud;
using Console = Fairlead.Controller.Tests.Allocation.World.Console;

namespace Fairlead.Controller.Tests.Allocation;

/// <summary>What of ours nobody owns.</summary>
public sealed class CollectionTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_bears_our_mark_and_has_no_owner_goes_and_nothing_else(bool dryRun)
    {
        using var world = new AllocationWorld();
        Make(world, "c1");
        Make(world, "c2");
        Make(world, null);
        Worlds.Start(world, new ClusterNetworkSpec { Mode = PodNetworkMode.SharedEni, Collection = new CollectionSettings { DryRun = dryRun, AfterSeconds = 120 } });
        world.Join("n1");
        world.Run(60);
        var leak = Assert.Single(world.ClusterStatus!.Leaked);
        Assert.Equal("interface", leak.Kind);
        Assert.Equal(3, Leftover(world));
        world.Run(300);
        Assert.Equal(dryRun ? 3 : 2, Leftover(world));
        Assert.Equal(dryRun ? 1 : 0, world.ClusterStatus!.Leaked.Count);
    }

    [Fact]
    public void A_leak_that_somebody_takes_is_left_to_them()
    {
        using var world = new AllocationWorld();
        Make(world, "c1");
        Worlds.Start(world, new ClusterNetworkSpec { Mode = PodNetworkMode.SharedEni, Collection = new CollectionSettings { AfterSeconds = 600 } });
        world.Run(60);
        var leak = Assert.Single(world.ClusterStatus!.Leaked);
        Assert.Contains("made for node of no name", leak.Reason);
        Console.Attach(world, leak.Id, "n3");
        world.Run(1500);
        var left = Assert.Single(world.ClusterStatus!.Leaked);
        Assert.Equal((leak.Id, leak.Since), (left.Id, left.Since));
        Assert.Contains($"on instance {Topologies.InstanceOf(world.Emulated, "n3")}", left.Reason);
        Assert.Equal(1, Leftover(world));
    }

    private static int Leftover(AllocationWorld world) => world.Emulated.State.Interfaces.Values.Count(eni => eni.Description == "leftover");

    private static void Make(AllocationWorld world, string? cluster) => world.Emulated.Call(
        new CreateNetworkInterface
        {
            RegionId = CloudSeed.Region,
            VSwitchId = Topologies.VSwitchOf(world.Emulated, "main"),
            SecurityGroupIds = [world.Emulated.State.SecurityGroups.Keys.First()],
            Description = "leftover",
            Tag = cluster is null ? [] : [new(ResourceNames.ClusterTag, cluster)],
        },
        null);
}
