using Fairlead.Allocation.Deeds;
using Fairlead.Controller.Tests.Allocation.World;
using Fairlead.Resources.Network;
using Fairlead.Vpc.Topology;

namespace Fairlead.Controller.Tests.Allocation;

/// <summary>Detached ENIs that wait for nodes.</summary>
public sealed class SpareTests
{
    [Fact]
    public void A_node_that_comes_gets_one_that_waits_and_another_is_made()
    {
        using var world = new AllocationWorld();
        Worlds.Start(world, Spec(world, 2));
        world.Run(30);
        var waiting = Spares(world);
        Assert.Equal(2, waiting.Count);
        Assert.All(waiting, eni => Assert.Equal("spare", eni.Tags[ResourceNames.UseTag]));

        var before = world.Deeds.Count;
        world.Join("n1");
        world.Run(30);
        var made = world.Deeds.Skip(before).OfType<CreateInterface>().ToList();
        Assert.Equal("spare", Assert.Single(made).Wish.Tags[ResourceNames.UseTag]);
        var offered = Assert.Single(world.Networks["n1"].Spec.Interfaces);
        Assert.Contains(offered.Id, waiting.Select(eni => eni.Id));
        Assert.Equal((InterfaceUse.Shared, 10), (offered.Use, offered.Ranges.Count));
        Assert.Equal(2, Spares(world).Count);
    }

    [Fact]
    public void They_are_no_leak_and_go_when_fewer_are_wanted()
    {
        using var world = new AllocationWorld();
        Worlds.Start(world, Spec(world, 3) with { Collection = new CollectionSettings { AfterSeconds = 60 } });
        world.Run(900);
        Assert.Equal(3, Spares(world).Count);
        Assert.Empty(world.ClusterStatus?.Leaked ?? []);
        var kept = Spares(world).Select(eni => eni.Id).ToHashSet();

        world.Configure(Spec(world, 1));
        world.Run(30);
        Assert.Contains(Assert.Single(Spares(world)).Id, kept);
        world.Configure(Spec(world, 0));
        world.Run(30);
        Assert.Empty(Spares(world));
    }

    [Fact]
    public void Another_controller_finds_those_that_wait_and_those_that_nodes_have()
    {
        using var world = new AllocationWorld();
        var spec = Spec(world, 1);
        Worlds.Start(world, spec);
        world.Run(30);
        world.Join("n1");
        world.Bind("a", "n1");
        world.Run(30);
        var (had, waiting) = (world.Networks["n1"].Spec.Interfaces.Single().Id, Spares(world).Single().Id);

        var before = world.Deeds.Count;
        world.Restart(spec);
        world.Run(400);
        Assert.Equal("", world.Since(before));
        Assert.Equal((had, waiting), (world.Networks["n1"].Spec.Interfaces.Single().Id, Spares(world).Single().Id));

        world.Delete("a");
        world.Leave("n1");
        world.Run(120);
        Assert.Equal(waiting, Assert.Single(Spares(world)).Id);
    }

    [Fact]
    public void An_exclusive_pod_gets_one_with_a_single_address()
    {
        using var world = new AllocationWorld();
        Worlds.Start(world, Spec(world, 1) with { Mode = PodNetworkMode.VpcRoute });
        world.Run(30);
        var waiting = Assert.Single(Spares(world)).Id;
        world.Join("n1");
        world.Bind("a", "n1", PodText.Exclusive);
        world.Run(30);
        Assert.Equal(waiting, Assert.Single(world.Agents["n1"].Leases).Interface);
        Assert.Single(Spares(world));
    }

    private static List<NetworkInterface> Spares(AllocationWorld world) =>
        [.. world.Emulated.State.Interfaces.Values.Where(eni => eni.Status == InterfaceStatus.Available && eni.Tags.GetValueOrDefault(ResourceNames.ClusterTag) == AllocationWorld.Cluster)];

    private static ClusterNetworkSpec Spec(AllocationWorld world, int spares) => new()
    {
        Mode = PodNetworkMode.SharedEni,
        VSwitches = [Topologies.VSwitchOf(world.Emulated, "main")],
        SecurityGroups = [world.Emulated.State.SecurityGroups.Keys.First()],
        Pool = new PoolSettings { SpareDetached = spares },
    };
}
