using Fairlead.Allocation.Deeds;
using Fairlead.Controller.Tests.Allocation.World;
using Fairlead.Model.Addresses;
using Fairlead.Resources.Core;
using Fairlead.Resources.Network;
using Console = Fairlead.Controller.Tests.Allocation.World.Console;

namespace Fairlead.Controller.Tests.Allocation;

/// <summary>Addresses that somebody else has taken, or given.</summary>
public sealed class TakenTests
{
    private static readonly ClusterNetworkSpec Shared = new() { Mode = PodNetworkMode.SharedEni };

    [Fact]
    public void An_address_that_a_host_got_is_offered_no_more_and_its_pod_is_named()
    {
        using var world = Worlds.Started(Shared);
        world.Join("n1");
        for (var i = 0; i < 5; i++)
        {
            world.Bind($"p{i}", "n1");
        }

        world.Run(30);
        var eni = Assert.Single(world.Networks["n1"].Spec.Interfaces);
        var taken = world.Agents["n1"].Leases.Last(use => use.Address != eni.Ranges[0].Range.Address);
        Console.Unassign(world, eni.Id, taken.Address);
        var host = Console.Take(world, taken.Address);
        world.Run(310);
        var condition = Worlds.Condition(world, "n1", "CloudConsistent");
        Assert.Equal(("False", "AddressElsewhere"), (condition.Status, condition.Reason));
        Assert.Contains($"{taken.Address}/32 is not on ENI {eni.Id} any more", condition.Message);
        Assert.Contains($"pod default/{taken.PodName} has it and is cut off", condition.Message);
        Assert.Equal(condition.Message, Assert.Single(Words.Events(world, "n1", "AddressElsewhere")));
        Assert.DoesNotContain(taken.Address, Offered(world, "n1"));
        Assert.Contains(taken.Address, world.Emulated.State.Interfaces[host].Addresses);

        // As long as the pod is there, it is cut off; with another address it is not.
        world.Run(310);
        Assert.Equal("False", Worlds.Condition(world, "n1", "CloudConsistent").Status);
        world.Delete(taken.PodName);
        world.Bind(taken.PodName, "n1");
        world.Run(310);
        Assert.Equal("True", Worlds.Condition(world, "n1", "CloudConsistent").Status);
        Assert.Equal(5, world.Agents["n1"].Leases.Count(use => use.Address != taken.Address));
        Assert.Contains(taken.Address, world.Emulated.State.Interfaces[host].Addresses);
    }

    [Fact]
    public void An_eni_that_vanished_is_said_to_have_and_another_takes_its_place()
    {
        using var world = Worlds.Started(Shared);
        world.Join("n1");
        world.Bind("p0", "n1");
        world.Run(30);
        var gone = Assert.Single(world.Networks["n1"].Spec.Interfaces).Id;
        world.Emulated.Vanish(gone);
        world.Run(310);
        Assert.Contains(gone, world.Networks["n1"].Spec.Interfaces.Select(eni => eni.Id));
        world.Run(310);
        Assert.Contains(gone, Assert.Single(Words.Events(world, "n1", "InterfaceVanished")));
        Assert.Equal("InterfaceVanished", Worlds.Condition(world, "n1", "CloudConsistent").Reason);
        Assert.NotEqual(gone, Assert.Single(world.Networks["n1"].Spec.Interfaces).Id);
    }

    [Fact]
    public void An_address_that_nobody_of_ours_asked_for_is_stock_and_goes_when_there_is_too_much()
    {
        using var world = Worlds.Started(Shared with { Pool = new PoolSettings { Batch = 10, MinFree = 10, ReclaimAfterSeconds = 60 } });
        world.Join("n1");
        world.Run(30);
        var eni = Assert.Single(world.Networks["n1"].Spec.Interfaces).Id;
        Console.Assign(world, eni, 20);
        Assert.Equal(10, Offered(world, "n1").Count());
        world.Run(310);
        Assert.Equal(30, Offered(world, "n1").Count());
        Assert.Empty(world.ClusterStatus!.Leaked);
        // A pod of many has one.
        for (var i = 0; i < 30; i++)
        {
            world.Bind($"p{i}", "n1");
        }

        world.Run(5);
        Assert.Equal(30, world.Agents["n1"].Leases.Count);
        world.Pods.Values.Select(pod => pod.Metadata.Name).ToList().ForEach(world.Delete);
        world.Run(2000);
        Assert.Equal(10, Offered(world, "n1").Count());
        Assert.Equal(10, world.Emulated.State.Interfaces.Values.Where(found => found.Tags.ContainsKey(ResourceNames.ClusterTag)).Sum(found => found.Addresses.Length));
    }

    [Theory]
    [InlineData(PodNetworkMode.SharedEni)]
    [InlineData(PodNetworkMode.ExclusiveEni)]
    public void A_reserved_address_that_a_host_has_is_asked_for_until_it_is_free(PodNetworkMode mode)
    {
        using var world = Worlds.Started(mode == PodNetworkMode.SharedEni ? Shared : new ClusterNetworkSpec());
        world.Define("db", new PodNetworkClassSpec { Mode = mode });
        var address = InetAddress.Parse("172.16.9.9");
        var host = Console.Take(world, address);
        world.Join("n1");
        world.Reserve(Reserved.Of("db-0", address));
        world.Bind("db-0", "n1", Member(mode));
        world.Run(120);
        var condition = Words.Reservation(world, "db-0");
        Assert.Equal(("False", "AddressTaken"), (condition.Status, condition.Reason));
        Assert.Contains("172.16.9.9 is somebody else's", condition.Message);
        var (asked, told) = (Asked(world), Told(world));
        Assert.InRange(asked, 3, 12);
        Assert.Empty(world.Agents["n1"].Leases);

        world.Run(600);
        Assert.InRange(Asked(world) - asked, 4, 12);
        Assert.Equal(told, Told(world));
        Assert.Equal(address, world.Emulated.State.Interfaces[host].Addresses[0]);
        Console.Drop(world, host);
        world.Run(150);
        Assert.Equal(address, Assert.Single(world.Agents["n1"].Leases).Address);
        Assert.Equal("True", Words.Reservation(world, "db-0").Status);
    }

    private static Func<Pod, Pod> Member(PodNetworkMode mode) => pod => PodText.OfClass("db")(PodText.OfSet(mode == PodNetworkMode.ExclusiveEni ? PodText.Exclusive(pod) : pod));

    private static int Asked(AllocationWorld world) =>
        world.Deeds.Count(deed => deed is AssignAddresses || deed is CreateInterface { Wish.PrimaryAddress: not null });

    private static int Told(AllocationWorld world) => world.Deeds.OfType<PublishReservation>().Count();

    private static IEnumerable<InetAddress> Offered(AllocationWorld world, string node) =>
        world.Networks[node].Spec.Interfaces.SelectMany(eni => eni.Ranges).Where(range => !range.Retiring).Select(range => range.Range.Address);
}
