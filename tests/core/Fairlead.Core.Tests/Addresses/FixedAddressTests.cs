using Fairlead.Model.Addresses;
using Fairlead.Model.Pods;
using Fairlead.Planning.Addresses;
using Fairlead.Testing.Clocks;

namespace Fairlead.Core.Tests.Addresses;

/// <summary>Addresses of the node's slices that belong to a pod's name.</summary>
public sealed class FixedAddressTests
{
    private static readonly InetAddress Reserved = InetAddress.Parse("10.0.0.3");
    private static readonly InetAddress Reserved6 = InetAddress.Parse("fd00::3");

    private readonly ManualClock _clock = new();

    [Fact]
    public void It_is_given_to_the_pod_of_the_name_and_to_no_other_however_full_the_node_is()
    {
        var pool = Pool("10.0.0.0/29");
        pool.Keep([Offer("db-0", Reserved)]);
        var others = Enumerable.Range(0, 5).Select(i => Take(pool, i)).ToList();
        Assert.DoesNotContain(Reserved, others);
        Assert.True(pool.Lease(PoolTests.Owner(9), "").IsExhausted);
        Assert.True(Ask(pool, 9, "db-1").IsExhausted);
        Assert.Equal(((UInt128)0, 1), (pool.Use().V4.Free, pool.Use().V4.Kept));
        Assert.Equal("shop/db-0", pool.Rows().Single(row => row.Address == Reserved).KeptFor);
        Assert.Equal(Reserved, Ask(pool, 10, "db-0").Lease!.V4!.Address);
        Assert.Equal(((UInt128)0, 0), (pool.Use().V4.Free, pool.Use().V4.Kept));
    }

    [Fact]
    public void The_next_container_of_the_name_gets_it_at_once_when_the_former_one_has_gone_and_waits_before()
    {
        var pool = Pool("10.0.0.0/29");
        pool.Keep([Offer("db-0", Reserved)]);
        Assert.Equal(Reserved, Ask(pool, 1, "db-0").Lease!.V4!.Address);
        Assert.Contains("10.0.0.3, which belongs to the pod's name, is still held by container container-1", Ask(pool, 2, "db-0").Reason, StringComparison.Ordinal);
        pool.Release(PoolTests.Owner(1));
        Assert.Equal(1, pool.Use().V4.Kept);
        Assert.Equal(0, pool.Use().V4.Resting);
        Assert.Equal(Reserved, Ask(pool, 2, "db-0").Lease!.V4!.Address);
        Assert.Equal(0, pool.Use().CutShort);
    }

    [Fact]
    public void A_pod_that_awaits_one_takes_nothing_before_it_is_said_and_any_where_it_is_said_that_it_may()
    {
        var pool = Pool("10.0.0.0/29", "fd00::/125");
        Assert.Contains("not been said", Ask(pool, 1, "db-0", awaits: true).Reason, StringComparison.Ordinal);
        pool.Keep([Offer("db-0")]);
        var first = Ask(pool, 1, "db-0", awaits: true).Lease!;
        pool.Keep([Offer("db-0", [.. first.Leases.Select(lease => lease.Address)])]);
        pool.Release(PoolTests.Owner(1));
        var again = Ask(pool, 2, "db-0", awaits: true).Lease!;
        Assert.Equal(first.Leases.Select(lease => lease.Address), again.Leases.Select(lease => lease.Address));
    }

    [Fact]
    public void The_other_family_is_any_and_is_waited_for_as_ever()
    {
        var pool = Pool("10.0.0.0/29", "fd00::/126");
        pool.Keep([Offer("db-0", Reserved)]);
        var both = Ask(pool, 0, "db-0").Lease!;
        Assert.Equal((Reserved, true), (both.V4!.Address, Cidr.Parse("fd00::/126").Contains(both.V6!.Address)));
        Take(pool, 1);
        Take(pool, 2);
        pool.Release(PoolTests.Owner(0));
        Assert.Equal(TimeSpan.FromSeconds(2), Ask(pool, 3, "db-0").Wait);
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(Reserved, Ask(pool, 3, "db-0").Lease!.V4!.Address);
        pool.Release(PoolTests.Owner(3));
        pool.Keep([Offer("db-0", Reserved, Reserved6)]);
        Assert.Equal(Reserved6, Ask(pool, 4, "db-0").Lease!.V6!.Address);
    }

    [Fact]
    public void Who_has_it_when_it_is_reserved_keeps_it_and_it_goes_to_the_name_when_that_one_has_gone()
    {
        var pool = Pool("10.0.0.0/30");
        var (a, b) = (Take(pool, 0), Take(pool, 1));
        pool.Keep([Offer("db-0", a)]);
        Assert.Equal(PoolTests.Owner(0), pool.HolderOf(a)!.Owner);
        Assert.Contains("held by container container-0", Ask(pool, 2, "db-0").Reason, StringComparison.Ordinal);
        pool.Release(PoolTests.Owner(0));
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True(pool.Lease(PoolTests.Owner(3), "").IsExhausted);
        Assert.Equal(a, Ask(pool, 2, "db-0").Lease!.V4!.Address);
        Assert.NotEqual(a, b);
    }

    [Fact]
    public void One_that_rests_is_kept_from_the_reservation_on_and_one_that_is_no_longer_reserved_rests_first()
    {
        var pool = Pool("10.0.0.0/30");
        var a = Take(pool, 0);
        Take(pool, 1);
        pool.Release(PoolTests.Owner(0));
        pool.Keep([Offer("db-0", a)]);
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True(pool.Lease(PoolTests.Owner(2), "").IsExhausted);
        pool.Keep([]);
        Assert.Equal(TimeSpan.FromSeconds(2), pool.Lease(PoolTests.Owner(2), "").Wait);
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(a, Take(pool, 2));
    }

    [Fact]
    public void One_of_no_slice_or_that_the_node_may_not_give_is_said_to_be()
    {
        var pool = new AddressPool(new PoolOptions { Slices = [Cidr.Parse("10.0.0.0/29")], Reserved = [Cidr.Parse("10.0.0.2/32")] }, _clock, new Random(7));
        foreach (var address in new[] { "10.9.9.9", "10.0.0.2", "10.0.0.0", "fd00::3" })
        {
            pool.Keep([Offer("db-0", InetAddress.Parse(address))]);
            Assert.Contains($"{address}, which belongs to the pod's name, is no address", Ask(pool, 1, "db-0").Reason, StringComparison.Ordinal);
            Assert.Equal((0, (UInt128)5), (pool.Use().V4.Kept, pool.Use().V4.Free));
        }
    }

    [Fact]
    public void Restart_and_other_slices_leave_all_of_it_as_it_is()
    {
        var options = new PoolOptions { Slices = [Cidr.Parse("10.0.0.0/29")] };
        var pool = new AddressPool(options, _clock, new Random(7));
        Assert.Empty(pool.Restore([Pod(1, Reserved)]));
        pool.Keep([Offer("db-0", Reserved), Offer("db-1", InetAddress.Parse("10.0.1.3"))]);
        Assert.Equal(0, pool.Use().V4.Kept);
        pool.Reconfigure(options with { Slices = [.. options.Slices, Cidr.Parse("10.0.1.0/29")] });
        Assert.Equal(((UInt128)10, 1, 1), (pool.Use().V4.Free, pool.Use().V4.Kept, pool.Use().V4.Leased));
        pool.Release(PoolTests.Owner(1));
        Assert.Equal(2, pool.Use().V4.Kept);
        Assert.Equal(Reserved, Ask(pool, 2, "db-0").Lease!.V4!.Address);
        Assert.Equal("10.0.1.3", $"{Ask(pool, 3, "db-1").Lease!.V4!.Address}");
    }

    internal static FixedOffer Offer(string pod, params InetAddress[] addresses) => new("shop", pod, addresses);

    private static PodAttachment Pod(int number, InetAddress address) => new()
    {
        Id = PoolTests.Owner(number),
        NetnsPath = "",
        NetnsDevice = 0,
        NetnsInode = 0,
        V4 = address,
        HostIndex = 1,
        HostMac = default,
        PodMac = default,
        Mtu = 1500,
    };

    private static LeaseOutcome Ask(AddressPool pool, int owner, string pod, bool awaits = false) =>
        pool.Lease(new AddressRequest(PoolTests.Owner(owner), "") { Namespace = "shop", Pod = pod, AwaitsFixed = awaits });

    private static InetAddress Take(AddressPool pool, int owner) => pool.Lease(PoolTests.Owner(owner), "").Lease!.V4!.Address;

    private AddressPool Pool(params string[] slices) => new(new PoolOptions { Slices = [.. slices.Select(Cidr.Parse)] }, _clock, new Random(7));
}
