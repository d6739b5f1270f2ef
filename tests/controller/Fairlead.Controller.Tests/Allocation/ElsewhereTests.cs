using Fairlead.Allocation.Deeds;
using Fairlead.Cloud;
using Fairlead.Controller.Tests.Allocation.World;
using Fairlead.Model.Addresses;
using Fairlead.Resources.Core;
using Fairlead.Resources.Network;
using Fairlead.Vpc.Topology;
using Console = Fairlead.Controller.Tests.Allocation.World.Console;

namespace Fairlead.Controller.Tests.Allocation;

/// <summary>ENIs of ours that somebody else put where we never did.</summary>
public sealed class ElsewhereTests
{
    private static readonly ClusterNetworkSpec Shared = new() { Mode = PodNetworkMode.SharedEni };

    [Fact]
    public void An_eni_on_a_host_that_is_no_node_is_named_and_left_alone_until_it_is_off()
    {
        using var world = Filled();
        var moved = Moved(world);
        var deeds = world.Deeds.Count;
        world.Run(310);
        var host = Topologies.InstanceOf(world.Emulated, "n3");
        var condition = Worlds.Condition(world, "n1", "CloudConsistent");
        Assert.Equal(("False", "InterfaceElsewhere"), (condition.Status, condition.Reason));
        Assert.Contains($"{moved} of this node is on instance {host}", condition.Message);
        Assert.Contains("5 pods have addresses of it and are cut off", condition.Message);
        Assert.Contains(condition.Message, Words.Events(world, "n1", "InterfaceElsewhere"));
        var other = Assert.Single(world.Networks["n1"].Spec.Interfaces);
        Assert.NotEqual(moved, other.Id);

        world.Run(1000);
        Assert.Equal(host, world.Emulated.State.Interfaces[moved].Instance);
        Assert.DoesNotContain(world.Deeds.Skip(deeds), deed => IsTakenAway(deed, moved));
        var leak = Assert.Single(world.ClusterStatus!.Leaked);
        Assert.Equal(moved, leak.Id);
        Assert.Contains($"on instance {host}", leak.Reason);
        Assert.Contains("left alone", leak.Reason);

        Pods(world).ForEach(world.Delete);
        Console.Detach(world, moved);
        world.Run(290);
        Assert.Contains(moved, world.Emulated.State.Interfaces.Keys);
        world.Run(700);
        Assert.DoesNotContain(moved, world.Emulated.State.Interfaces.Keys);
        Assert.Empty(world.ClusterStatus!.Leaked);
        Assert.Equal("True", Worlds.Condition(world, "n1", "CloudConsistent").Status);
    }

    [Fact]
    public void Where_pods_still_have_its_addresses_it_comes_back_to_them()
    {
        using var world = Filled();
        var moved = Moved(world);
        world.Run(400);
        Console.Detach(world, moved);
        world.Run(310);
        Assert.Contains(moved, world.Networks["n1"].Spec.Interfaces.Select(eni => eni.Id));
        world.Run(310);
        Assert.Equal("True", Worlds.Condition(world, "n1", "CloudConsistent").Status);
        Assert.Equal(Topologies.InstanceOf(world.Emulated, "n1"), world.Emulated.State.Interfaces[moved].Instance);
    }

    [Fact]
    public void A_controller_that_takes_over_leaves_it_alone_too()
    {
        using var world = Filled();
        var moved = Moved(world);
        world.Restart(Shared);
        var deeds = world.Deeds.Count;
        world.Run(1000);
        Assert.DoesNotContain(world.Deeds.Skip(deeds), deed => IsTakenAway(deed, moved));
        Assert.Contains("left alone", Assert.Single(world.ClusterStatus!.Leaked).Reason);
    }

    [Fact]
    public void What_we_put_on_an_instance_goes_though_nobody_remembers_the_node()
    {
        using var world = Filled();
        Pods(world).ForEach(world.Delete);
        world.NodeObjects.Clear();
        world.Networks.Clear();
        world.Agents.Clear();
        world.Restart(Shared);
        world.Run(700);
        Assert.DoesNotContain(world.Emulated.State.Interfaces.Values, eni => eni.Tags.ContainsKey(ResourceNames.ClusterTag));
    }

    [Fact]
    public void One_that_was_to_go_is_not_taken_from_whoever_has_it()
    {
        using var world = Filled();
        var eni = world.Networks["n1"].Spec.Interfaces[0].Id;
        Pods(world).ForEach(world.Delete);
        world.Driver.Fault = (call, done) => call is DeleteInterface && !done ? new CloudException(CloudErrorKind.Unavailable, "DeleteNetworkInterface", eni, "ServiceUnavailable", "later") : null;
        world.Leave("n1");
        world.Run(30);
        Assert.Equal(InterfaceStatus.Available, world.Emulated.State.Interfaces[eni].Status);
        Console.Attach(world, eni, "n3");
        world.Driver.Fault = null;
        var deeds = world.Deeds.Count;
        world.Run(1000);
        Assert.DoesNotContain(world.Deeds.Skip(deeds), deed => deed is DetachInterface);
        Assert.Equal(Topologies.InstanceOf(world.Emulated, "n3"), world.Emulated.State.Interfaces[eni].Instance);
        Assert.Contains("left alone", Assert.Single(world.ClusterStatus!.Leaked).Reason);
    }

    [Fact]
    public void One_that_somebody_took_while_it_was_on_its_way_is_left_there()
    {
        using var world = Worlds.Started(Shared);
        // The call never reaches the cloud, and nobody knows.
        world.Driver.Fault = (call, done) => call is AttachInterface && !done ? new CloudException(CloudErrorKind.Unavailable, "AttachNetworkInterface", "", "NoAnswer", "lost") { MayBeDone = true } : null;
        world.Join("n1");
        world.Run(1);
        var eni = Assert.Single(world.Emulated.State.Interfaces.Values, eni => eni.Tags.ContainsKey(ResourceNames.ClusterTag)).Id;
        Console.Attach(world, eni, "n3");
        world.Driver.Fault = null;
        world.Run(120);
        Assert.Equal("InterfaceElsewhere", Worlds.Condition(world, "n1", "CloudConsistent").Reason);
        Assert.NotEqual(eni, Assert.Single(world.Networks["n1"].Spec.Interfaces).Id);
        Assert.DoesNotContain(world.Deeds, deed => IsTakenAway(deed, eni));
    }

    [Fact]
    public void One_that_somebody_put_on_another_node_is_that_nodes()
    {
        using var world = Filled();
        world.Join("n2");
        world.Run(30);
        var moved = world.Networks["n1"].Spec.Interfaces[0].Id;
        var leased = world.Agents["n1"].Leases.Select(use => use.Address).ToHashSet();
        Console.Detach(world, moved);
        Console.Attach(world, moved, "n2");
        world.Run(310);
        Assert.Equal("InterfaceElsewhere", Worlds.Condition(world, "n1", "CloudConsistent").Reason);
        var offered = world.Networks["n2"].Spec.Interfaces.Single(eni => eni.Id == moved).Ranges.Select(range => range.Range.Address);
        Assert.Empty(offered.Intersect(leased));
        Assert.NotEmpty(offered);
    }

    [Theory]
    [InlineData(PodNetworkMode.SharedEni)]
    [InlineData(PodNetworkMode.ExclusiveEni)]
    public void A_written_address_on_it_is_waited_for_and_the_reservation_says_where_it_is(PodNetworkMode mode)
    {
        using var world = Worlds.Started(mode == PodNetworkMode.SharedEni ? Shared : new ClusterNetworkSpec());
        world.Define("db", new PodNetworkClassSpec { Mode = mode });
        world.Join("n1");
        world.Reserve(Reserved.Of("db-0", InetAddress.Parse("172.16.9.9")));
        world.Bind("db-0", "n1", Member);
        world.Run(30);
        var eni = Assert.Single(world.Agents["n1"].Leases).Interface;
        world.Delete("db-0");
        Console.Detach(world, eni);
        Console.Attach(world, eni, "n3");
        world.Run(310);
        world.Bind("db-0", "n1", Member);
        world.Run(60);
        Assert.Equal("InterfaceElsewhere", Words.Reservation(world, "db-0").Reason);
        Assert.Empty(world.Agents["n1"].Leases);

        // One of its own comes along; of a shared one, the address is free when that is collected.
        Console.Detach(world, eni);
        world.Run(mode == PodNetworkMode.SharedEni ? 660 : 330);
        var lease = Assert.Single(world.Agents["n1"].Leases);
        Assert.Equal(InetAddress.Parse("172.16.9.9"), lease.Address);
        Assert.Equal(mode == PodNetworkMode.ExclusiveEni, lease.Interface == eni);
        Assert.Equal("True", Words.Reservation(world, "db-0").Status);

        Pod Member(Pod pod) => PodText.OfClass("db")(PodText.OfSet(mode == PodNetworkMode.ExclusiveEni ? PodText.Exclusive(pod) : pod));
    }

    [Fact]
    public void A_name_that_has_any_address_gets_another_one()
    {
        using var world = Worlds.Started(Shared);
        world.Define("db", new PodNetworkClassSpec { Mode = PodNetworkMode.SharedEni, FixedAddress = new FixedAddressPolicy { Enabled = true, ReleaseAfterSeconds = 6000 } });
        world.Join("n1");
        world.Bind("db-0", "n1", pod => PodText.OfClass("db")(PodText.OfSet(pod)));
        world.Run(30);
        var before = Assert.Single(world.Agents["n1"].Leases);
        world.Delete("db-0");
        Console.Detach(world, before.Interface);
        Console.Attach(world, before.Interface, "n3");
        world.Run(310);
        world.Bind("db-0", "n1", pod => PodText.OfClass("db")(PodText.OfSet(pod)));
        world.Run(60);
        Assert.NotEqual(before.Address, Assert.Single(world.Agents["n1"].Leases).Address);
    }

    private static AllocationWorld Filled()
    {
        var world = Worlds.Started(Shared);
        world.Join("n1");
        for (var i = 0; i < 5; i++)
        {
            world.Bind($"p{i}", "n1");
        }

        world.Run(30);
        Assert.Equal(5, world.Agents["n1"].Leases.Count);
        return world;
    }

    private static string Moved(AllocationWorld world)
    {
        var eni = Assert.Single(world.Networks["n1"].Spec.Interfaces).Id;
        Console.Detach(world, eni);
        Console.Attach(world, eni, "n3");
        return eni;
    }

    private static List<string> Pods(AllocationWorld world) => [.. world.Pods.Values.Select(pod => pod.Metadata.Name)];

    private static bool IsTakenAway(Deed deed, string eni) => deed is DetachInterface detach && detach.Interface == eni || deed is DeleteInterface delete && delete.Interface == eni;
}
