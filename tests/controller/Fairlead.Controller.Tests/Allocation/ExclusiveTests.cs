using Fairlead.Controller.Tests.Allocation.World;
using Fairlead.Resources.Network;

namespace Fairlead.Controller.Tests.Allocation;

/// <summary>ENIs of which a pod has one by itself.</summary>
public sealed class ExclusiveTests
{
    private static readonly ClusterNetworkSpec Plain = new() { Mode = PodNetworkMode.VpcRoute };

    [Fact]
    public void A_pod_that_asks_gets_an_eni_and_the_next_one_the_same()
    {
        using var world = Worlds.Started(Plain);
        world.Join("n1");
        world.Run(1);
        Assert.Equal(7, world.Nodes["n1"].Resources[ResourceNames.Eni]);
        Assert.Equal(7, world.Nodes["n1"].Resources[ResourceNames.EniAlias]);
        Assert.Null(world.Nodes["n1"].Resources[ResourceNames.MemberEni]);
        world.Bind("a", "n1", PodText.Exclusive);
        world.Run(12);
        var first = world.Agents["n1"].Leases.Single().Interface;
        Assert.Equal(2, world.Mutations);
        Assert.Equal(6, world.Nodes["n1"].Resources[ResourceNames.EniAlias]);

        world.Delete("a");
        world.Run(5);
        world.Bind("b", "n1", PodText.Exclusive);
        world.Run(5);
        Assert.Equal(first, world.Agents["n1"].Leases.Single().Interface);
        Assert.Equal(2, world.Mutations);
    }

    [Fact]
    public void An_eni_that_nobody_has_had_for_a_while_goes()
    {
        using var world = Worlds.Started(Plain);
        world.Join("n1");
        world.Bind("a", "n1", PodText.Exclusive);
        world.Run(12);
        world.Delete("a");
        world.Run(330);
        Assert.Empty(world.Networks["n1"].Spec.Interfaces);
        Assert.Equal(4, world.Mutations);
        Assert.Empty(world.Allocator.State.Interfaces);
    }

    [Fact]
    public void No_more_enis_are_made_than_the_instance_can_have()
    {
        using var world = Worlds.Started(Plain);
        world.Join("n1");
        for (var i = 0; i < 9; i++)
        {
            world.Bind($"p{i}", "n1", PodText.Exclusive);
        }

        world.Run(30);
        Assert.Equal(7, world.Agents["n1"].Leases.Count);
        Assert.Equal(14, world.Mutations);
    }

    [Fact]
    public void Warm_ones_wait_and_are_replaced_when_taken()
    {
        using var world = Worlds.Started(Plain with { Pool = new PoolSettings { SpareAttached = 2 } });
        world.Join("n1");
        world.Run(12);
        Assert.Equal(2, world.Networks["n1"].Spec.Interfaces.Count);
        world.Bind("a", "n1", PodText.Exclusive);
        world.Run(0.1);
        Assert.Single(world.Agents["n1"].Leases);
        world.Run(12);
        Assert.Equal(3, world.Networks["n1"].Spec.Interfaces.Count);
        world.Run(400);
        Assert.Equal(3, world.Networks["n1"].Spec.Interfaces.Count);
    }

    [Fact]
    public void A_free_eni_of_another_class_makes_room()
    {
        using var world = Worlds.Started(Plain with { NodePools = [new NodePool { Name = "all", ExclusiveEnis = 1 }] });
        world.Define("db", new PodNetworkClassSpec { Mode = PodNetworkMode.ExclusiveEni, VSwitches = [Topologies.VSwitchOf(world.Emulated, "second")] });
        world.Join("n1");
        world.Bind("a", "n1", PodText.Exclusive);
        world.Run(12);
        world.Delete("a");
        world.Run(1);
        world.Bind("b", "n1", pod => PodText.OfClass("db")(PodText.Exclusive(pod)));
        world.Run(30);
        var eni = Assert.Single(world.Networks["n1"].Spec.Interfaces);
        Assert.Equal("db", eni.Class);
        Assert.Equal(eni.Id, world.Agents["n1"].Leases.Single().Interface);
        Assert.Equal(Topologies.VSwitchOf(world.Emulated, "second"), eni.VSwitch);
    }

    [Fact]
    public void A_trunk_carries_members()
    {
        using var world = Worlds.Started(Plain with { NodePools = [new NodePool { Name = "all", Trunk = true }] });
        world.Join("n1");
        world.Run(12);
        var members = world.Nodes["n1"].Resources[ResourceNames.MemberEni];
        Assert.True(members > 0, "a g7.4xlarge carries members");
        world.Bind("a", "n1", PodText.Member);
        world.Run(12);
        var member = world.Networks["n1"].Spec.Interfaces.Single(eni => eni.Use == InterfaceUse.Member);
        Assert.InRange(member.Vlan, 1, 4094);
        Assert.Equal(world.Networks["n1"].Spec.Interfaces.Single(eni => eni.Use == InterfaceUse.Trunk).Mac, member.Trunk);
    }

    [Fact]
    public void One_whose_address_a_pod_elsewhere_still_uses_is_no_pods()
    {
        // Nine addresses: the first pod's is the only one that is free when its ENI has vanished.
        using var world = Worlds.Started(Plain with { Families = AddressFamilies.Dual, Pool = new PoolSettings { ReclaimAfterSeconds = 30 } }, topology: Topologies.Of("ecs.g7.4xlarge", 3, "172.16.0.0/28"));
        new[] { "n1", "n2", "n3" }.ToList().ForEach(node => world.Join(node));
        world.Bind("a", "n1", PodText.Exclusive);
        world.Run(12);
        for (var i = 0; i < 8; i++)
        {
            world.Bind($"p{i}", i < 7 ? "n3" : "n2", PodText.Exclusive);
        }

        world.Run(20);
        var lost = world.Agents["n1"].Leases.Single();
        world.Vanished.Add(lost.Interface);
        world.Emulated.Vanish(lost.Interface);
        world.Bind("b", "n2", PodText.Exclusive);
        world.Run(200, () => Assert.All(world.Networks["n2"].Spec.Interfaces, eni => Assert.Contains(eni.Ranges.Count, new[] { 0, 2 })));
        Assert.Contains(world.Networks["n2"].Spec.Interfaces, eni => world.Emulated.State.Interfaces[eni.Id].PrimaryAddress == lost.Address);
        Assert.Single(world.Agents["n2"].Leases);

        world.Delete("p0");
        world.Run(400);
        Assert.Equal(2, world.Agents["n2"].Leases.Count);
        Assert.DoesNotContain(world.Agents["n2"].Leases, use => use.Address == lost.Address);

        world.Delete("a");
        world.Run(60);
        Assert.All(world.Networks["n2"].Spec.Interfaces, eni => Assert.Equal(2, eni.Ranges.Count));
    }
}
