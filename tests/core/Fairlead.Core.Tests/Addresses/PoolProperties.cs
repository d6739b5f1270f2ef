using Fairlead.Model.Addresses;
using Fairlead.Planning.Addresses;
using Fairlead.Testing.Clocks;
using FsCheck;
using FsCheck.Fluent;

namespace Fairlead.Core.Tests.Addresses;

public sealed class PoolProperties
{
    private static readonly PoolOptions Options = new()
    {
        Slices = [Cidr.Parse("10.0.0.0/29"), Cidr.Parse("10.0.1.0/30"), Cidr.Parse("fd00::/125")],
        Reserved = [Cidr.Parse("10.0.0.3/32")],
    };

    // IPv4: 6 - 1 + 2; IPv6: 8 - 1.
    private const int CapacityV4 = 7;

    [Fact]
    public void No_address_is_owned_twice_and_none_is_lost() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(500),
        Prop.ForAll(Gen.Choose(0, 99).ListOf().ToArbitrary(), steps => Run([.. steps])));

    private static bool Run(int[] steps)
    {
        var clock = new ManualClock();
        var pool = new AddressPool(Options, clock, new Random(steps.Length));
        var held = new Dictionary<int, PodLease>();
        var freed = new Dictionary<InetAddress, TimeSpan>();
        var now = TimeSpan.Zero;
        foreach (var step in steps)
        {
            var owner = step % 10;
            if (step < 50)
            {
                var outcome = pool.Lease(PoolTests.Owner(owner), "");
                if (!held.ContainsKey(owner) && outcome.Lease is { } lease)
                {
                    held.Add(owner, lease);
                    if (lease.Leases.Any(one => freed.TryGetValue(one.Address, out var since) && now - since < Options.LeastRest))
                    {
                        return false;
                    }
                }
            }
            else if (step < 80)
            {
                pool.Release(PoolTests.Owner(owner));
                if (held.Remove(owner, out var lease))
                {
                    lease.Leases.ToList().ForEach(one => freed[one.Address] = now);
                }
            }
            else
            {
                var by = TimeSpan.FromMilliseconds(owner * 700);
                clock.Advance(by);
                now += by;
            }

            if (!Holds(pool, held))
            {
                return false;
            }
        }

        return AllComeBack(pool, held, clock);
    }

    private static bool Holds(AddressPool pool, Dictionary<int, PodLease> held)
    {
        var addresses = held.Values.SelectMany(lease => lease.Leases).Select(lease => lease.Address).ToList();
        var use = pool.Use();
        return addresses.Distinct().Count() == addresses.Count
            && addresses.All(address => Options.Slices.Any(slice => slice.Contains(address)) && address != InetAddress.Parse("10.0.0.3"))
            && held.All(pair => pair.Value.Leases.All(lease => pool.HolderOf(lease.Address)?.Owner == PoolTests.Owner(pair.Key)))
            && held.Values.All(lease => lease is { V4: not null, V6: not null })
            && use.V4.Leased == held.Count && use.V6.Leased == held.Count
            && (int)use.V4.Free + use.V4.Leased + use.V4.Resting == CapacityV4;
    }

    private static bool AllComeBack(AddressPool pool, Dictionary<int, PodLease> held, ManualClock clock)
    {
        foreach (var owner in held.Keys)
        {
            pool.Release(PoolTests.Owner(owner));
        }

        clock.Advance(TimeSpan.FromSeconds(2));
        var again = Enumerable.Range(100, CapacityV4).Select(i => pool.Lease(PoolTests.Owner(i), "").Lease).ToList();
        return again.All(lease => lease is not null)
            && again.Select(lease => lease!.V4!.Address).Distinct().Count() == CapacityV4
            && pool.Lease(PoolTests.Owner(200), "").IsExhausted;
    }
}
