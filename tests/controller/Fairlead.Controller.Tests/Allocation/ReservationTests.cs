using Fairlead.Allocation;
using Fairlead.Allocation.Deeds;
using Fairlead.Allocation.Fixed;
using Fairlead.Allocation.State;
using Fairlead.Cloud;
using Fairlead.Controller.Tests.Allocation.World;
using Fairlead.Model.Addresses;
using Fairlead.Resources.Core;
using Fairlead.Resources.Meta;
using Fairlead.Resources.Network;

namespace Fairlead.Controller.Tests.Allocation;

/// <summary>Reservations come to their end, and what they held is anybody's again.</summary>
public sealed class ReservationTests
{
    private const int Unused = 60;

    private static readonly ClusterNetworkSpec Shared = new() { Mode = PodNetworkMode.SharedEni };

    [Fact]
    public void One_that_is_over_does_not_take_its_successor_along()
    {
        using var world = Started(PodNetworkMode.SharedEni);
        world.Reserve(new AddressReservation
        {
            Metadata = new ObjectMeta { Namespace = "default", Name = "db-0", Labels = new Dictionary<string, string> { [ReservationRecord.MadeByLabel] = "controller" } },
            Spec = new AddressReservationSpec { Pod = "db-0", ReleaseAfterSeconds = Unused },
        });
        world.Run(2 * Unused);
        Assert.Empty(world.Reservations);

        world.Bind("db-0", "n1", Member(PodNetworkMode.SharedEni));
        world.Run(30);
        var address = Assert.Single(world.Agents["n1"].Leases).Address;
        world.Reserve(Reserved.Of("web", InetAddress.Parse("172.16.9.9")));
        world.Run(30);
        Assert.Equal([address], world.Reservations["default/db-0"].Status.Addresses);
        Assert.Single(world.Deeds, deed => deed is RemoveReservation);
    }

    [Theory]
    [InlineData(PodNetworkMode.SharedEni)]
    [InlineData(PodNetworkMode.ExclusiveEni)]
    public void It_expires_when_its_node_is_gone(PodNetworkMode mode)
    {
        using var world = WithPod(mode);
        var address = Assert.Single(world.Agents["n1"].Leases).Address;
        world.Delete("db-0");
        world.Run(5);
        world.Leave("n1");
        world.Run(Unused / 2);
        Assert.Single(world.Reservations);
        world.Run(1500);
        Assert.Empty(world.Reservations);
        Assert.DoesNotContain(world.Emulated.State.Interfaces.Values, eni => eni.Owns(address));
    }

    [Theory]
    [InlineData(PodNetworkMode.SharedEni)]
    [InlineData(PodNetworkMode.ExclusiveEni)]
    public void It_expires_when_its_ENI_is_gone(PodNetworkMode mode)
    {
        using var world = WithPod(mode);
        world.Delete("db-0");
        world.Run(5);
        world.Emulated.Vanish(world.Reservations["default/db-0"].Status.Interface);
        world.Run(1500);
        Assert.Empty(world.Reservations);
    }

    [Fact]
    public void It_expires_when_an_ENI_that_waits_for_its_pod_is_all_that_a_controller_finds()
    {
        var mode = PodNetworkMode.ExclusiveEni;
        using var world = WithPod(mode);
        var address = Assert.Single(world.Agents["n1"].Leases).Address;
        world.Delete("db-0");
        world.Leave("n1");
        world.Run(20);
        world.Restart(new ClusterNetworkSpec());
        world.Run(1500);
        Assert.Empty(world.Reservations);
        Assert.DoesNotContain(world.Emulated.State.Interfaces.Values, eni => eni.Owns(address));
    }

    [Theory]
    [InlineData(PodNetworkMode.SharedEni)]
    [InlineData(PodNetworkMode.ExclusiveEni)]
    public void A_pod_that_comes_back_finds_the_address_that_was_about_to_move(PodNetworkMode mode)
    {
        using var world = WithPod(mode);
        var lease = Assert.Single(world.Agents["n1"].Leases);
        world.Agents["n1"].IsDown = true;
        world.Delete("db-0");
        world.Bind("db-0", "n2", Member(mode));
        world.Run(20);
        var offered = world.Networks["n1"].Spec.Interfaces.Single(eni => eni.Id == lease.Interface);
        Assert.True(offered.Retiring || offered.Ranges.Any(range => range.Retiring));

        world.Delete("db-0");
        world.Bind("db-0", "n1", Member(mode));
        world.Turn();
        world.Agents["n1"].IsDown = false;
        world.Run(30);
        var again = Assert.Single(world.Agents["n1"].Leases);
        Assert.Equal((lease.Address, lease.Interface), (again.Address, again.Interface));
        Assert.DoesNotContain(world.Deeds, deed => deed is ReleaseRanges release && release.Ranges.Contains(lease.Address.ToCidr()));
        Assert.DoesNotContain(world.Deeds, deed => deed is DetachInterface detach && detach.Interface == lease.Interface);
        Assert.Empty(world.Mistakes);
    }

    [Theory]
    [InlineData(PodNetworkMode.SharedEni)]
    [InlineData(PodNetworkMode.ExclusiveEni)]
    public void An_address_that_people_put_in_another_ones_place_leaves_that_to_anybody(PodNetworkMode mode)
    {
        using var world = WithPod(mode);
        var before = Assert.Single(world.Agents["n1"].Leases).Address;
        var wanted = InetAddress.Parse("172.16.9.9");
        var reservation = world.Reservations["default/db-0"];
        world.Reserve(reservation with { Metadata = reservation.Metadata with { Generation = 2 }, Spec = reservation.Spec with { Addresses = [wanted] } });
        world.Run(5);
        world.Delete("db-0");
        world.Run(5);
        world.Bind("db-0", "n1", Member(mode));
        world.Run(30);
        Assert.Equal(wanted, Assert.Single(world.Agents["n1"].Leases).Address);
        var state = world.Allocator.State;
        Assert.DoesNotContain(state.Interfaces.Values.Where(eni => eni.Reservation is not null), eni => eni.Find(before.ToCidr()) is not null);
        Assert.DoesNotContain(state.Interfaces.Values.SelectMany(eni => eni.Ranges), range => range.Reserved && range.Range == before.ToCidr());
        world.Run(1000);
        Assert.True(mode == PodNetworkMode.SharedEni || !world.Emulated.State.Interfaces.Values.Any(eni => eni.Owns(before)));
    }

    [Fact]
    public void A_controller_that_does_not_know_the_limits_yet_still_says_whose_addresses_are_whose()
    {
        using var world = WithPod(PodNetworkMode.SharedEni);
        var told = Assert.Single(world.Networks["n1"].Spec.FixedAddresses);
        world.Driver.Fault = (call, _) => call is FindLimits ? new CloudException(CloudErrorKind.Unavailable, "DescribeInstanceTypes", "", "ServiceUnavailable", "later") : null;
        world.Restart(Shared);
        world.Run(5);
        Assert.Equal(told.Addresses, Assert.Single(world.Networks["n1"].Spec.FixedAddresses).Addresses);
    }

    [Fact]
    public void An_ENI_that_is_made_anew_brings_its_own_IPv6_address()
    {
        var mode = PodNetworkMode.ExclusiveEni;
        using var world = Worlds.Started(new ClusterNetworkSpec { Families = AddressFamilies.Dual });
        world.Define("db", new PodNetworkClassSpec { Mode = mode, FixedAddress = new FixedAddressPolicy { Enabled = true } });
        world.Join("n1");
        world.Bind("db-0", "n1", Member(mode));
        world.Run(30);
        var lease = Assert.Single(world.Agents["n1"].Leases);
        world.Delete("db-0");
        world.Run(5);
        world.Emulated.Vanish(lease.Interface);
        world.Run(1500);
        world.Bind("db-0", "n1", Member(mode));
        world.Run(30);
        Assert.Equal(lease.Address, Assert.Single(world.Agents["n1"].Leases).Address);
        Assert.Equal(2, world.Reservations["default/db-0"].Status.Addresses.Count);
    }

    /// <summary>There may be ten thousand that wait, and each hears of its own status.</summary>
    [Fact]
    public void News_of_one_that_no_node_has_to_do_with_looks_into_no_other()
    {
        using var world = Started(PodNetworkMode.SharedEni);
        world.Reserve(Reserved.Of("one", InetAddress.Parse("172.16.9.8")));
        world.Reserve(Reserved.Of("other", InetAddress.Parse("172.16.9.9")));
        world.Run(5);
        var other = world.Allocator.State.Reservations["default/other"];
        Assert.NotNull(other.UnusedSince);
        other.UnusedSince = null;
        world.Reserve(world.Reservations["default/one"]);
        world.Turn();
        Assert.Null(other.UnusedSince);
        world.Reserve(world.Reservations["default/other"]);
        world.Turn();
        Assert.NotNull(other.UnusedSince);
    }

    [Fact]
    public void What_was_assigned_for_a_reservation_that_is_gone_is_anybodys()
    {
        var state = new AllocationState(new AllocatorOptions(), 1);
        var eni = new InterfaceRecord("eni-1") { Stage = InterfaceStage.Attached };
        eni.Add(new RangeRecord(Cidr.Parse("10.0.0.1/32"), 1) { Reserved = true, Reservation = "default/web" });
        Homes.Settle(state, eni);
        Assert.False(eni.Ranges[0].Reserved);
    }

    /// <summary>An ENI of the stock got by chance what two names had, one of them as its primary address.</summary>
    [Theory]
    [InlineData("n2", false)]
    [InlineData("n1", true)]
    [InlineData(null, true)]
    public void An_address_that_another_name_holds_fast_is_lost_and_one_beside_another_that_moves_is_waited_for(string? otherIsOn, bool isHeld)
    {
        var state = new AllocationState(new AllocatorOptions(), 1);
        var (node, first, second) = (new NodeRecord("n1"), Cidr.Parse("10.0.0.1/32"), Cidr.Parse("10.0.0.2/32"));
        var (one, other) = (new ReservationRecord(Reserved.Of("one", first.Address)), new ReservationRecord(Reserved.Of("other", second.Address)));
        state.Reservations.Add(one.Key, one);
        state.Reservations.Add(other.Key, other);
        other.Target = otherIsOn == "n1" ? node : otherIsOn is null ? null : new NodeRecord(otherIsOn);
        state.Pods.Add(other.PodKey, new PodRecord(new Pod { Metadata = new ObjectMeta { Namespace = "default", Name = "other" } }) { Class = "db" });
        var eni = new InterfaceRecord("eni-1") { Stage = InterfaceStage.Attached, Node = node, Class = "db" };
        eni.Add(new RangeRecord(first, 1) { Reserved = true, Reservation = one.Key });
        eni.Add(new RangeRecord(second, 1) { Reserved = true, Reservation = other.Key });
        Assert.Equal(isHeld, Rooms.IsHeld(state, eni, one));
        Assert.False(Rooms.GoWhole(state, eni), "the other name's address would go with it");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_last_of_a_class_leaves_no_ENI_behind(bool prefixes)
    {
        using var world = WithPod(PodNetworkMode.SharedEni, prefixes);
        world.Delete("db-0");
        world.Run(8000);
        Assert.DoesNotContain(world.Networks["n1"].Spec.Interfaces, eni => eni.Class == "db");
    }

    private static AllocationWorld WithPod(PodNetworkMode mode, bool prefixes = false)
    {
        var world = Started(mode, prefixes);
        world.Bind("db-0", "n1", Member(mode));
        world.Run(30);
        return world;
    }

    private static AllocationWorld Started(PodNetworkMode mode, bool prefixes = false)
    {
        var spec = mode == PodNetworkMode.SharedEni ? Shared : new ClusterNetworkSpec();
        var world = Worlds.Started(spec with { Pool = spec.Pool with { Prefixes = prefixes } });
        world.Define("db", new PodNetworkClassSpec { Mode = mode, FixedAddress = new FixedAddressPolicy { Enabled = true, ReleaseAfterSeconds = Unused } });
        world.Join("n1");
        world.Join("n2");
        world.Run(5);
        return world;
    }

    private static Func<Pod, Pod> Member(PodNetworkMode mode) => pod =>
        PodText.OfClass("db")(PodText.OfSet(mode == PodNetworkMode.ExclusiveEni ? PodText.Exclusive(pod) : pod));
}
