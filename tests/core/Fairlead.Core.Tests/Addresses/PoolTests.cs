using Fairlead.Model.Addresses;
using Fairlead.Model.Pods;
using Fairlead.Planning.Addresses;
using Fairlead.Testing.Clocks;

namespace Fairlead.Core.Tests.Addresses;

public sealed class PoolTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public void One_address_of_each_family_and_the_same_again_for_the_same_owner()
    {
        var pool = Pool("10.244.1.0/24", "fd00:1::/64");
        var lease = pool.Lease(Owner(1), "uid-1").Lease!;
        Assert.True(Cidr.Parse("10.244.1.0/24").Contains(lease.V4!.Address));
        Assert.True(Cidr.Parse("fd00:1::/64").Contains(lease.V6!.Address));
        Assert.Equal(("uid-1", Owner(1)), (lease.V4.PodUid, lease.V4.Owner));
        Assert.Same(lease, pool.Lease(Owner(1), "uid-1").Lease);
    }

    [Fact]
    public void The_network_and_broadcast_addresses_and_reserved_ones_are_never_given()
    {
        var pool = Pool(new PoolOptions { Slices = [Cidr.Parse("10.0.0.0/29")], Reserved = [Cidr.Parse("10.0.0.2/31"), Cidr.Parse("10.0.0.3/32")] });
        var given = Enumerable.Range(0, 4).Select(i => $"{pool.Lease(Owner(i), "").Lease!.V4!.Address}").Order();
        Assert.Equal(["10.0.0.1", "10.0.0.4", "10.0.0.5", "10.0.0.6"], given);
        Assert.True(pool.Lease(Owner(9), "").IsExhausted);
    }

    [Fact]
    public void A_large_reserved_block_is_one_step()
    {
        var pool = Pool(new PoolOptions { Slices = [Cidr.Parse("fd00::/64")], Reserved = [Cidr.Parse("fd00::/65")] });
        Assert.True(Cidr.Parse("fd00::8000:0:0:0/65").Contains(pool.Lease(Owner(1), "").Lease!.V6!.Address));
    }

    [Fact]
    public void Free_ones_come_first_then_the_longest_resting()
    {
        var pool = Pool("10.0.0.0/29");
        var first = Enumerable.Range(0, 6).Select(i => Take(pool, i)).ToList();
        pool.Release(Owner(3));
        _clock.Advance(TimeSpan.FromSeconds(1));
        pool.Release(Owner(1));
        _clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(first[3], Take(pool, 10));
        Assert.Equal(first[1], Take(pool, 11));
        Assert.Equal(2, pool.Use().CutShort);
    }

    [Fact]
    public void While_others_are_free_a_released_address_rests_30_s()
    {
        var pool = Pool("10.0.0.0/29");
        var given = Take(pool, 0);
        pool.Release(Owner(0));
        var others = Enumerable.Range(1, 5).Select(i => Take(pool, i)).ToList();
        Assert.DoesNotContain(given, others);
        Assert.Equal(0, pool.Use().CutShort);
        _clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal((UInt128)1, pool.Use().V4.Free);
    }

    [Fact]
    public async Task An_ADD_that_finds_only_fresh_ones_waits_until_the_first_has_rested_2_s()
    {
        var pool = Pool("10.0.0.0/30");
        var freed = Take(pool, 0);
        Take(pool, 1);
        pool.Release(Owner(0));
        _clock.Advance(TimeSpan.FromSeconds(0.5));
        Assert.Equal(TimeSpan.FromSeconds(1.5), pool.Lease(Owner(2), "").Wait);
        var waiting = pool.LeaseAsync(Owner(2), "", CancellationToken.None);
        _clock.Advance(TimeSpan.FromSeconds(1.4));
        Assert.False(waiting.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(freed, (await waiting.WaitAsync(TimeSpan.FromSeconds(10)))!.V4!.Address);
    }

    [Fact]
    public async Task Exhausted_only_when_nothing_is_free_and_nothing_rests()
    {
        var pool = Pool("10.0.0.0/30");
        Take(pool, 0);
        Take(pool, 1);
        Assert.True(pool.Lease(Owner(2), "").IsExhausted);
        Assert.Null(await pool.LeaseAsync(Owner(2), "", CancellationToken.None));
        Assert.False(pool.Use().CanServe);
        Assert.Equal(2, pool.Use().Refused);
        pool.Release(Owner(0));
        Assert.True(pool.Use().CanServe);
    }

    [Fact]
    public void Both_families_or_none()
    {
        var pool = Pool("10.0.0.0/24", "fd00::/127");
        Take(pool, 0);
        Take(pool, 1);
        Assert.True(pool.Lease(Owner(2), "").IsExhausted);
        Assert.Equal(2, pool.Use().V4.Leased);
        pool.Release(Owner(0));
        Assert.Equal(TimeSpan.FromSeconds(2), pool.Lease(Owner(2), "").Wait);
        Assert.Equal(1, pool.Use().V4.Leased);
    }

    [Fact]
    public async Task Every_pod_of_a_full_node_can_be_restarted_at_once()
    {
        var pool = Pool("10.244.1.0/24", "fd00::/64");
        for (var i = 0; i < 254; i++)
        {
            Take(pool, i);
        }

        for (var i = 0; i < 254; i++)
        {
            pool.Release(Owner(i));
        }

        var again = Enumerable.Range(1000, 254).Select(i => pool.LeaseAsync(Owner(i), "", CancellationToken.None)).ToList();
        _clock.Advance(TimeSpan.FromSeconds(2));
        var leases = await Task.WhenAll(again).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(254, leases.Select(lease => lease!.V4!.Address).Distinct().Count());
        Assert.Equal(0, pool.Use().Refused);
    }

    [Fact]
    public void A_restarted_pool_does_not_begin_at_the_lowest_number()
    {
        var begins = Enumerable.Range(0, 20)
            .Select(seed => new AddressPool(Options("10.244.1.0/24"), _clock, new Random(seed)).Lease(Owner(1), "").Lease!.V4!.Address)
            .Distinct();
        Assert.True(begins.Count() > 10);
    }

    [Fact]
    public void What_the_journal_says_is_taken_over_also_from_outside_the_slices()
    {
        var pool = Pool("10.0.0.0/24", "fd00::/64");
        var rejected = pool.Restore([Pod(1, "10.0.0.7", "fd00::7"), Pod(2, "192.168.0.1", null), Pod(3, "10.0.0.7", null)]);
        Assert.Equal([Owner(3)], rejected.Select(pod => pod.Id));
        Assert.Equal(Owner(1), pool.HolderOf(InetAddress.Parse("fd00::7"))!.Owner);
        pool.Release(Owner(2));
        Assert.DoesNotContain(pool.Rows(), row => row.Address == InetAddress.Parse("192.168.0.1"));
    }

    [Fact]
    public void Generations_grow_also_over_a_restart()
    {
        var first = Pool("10.0.0.0/24").Lease(Owner(1), "").Lease!.V4!.Generation;
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        var restarted = Pool("10.0.0.0/24");
        restarted.Restore([Pod(1, "10.0.0.7", null)]);
        Assert.True(restarted.HolderOf(InetAddress.Parse("10.0.0.7"))!.Generation > first);
    }

    [Fact]
    public void Other_slices_leave_the_leases_with_their_owners()
    {
        var pool = Pool("10.0.0.0/29");
        var old = Take(pool, 0);
        pool.Reconfigure(Options("10.1.0.0/29"));
        Assert.Equal(Owner(0), pool.HolderOf(old)!.Owner);
        Assert.Equal((UInt128)6, pool.Use().V4.Free);
        Assert.True(Cidr.Parse("10.1.0.0/29").Contains(Take(pool, 1)));
    }

    [Fact]
    public void All_mistakes_of_the_options_are_told_together()
    {
        var options = new PoolOptions
        {
            Slices = [Cidr.Parse("10.0.0.1/24"), Cidr.Parse("10.0.0.0/25")],
            Reserved = [Cidr.Parse("192.168.0.0/16")],
            Rest = TimeSpan.FromSeconds(1),
        };
        Assert.Equal(
            ["slices[0]", "slices[1]", "reserved[0]", "rest"], options.Validate().Select(problem => problem.Path));
    }

    internal static AttachmentId Owner(int number) => new($"container-{number}", "eth0");

    private static PoolOptions Options(params string[] slices) => new() { Slices = [.. slices.Select(Cidr.Parse)] };

    private static PodAttachment Pod(int number, string? v4, string? v6) => new()
    {
        Id = Owner(number),
        NetnsPath = "/run/netns/x",
        NetnsDevice = 1,
        NetnsInode = 1,
        V4 = v4 is null ? null : InetAddress.Parse(v4),
        V6 = v6 is null ? null : InetAddress.Parse(v6),
        HostIndex = 1,
        HostMac = default,
        PodMac = default,
        Mtu = 1500,
    };

    private AddressPool Pool(params string[] slices) => Pool(Options(slices));

    private AddressPool Pool(PoolOptions options) => new(options, _clock, new Random(7));

    private static InetAddress Take(AddressPool pool, int owner) => pool.Lease(Owner(owner), "").Lease!.Leases.First().Address;
}
