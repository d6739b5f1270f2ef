using Fairlead.Model.Addresses;
using Fairlead.Model.Pods;
using Fairlead.Planning.Addresses;
using Fairlead.Planning.Enis;
using Fairlead.Testing.Clocks;

namespace Fairlead.Core.Tests.Enis;

/// <summary>Which address of which ENI a pod gets, and when an ENI is free to go.</summary>
public sealed class EniAddressPoolTests
{
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(30);

    private readonly ManualClock _clock = new();
    private readonly EniAddressPool _pool;

    public EniAddressPoolTests()
    {
        _pool = new EniAddressPool(new PoolOptions(), _clock, new Random(7), mostEnis: 63);
        _clock.Advance(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void The_fullest_ENI_serves_first_so_that_others_become_free()
    {
        See(Eni(1, "10.0.1.1/32", "10.0.1.2/32"), Eni(2, "10.0.2.1/32", "10.0.2.2/32", "10.0.2.3/32"));
        var all = new[] { "a", "b", "c", "d", "e" }.Select(Lease).ToList();
        Assert.Equal(["eni-1", "eni-1", "eni-2", "eni-2", "eni-2"], all.Select(lease => lease.Eni.Id));
        Assert.Equal(5, all.Select(lease => lease.V4!.Address).Distinct().Count());
        Assert.Contains("in use", Ask("f").Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pod_has_an_address_of_each_family_and_both_are_of_one_ENI()
    {
        See(Eni(1, "10.0.1.1/32"), Eni(2, "10.0.2.1/32", "fd00:2::1/128"), Eni(3, "fd00:3::/80"));
        Assert.Equal("eni-2", Lease("a").Eni.Id);
        Assert.Null(Ask("b").Lease);
    }

    [Fact]
    public void Of_prefixes_the_one_in_use_comes_first_and_every_address_of_it_is_a_pods()
    {
        See(Eni(1, "10.0.1.0/28", "10.0.1.16/28"));
        var first = Enumerable.Range(0, 16).Select(i => Lease($"a{i}").V4!.Address).ToList();
        Assert.Equal(16, first.Distinct().Count());
        Assert.Single(first.Select(address => new Cidr(address, 28).Network).Distinct());
        Assert.NotEqual(new Cidr(first[0], 28).Network, new Cidr(Lease("b").V4!.Address, 28).Network);
    }

    [Fact]
    public void A_freed_address_rests_the_longest_resting_comes_first_and_none_before_two_seconds()
    {
        See(Eni(1, "10.0.1.1/32", "10.0.1.2/32"));
        var (a, b) = (Lease("a"), Lease("b"));
        Release("b");
        _clock.Advance(TimeSpan.FromSeconds(1));
        Release("a");
        Assert.Equal(TimeSpan.FromSeconds(1), Ask("c").Wait);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(b.V4!.Address, Lease("c").V4!.Address);
        Assert.Equal(1, _pool.CutShort);
        _clock.Advance(Rest);
        Assert.Equal(a.V4!.Address, Lease("d").V4!.Address);
        Assert.Equal(1, _pool.CutShort);
    }

    [Fact]
    public void What_is_to_go_is_given_to_nobody_and_has_gone_when_it_has_rested_and_never_comes_again_by_the_same_offer()
    {
        See(Eni(1, "10.0.1.1/32"));
        Lease("a");
        var retiring = new EniOffer(Described(1), [new RangeOffer(Cidr.Parse("10.0.1.1/32"), 3, false)], Retiring: true);
        See(retiring);
        Assert.Empty(_pool.Retired());
        Release("a");
        Assert.Empty(_pool.Retired());
        Assert.Null(Ask("b").Lease);
        _clock.Advance(Rest);
        Assert.Equal(new RetiredOffer("eni-1", null, 1), Assert.Single(_pool.Retired()));
        // The controller thinks better of it, too late.
        See(retiring with { Retiring = false });
        _clock.Advance(Rest);
        Assert.Null(Ask("b").Lease);
        See(retiring with { Retiring = false, Eni = retiring.Eni with { Generation = 2 } });
        Assert.NotNull(Ask("b").Lease);
        Assert.Empty(_pool.Retired());
    }

    [Fact]
    public void A_fixed_address_is_its_pods_alone_and_a_pod_that_awaits_one_takes_no_other()
    {
        See([Eni(1, "10.0.1.1/32", "10.0.1.2/32")], new FixedOffer("shop", "db-0", [InetAddress.Parse("10.0.1.1")]));
        Assert.Equal("10.0.1.2", $"{Lease("a").V4!.Address}");
        Assert.Null(Ask("b").Lease);
        Assert.Null(Ask("c", "db-1", awaits: true).Lease);
        Assert.Equal("10.0.1.1", $"{Ask("d", "db-0", awaits: true).Lease!.V4!.Address}");
        // The pod comes again before its old sandbox has gone.
        Assert.Contains("still held by container d", Ask("e", "db-0", awaits: true).Reason, StringComparison.Ordinal);
        Release("d");
        Assert.Equal("10.0.1.1", $"{Ask("e", "db-0", awaits: true).Lease!.V4!.Address}");
    }

    [Fact]
    public void A_fixed_address_of_another_class_is_found_and_one_that_is_on_its_way_is_waited_for()
    {
        See([Eni(1, "10.0.1.1/32")], new FixedOffer("shop", "db-0", [InetAddress.Parse("10.0.9.9")]));
        Assert.Contains("10.0.9.9", Ask("a", "db-0", awaits: true).Reason, StringComparison.Ordinal);
        See([Eni(1, "10.0.1.1/32", "10.0.9.9/32")], new FixedOffer("shop", "db-0", [InetAddress.Parse("10.0.9.9")]));
        Assert.Equal("10.0.9.9", $"{Ask("a", "db-0", awaits: true).Lease!.V4!.Address}");
        See([Eni(1, "10.0.1.1/32", "10.0.9.9/32")], new FixedOffer("shop", "db-1", []));
        Assert.Equal("10.0.1.1", $"{Ask("b", "db-1", awaits: true).Lease!.V4!.Address}");
    }

    [Fact]
    public void Only_ENIs_that_are_set_up_serve_and_only_pods_of_their_class()
    {
        _pool.See([Eni(1, "10.0.1.1/32"), Eni(2, "10.0.2.1/32") with { Eni = Described(2) with { Class = "db" } }], [], Rest);
        Assert.Null(Ask("a").Lease);
        _pool.Ready(new HashSet<MacAddress> { Described(1).Mac, Described(2).Mac });
        Assert.Equal("eni-1", Lease("a").Eni.Id);
        Assert.Null(Ask("b").Lease);
        Assert.Equal("eni-2", _pool.Lease(new EniRequest(Id("c"), "", "shop", "c", "db", false)).Lease!.Eni.Id);
        Assert.Contains("class web", _pool.Lease(new EniRequest(Id("d"), "", "shop", "d", "web", false)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void After_a_restart_pods_have_what_they_had_with_the_number_of_their_ENI_also_when_it_is_offered_no_longer()
    {
        var pod = Attachment("a", Described(2) with { Number = 5 }, "10.0.2.1");
        Assert.Empty(_pool.Restore([pod]));
        Assert.Equal([Attachment("b", Described(2) with { Number = 5 }, "10.0.2.1")], _pool.Restore([Attachment("b", Described(2) with { Number = 5 }, "10.0.2.1")]));
        See(Eni(1, "10.0.1.1/32"), Eni(2, "10.0.2.1/32"));
        Assert.Equal([(1, "eni-1"), (5, "eni-2")], _pool.Enis.Select(eni => (eni.Number, eni.Id)));
        See(Eni(1, "10.0.1.1/32"));
        Assert.Equal(2, _pool.Enis.Count);
        Assert.Equal("eni-1", Lease("c").Eni.Id);
        Release("a");
        Assert.Equal("eni-1", Assert.Single(_pool.Enis).Id);
    }

    /// <summary>Whatever is asked, given back, offered and taken away, in any order: no address has two owners and what is to go is not given.</summary>
    [Fact]
    public void No_address_ever_has_two_owners()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            Play(new Random(seed));
        }
    }

    private static void Play(Random chance)
    {
        var clock = new ManualClock();
        var pool = new EniAddressPool(new PoolOptions(), clock, chance, mostEnis: 4);
        var offers = new List<EniOffer>();
        var held = new Dictionary<string, EniLease>();
        for (var step = 0; step < 120; step++)
        {
            switch (chance.Next(5))
            {
                case 0:
                    offers = [.. Enumerable.Range(1, 3).Where(_ => chance.Next(4) > 0).Select(i => new EniOffer(
                        Described(i), [.. Enumerable.Range(1, 3).Select(j => new RangeOffer(Cidr.Parse($"10.0.{i}.{j}/32"), 1, chance.Next(4) == 0)), new RangeOffer(Cidr.Parse($"10.0.{i}.16/30"), 1, chance.Next(4) == 0)], chance.Next(5) == 0))];
                    pool.See(offers, [], TimeSpan.FromSeconds(chance.Next(5)));
                    pool.Ready(offers.Select(offer => offer.Eni.Mac).Where(_ => chance.Next(8) > 0).ToHashSet());
                    break;
                case 1 when held.Count > 0:
                    var gone = held.Keys.ElementAt(chance.Next(held.Count));
                    pool.Release(Id(gone));
                    held.Remove(gone);
                    break;
                case 2:
                    clock.Advance(TimeSpan.FromSeconds(chance.Next(6)));
                    break;
                default:
                    if (pool.Lease(new EniRequest(Id($"p{step}"), "", "", "", "", false)).Lease is { } lease)
                    {
                        var offer = offers.Single(offer => offer.Eni.Id == lease.Eni.Id);
                        Assert.False(offer.Retiring);
                        Assert.Contains(offer.Ranges, range => !range.Retiring && range.Range.Contains(lease.V4!.Address));
                        held.Add($"p{step}", lease);
                    }

                    break;
            }

            var all = held.Values.Select(lease => lease.V4!.Address).ToList();
            Assert.Equal(all.Count, all.Distinct().Count());
            Assert.Equal(all.Order(), pool.Leases.Select(lease => lease.V4!.Address).Order());
            Assert.DoesNotContain(pool.Retired(), retired => held.Values.Any(lease => lease.Eni.Id == retired.Eni && (retired.Range?.Contains(lease.V4!.Address) ?? true)));
            Assert.Equal(pool.Enis.Count, pool.Enis.Select(eni => eni.Number).Distinct().Count());
        }
    }

    [Fact]
    public void Gateways_count_in_families_that_the_ENI_has_addresses_of_and_a_new_one_is_to_be_set_up_first()
    {
        var eni = Eni(1, "10.0.1.1/32", "10.0.1.2/32");
        eni = eni with { Eni = eni.Eni with { Gateway4 = InetAddress.Parse("10.0.1.253"), Gateway6 = InetAddress.Parse("fe80::feff") } };
        See(eni);
        Assert.Equal((eni.Eni.Gateway4, null), (_pool.Enis[0].Gateway4, _pool.Enis[0].Gateway6));
        _pool.Ready(new HashSet<MacAddress> { eni.Eni.Mac });
        Assert.NotNull(Ask("a").Lease);
        _pool.See([eni with { Ranges = [.. eni.Ranges, new RangeOffer(Cidr.Parse("fd00:1::/80"), 1, false)] }], [], Rest);
        Assert.Equal(eni.Eni.Gateway6, _pool.Enis[0].Gateway6);
        Assert.Null(Ask("b").Lease);
        _pool.Ready(new HashSet<MacAddress> { eni.Eni.Mac });
        Assert.NotNull(Lease("b").V6);
        // What a pod has of it goes on.
        _pool.See([eni with { Ranges = [] }], [], Rest);
        Assert.Equal((eni.Eni.Gateway4, eni.Eni.Gateway6), (_pool.Enis[0].Gateway4, _pool.Enis[0].Gateway6));
    }

    [Fact]
    public void An_ENI_that_only_its_number_is_known_of_gets_its_name_by_what_pods_have_of_it_and_that_is_given_to_nobody_else()
    {
        var unknown = Described(5) with { Id = "", Number = 5 };
        Assert.Empty(_pool.Restore([Attachment("a", unknown, "10.0.1.1"), Attachment("b", unknown, "10.0.1.2")]));
        See(Eni(2, "10.0.2.1/32"), Eni(1, "10.0.1.1/32", "10.0.1.2/32", "10.0.1.3/32"));
        Assert.Equal([("eni-2", 1), ("eni-1", 5)], _pool.Enis.Select(eni => (eni.Id, eni.Number)));
        Assert.All(_pool.Leases, lease => Assert.Equal("eni-1", lease.Eni.Id));
        Assert.Equal(["10.0.1.3", "10.0.2.1"], new[] { "c", "d" }.Select(pod => $"{Lease(pod).V4!.Address}"));
        Release("a");
        _clock.Advance(Rest);
        Assert.Equal("10.0.1.1", $"{Lease("e").V4!.Address}");
    }

    [Fact]
    public void A_kernel_without_IPv6_gives_pods_IPv4_alone()
    {
        var pool = new EniAddressPool(new PoolOptions(), _clock, new Random(7), mostEnis: 63) { HasIpv6 = false };
        var eni = Eni(1, "10.0.1.1/32", "fd00:1::1/128", "10.0.1.2/32", "fd00:1::2/128");
        pool.See([eni], [new FixedOffer("shop", "db-0", [InetAddress.Parse("10.0.1.2"), InetAddress.Parse("fd00:1::2")])], Rest);
        pool.Ready(new HashSet<MacAddress> { eni.Eni.Mac });
        Assert.Equal(("10.0.1.1", null), Addresses("any"));
        Assert.Equal(("10.0.1.2", null), Addresses("db-0"));

        (string?, string?) Addresses(string pod) => pool.Lease(new EniRequest(Id(pod), "", "shop", pod, "", false)).Lease is var lease ? ($"{lease!.V4?.Address}", lease.V6?.Address.ToString()) : default;
    }

    private static EniOffer Eni(int number, params string[] ranges) =>
        new(Described(number), [.. ranges.Select(range => new RangeOffer(Cidr.Parse(range), 1, false))], Retiring: false);

    private static PodEni Described(int number) =>
        new() { Id = $"eni-{number}", Mac = new MacAddress(0x00163e000000UL + (uint)number), Use = EniUse.Shared, Generation = 1 };

    private static AttachmentId Id(string container) => new(container, "eth0");

    private static PodAttachment Attachment(string container, PodEni eni, string address) => new()
    {
        Id = Id(container),
        NetnsPath = "",
        NetnsDevice = 0,
        NetnsInode = 0,
        V4 = InetAddress.Parse(address),
        Eni = eni,
        HostIndex = 1,
        HostMac = default,
        PodMac = default,
        Mtu = 1500,
        HostPorts = [],
    };

    private void See(params EniOffer[] offers) => See(offers, []);

    private void See(EniOffer[] offers, params FixedOffer[] fixedOffers)
    {
        _pool.See(offers, fixedOffers, Rest);
        _pool.Ready(offers.Select(offer => offer.Eni.Mac).ToHashSet());
    }

    private EniOutcome Ask(string container, string pod = "any", bool awaits = false) => _pool.Lease(new EniRequest(Id(container), "", "shop", pod, "", awaits));

    private EniLease Lease(string container) => Ask(container).Lease ?? throw new InvalidOperationException(Ask(container).Reason);

    private void Release(string container) => _pool.Release(Id(container));
}
