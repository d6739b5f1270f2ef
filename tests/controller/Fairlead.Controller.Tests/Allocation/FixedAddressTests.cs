using Fairlead.Allocation.Deeds;
using Fairlead.Controller.Tests.Allocation.World;
using Fairlead.Model.Addresses;
using Fairlead.Resources.Core;
using Fairlead.Resources.Network;

namespace Fairlead.Controller.Tests.Allocation;

/// <summary>Addresses that belong to a pod's name.</summary>
public sealed class FixedAddressTests
{
    private static readonly ClusterNetworkSpec Shared = new() { Mode = PodNetworkMode.SharedEni };

    [Theory]
    [InlineData(PodNetworkMode.SharedEni)]
    [InlineData(PodNetworkMode.ExclusiveEni)]
    public void A_pod_of_a_set_takes_its_address_along(PodNetworkMode mode)
    {
        using var world = Worlds.Started(mode == PodNetworkMode.SharedEni ? Shared : new ClusterNetworkSpec());
        world.Define("db", new PodNetworkClassSpec { Mode = mode, FixedAddress = new FixedAddressPolicy { Enabled = true, ReleaseAfterSeconds = 600 } });
        world.Join("n1");
        world.Join("n2");
        world.Bind("db-0", "n1", PodText.Fixed(mode));
        world.Run(30);
        var address = world.Agents["n1"].Leases.Single().Address;
        Assert.Equal([address], world.Reservations["default/db-0"].Status.Addresses);

        world.Delete("db-0");
        world.Run(60);
        Assert.NotNull(world.Reservations["default/db-0"].Status.UnusedSince);
        world.Bind("db-0", "n1", PodText.Fixed(mode));
        world.Run(5);
        Assert.Equal(address, world.Agents["n1"].Leases.Single().Address);

        world.Delete("db-0");
        world.Run(5);
        world.Bind("db-0", "n2", PodText.Fixed(mode));
        world.Run(60);
        Assert.Equal(address, Assert.Single(world.Agents["n2"].Leases).Address);
        Assert.Equal("n2", world.Reservations["default/db-0"].Status.Node);

        world.Delete("db-0");
        world.Run(1000);
        Assert.Empty(world.Reservations);
    }

    [Fact]
    public void A_name_whose_pod_has_an_address_of_a_prefix_gets_one_that_can_be_kept()
    {
        using var world = Worlds.Started(Shared with { Pool = new PoolSettings { Prefixes = true, Batch = 1, MinFree = 0 } });
        world.Join("n1");
        world.Bind("a", "n1");
        world.Bind("b", "n1");
        world.Run(30);
        var ranges = world.Networks["n1"].Spec.Interfaces.Single().Ranges;
        var pod = world.Agents["n1"].Leases.Single(use => ranges.Any(range => !range.Range.IsSingleAddress && range.Range.Contains(use.Address)));
        world.Reserve(Reserved.Of(pod.PodName));
        world.Run(60);
        var kept = Assert.Single(world.Reservations["default/" + pod.PodName].Status.Addresses);
        Assert.NotEqual(pod.Address, kept);

        world.Delete(pod.PodName);
        world.Run(5);
        world.Bind(pod.PodName, "n1");
        world.Run(5);
        Assert.Equal(kept, world.Agents["n1"].Leases.Single(use => use.PodName == pod.PodName).Address);
    }

    [Fact]
    public void An_address_that_people_wrote_is_brought_to_the_pod()
    {
        using var world = Worlds.Started(Shared);
        world.Join("n1");
        world.Run(12);
        var wanted = InetAddress.Parse("172.16.9.9");
        world.Reserve(Reserved.Of("web", wanted));
        world.Bind("web", "n1", PodText.OfSet);
        world.Run(20);
        Assert.Equal(wanted, Assert.Single(world.Agents["n1"].Leases).Address);
        Assert.Equal("True", world.Reservations["default/web"].Status.Conditions.Single().Status);
    }

    [Fact]
    public void An_address_outside_every_v_switch_is_said_to_be()
    {
        using var world = Worlds.Started(Shared);
        world.Join("n1");
        world.Reserve(Reserved.Of("web", InetAddress.Parse("192.168.1.1")));
        world.Bind("web", "n1", PodText.OfSet);
        world.Run(20);
        Assert.Equal("OutsideVSwitches", world.Reservations["default/web"].Status.Conditions.Single().Reason);
        Assert.Empty(world.Agents["n1"].Leases);
    }

    [Fact]
    public void An_address_of_a_slice_stays_on_its_node()
    {
        using var world = Worlds.Started(new ClusterNetworkSpec { PodRanges = [Cidr.Parse("10.244.0.0/16")] });
        world.Join("n1");
        world.Join("n2");
        world.Run(5);
        world.Reserve(Reserved.Of("web", InetAddress.Parse("10.244.0.9")));
        world.Bind("web", "n1", PodText.OfSet);
        world.Run(5);
        Assert.Equal("10.244.0.9", world.Networks["n1"].Spec.FixedAddresses.Single().Addresses.Single().ToString());
        world.Delete("web");
        world.Bind("web", "n2", PodText.OfSet);
        world.Run(5);
        Assert.Equal("OtherNode", world.Reservations["default/web"].Status.Conditions.Single().Reason);
        Assert.Single(world.Networks["n1"].Spec.FixedAddresses);
        Assert.Empty(world.Networks["n2"].Spec.FixedAddresses);
    }

    [Fact]
    public void An_eni_with_a_fixed_address_outlives_its_node()
    {
        using var world = Worlds.Started(new ClusterNetworkSpec());
        world.Define("db", new PodNetworkClassSpec { Mode = PodNetworkMode.ExclusiveEni, FixedAddress = new FixedAddressPolicy { Enabled = true } });
        world.Join("n1");
        world.Join("n2");
        world.Bind("db-0", "n1", PodText.Fixed(PodNetworkMode.ExclusiveEni));
        world.Run(30);
        var lease = world.Agents["n1"].Leases.Single();
        world.Delete("db-0");
        world.Leave("n1");
        world.Run(700);
        world.Bind("db-0", "n2", PodText.Fixed(PodNetworkMode.ExclusiveEni));
        world.Run(30);
        Assert.Equal(lease.Address, Assert.Single(world.Agents["n2"].Leases).Address);
    }

    /// <summary>An ENI is made for the address of a name, and what that wants changes while the calls are out.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_comes_beside_a_names_address_or_instead_of_it_is_no_names(bool isWrittenAnew)
    {
        using var world = Worlds.Started(Shared);
        world.Join("n1");
        world.Run(12);
        world.Driver.Holds = call => call is AssignAddresses;
        world.Reserve(Reserved.Of("web", InetAddress.Parse("172.17.9.9")));
        world.Bind("web", "n1", PodText.OfSet);
        world.Run(20);
        var call = Assert.Single(world.Driver.Held);
        if (isWrittenAnew)
        {
            world.Reserve(Reserved.Of("web", InetAddress.Parse("172.17.9.10")));
        }

        world.See(world.Driver.Answer(call));
        var ranges = world.Allocator.State.Interfaces.Values.SelectMany(eni => eni.Ranges).ToList();
        Assert.Contains(ranges, range => range.Range == InetAddress.Parse("172.17.9.9").ToCidr());
        Assert.All(ranges, range => Assert.Equal(range.Reserved, range.Reservation is not null));
    }

    /// <summary>No shared ENI can have it while the exclusive one is there.</summary>
    [Theory]
    [InlineData("n1", false, false)]
    [InlineData("n2", false, false)]
    [InlineData("n1", true, false)]
    [InlineData("n2", true, false)]
    [InlineData("n1", false, true)]
    [InlineData("n2", false, true)]
    public void A_pod_whose_set_is_of_a_shared_class_now_keeps_its_address(string node, bool isWritten, bool isAgentLate)
    {
        using var world = Worlds.Started(new ClusterNetworkSpec());
        world.Define("db", new PodNetworkClassSpec { Mode = PodNetworkMode.ExclusiveEni, FixedAddress = new FixedAddressPolicy { Enabled = true } });
        world.Define("web", new PodNetworkClassSpec { Mode = PodNetworkMode.SharedEni, FixedAddress = new FixedAddressPolicy { Enabled = true } });
        world.Join("n1");
        world.Join("n2");
        if (isWritten)
        {
            world.Reserve(Reserved.Of("db-0", InetAddress.Parse("172.16.9.9")));
        }

        world.Bind("db-0", "n1", PodText.Fixed(PodNetworkMode.ExclusiveEni));
        world.Run(30);
        var lease = Assert.Single(world.Agents["n1"].Leases);
        // The next pod may come before the agent has said that the one before is gone.
        world.Agents["n1"].IsDown = isAgentLate;
        world.Delete("db-0");
        world.Bind("db-0", node, pod => PodText.OfClass("web")(PodText.OfSet(pod)));
        world.Run(30);
        if (isAgentLate)
        {
            Assert.Equal(("False", "Moving"), (Words.Reservation(world, "db-0").Status, Words.Reservation(world, "db-0").Reason));
            world.Agents["n1"].IsDown = false;
        }

        world.Run(60);
        Assert.Equal(lease.Address, Assert.Single(world.Agents[node].Leases).Address);
        Assert.Equal("Here", Words.Reservation(world, "db-0").Reason);
        Assert.Equal(InterfaceUse.Shared, world.Networks[node].Spec.Interfaces.Single(eni => eni.Ranges.Any(range => range.Range == lease.Address.ToCidr())).Use);
        Assert.DoesNotContain(world.Emulated.State.Interfaces.Keys, id => id == lease.Interface);
        Assert.Empty(world.Mistakes);
        Assert.Empty(world.Refusals);
    }
}
