using Fairlead.Controller.Tests.Allocation.World;
using Fairlead.Model.Addresses;
using Fairlead.Resources.Network;
using Console = Fairlead.Controller.Tests.Allocation.World.Console;

namespace Fairlead.Controller.Tests.Allocation;

/// <summary>What people are told when another controller takes over.</summary>
public sealed class TakeoverWordsTests
{
    private static readonly ClusterNetworkSpec Shared = new() { Mode = PodNetworkMode.SharedEni, PodRanges = [Cidr.Parse("10.244.0.0/16")] };

    [Fact]
    public void What_is_as_it_was_has_been_so_since_then()
    {
        using var world = Worlds.Started(Shared);
        world.Join("n1");
        world.Run(400);
        var before = world.Networks["n1"].Status.Conditions.ToDictionary(condition => condition.Type, condition => condition.LastTransitionTime);
        world.Restart(Shared);
        world.Run(10);
        var after = world.Networks["n1"].Status.Conditions;
        Assert.Equal(before.Keys.Order(), after.Select(condition => condition.Type).Order());
        Assert.All(after, condition => Assert.Equal(before[condition.Type], condition.LastTransitionTime));
    }

    [Fact]
    public void A_pod_that_is_cut_off_is_still_said_to_be_and_until_it_goes()
    {
        using var world = Cut(out var victim);
        world.Run(700);
        var told = Worlds.Condition(world, "n1", "CloudConsistent");
        Assert.Equal("False", told.Status);
        world.Restart(Shared);
        world.Run(310);
        Assert.Equal(told, Worlds.Condition(world, "n1", "CloudConsistent"));
        world.Delete(victim);
        world.Run(310);
        Assert.Equal("True", Worlds.Condition(world, "n1", "CloudConsistent").Status);
    }

    [Fact]
    public void What_was_taken_while_none_led_is_said_too()
    {
        using var world = Cut(out var victim);
        world.Restart(Shared);
        world.Run(310);
        Assert.Equal(("False", "AddressElsewhere"), (Worlds.Condition(world, "n1", "CloudConsistent").Status, Worlds.Condition(world, "n1", "CloudConsistent").Reason));
        world.Delete(victim);
        world.Run(310);
        Assert.Equal("True", Worlds.Condition(world, "n1", "CloudConsistent").Status);
    }

    // Somebody takes a pod's address from its ENI.
    private static AllocationWorld Cut(out string victim)
    {
        var world = Worlds.Started(Shared);
        world.Join("n1");
        world.Bind("a", "n1");
        world.Bind("b", "n1");
        world.Run(30);
        // The primary one cannot be taken.
        var use = world.Agents["n1"].Leases.First(use => use.Address != world.Emulated.State.Interfaces[use.Interface].PrimaryAddress);
        Console.Unassign(world, use.Interface, use.Address);
        victim = use.PodName;
        return world;
    }
}
