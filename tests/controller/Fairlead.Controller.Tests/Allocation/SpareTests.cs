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

    [Fact]
    public void Of_two_families_in_prefixes_one_brings_a_prefix_of_ipv6_however_little_it_is_made_for()
    {
        using var world = new AllocationWorld();
        var spec = Spec(world, 1);
        Worlds.Start(world, spec with { Families = AddressFamilies.Dual, Pool = spec.Pool with { Batch = 1, MinFree = 0, Prefixes = true } });
        world.Run(30);
        Assert.Contains(Assert.Single(Spares(world)).Prefixes, prefix => prefix.IsV6);
        world.Join("n1");
        for (var i = 0; i < 5; i++)
        {
            world.Bind($"p{i}", "n1");
        }

        world.Run(30);
        Assert.Contains(Assert.Single(world.Networks["n1"].Spec.Interfaces).Ranges, range => range.Range.IsV6 && !range.Range.IsSingleAddress);
    }

    [Fact]
    public void One_that_was_on_its_way_to_a_node_when_the_controller_ended_becomes_what_the_node_lacks()
    {
        using var world = new AllocationWorld(topology: Topologies.Of("ecs.g7.large", 1, "172.16.0.0/20"));
        var spec = Spec(world, 1) with
        {
            Pool = new PoolSettings { Batch = 10, MinFree = 0, SpareDetached = 1, SpareAttached = 1 },
            NodePools = [new NodePool { Name = "all", Mode = PodNetworkMode.SharedEni, ExclusiveEnis = 1, Pool = new PoolSettings { Batch = 10, MinFree = 0, SpareDetached = 1, SpareAttached = 1 } }],
        };
        Worlds.Start(world, spec with { Mode = PodNetworkMode.VpcRoute, PodRanges = [Model.Addresses.Cidr.Parse("10.244.0.0/16")] });
        world.Run(30);
        var waiting = Assert.Single(Spares(world)).Id;
        world.Join("n1");
        world.Turn();
        Assert.Empty(world.Networks["n1"].Spec.Interfaces);
        Assert.Contains(world.Deeds, deed => deed is AttachInterface attach && attach.Interface == waiting);

        world.Restart(spec);
        world.Bind("a", "n1");
        world.Bind("b", "n1", PodText.Exclusive);
        world.Run(60);
        Assert.Equal(InterfaceUse.Exclusive, world.Networks["n1"].Spec.Interfaces.Single(eni => eni.Id == waiting).Use);
        Assert.Equal(2, world.Agents["n1"].Leases.Count);
        Assert.Empty(world.Refusals);
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
